package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** The lifecycle dates of a model are out of order. */
@Singleton
class LifecycleOutOfOrder extends Rule {

    private static final PartialDateSql FORMER = PartialDateSql.of("stage.former");
    private static final PartialDateSql LATER = PartialDateSql.of("stage.later");

    LifecycleOutOfOrder() {
        super(
                "lifecycle_out_of_order",
                Severity.ERROR,
                "A model is announced, released, deprecated and retired in this order, but two of its dates are "
                        + "certainly in another order.",
                """
                -- A date that contradicts several others is reported once, against the earliest stage.
                select distinct on (m.id, stage.fact) m.id as model, stage.fact,
                       json_build_object('before', stage.former_fact, 'beforeDate', %s, 'after', stage.fact, 'afterDate', %s) as evidence
                from scope m
                cross join lateral (values
                    (1, 'announcedDate', m.announced_date, m.announced_precision, 'releaseDate', m.release_date, m.release_precision),
                    (1, 'announcedDate', m.announced_date, m.announced_precision, 'deprecatedDate', m.deprecated_date, m.deprecated_precision),
                    (1, 'announcedDate', m.announced_date, m.announced_precision, 'retiredDate', m.retired_date, m.retired_precision),
                    (2, 'releaseDate', m.release_date, m.release_precision, 'deprecatedDate', m.deprecated_date, m.deprecated_precision),
                    (2, 'releaseDate', m.release_date, m.release_precision, 'retiredDate', m.retired_date, m.retired_precision),
                    (3, 'deprecatedDate', m.deprecated_date, m.deprecated_precision, 'retiredDate', m.retired_date, m.retired_precision)
                ) stage (place, former_fact, former_date, former_precision, fact, later_date, later_precision)
                where num_nonnulls(m.announced_date, m.release_date, m.deprecated_date, m.retired_date) > 1 and %s
                order by m.id, stage.fact, stage.place
                """.formatted(FORMER.json(), LATER.json(), LATER.before(FORMER)));
    }

    @Override
    public String detail(Evidence evidence) {
        return evidence.text("after") + " " + evidence.date("afterDate") + " is before " + evidence.text("before") + " "
                + evidence.date("beforeDate") + ".";
    }
}
