package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.quality.rules.DatedRule;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Severity;

/** The lifecycle of a model contradicts its dates. */
@Singleton
class LifecycleAgainstDates extends DatedRule {

    private static final PartialDateSql DEPRECATED = PartialDateSql.of("m.deprecated");
    private static final PartialDateSql RETIRED = PartialDateSql.of("m.retired");

    LifecycleAgainstDates(Clock clock) {
        super(
                clock,
                "lifecycle_against_dates",
                Severity.WARNING,
                "The lifecycle contradicts the dates: the model is retired before its retirement date, or not "
                        + "retired or deprecated after the date for it.",
                """
                select m.id as model, 'lifecycle' as fact,
                       json_build_object(
                           'lifecycle', m.lifecycle, 'deprecatedDate', %s, 'retiredDate', %s) as evidence
                from scope m
                where (m.lifecycle = 'retired' and m.retired_date > :today)
                   or (coalesce(m.lifecycle, '') <> 'retired' and %s)
                   or (coalesce(m.lifecycle, '') not in ('deprecated', 'retired') and %s)
                """.formatted(DEPRECATED.json(), RETIRED.json(), RETIRED.reached(), DEPRECATED.reached()));
    }

    @Override
    public String detail(Evidence evidence) {
        String date = evidence.has("retiredDate")
                ? "the retirement date is " + evidence.date("retiredDate")
                : "the deprecation date is " + evidence.date("deprecatedDate");
        String lifecycle = evidence.has("lifecycle") ? evidence.text("lifecycle") : "unknown";
        return "The lifecycle is " + lifecycle + ", but " + date + ".";
    }
}
