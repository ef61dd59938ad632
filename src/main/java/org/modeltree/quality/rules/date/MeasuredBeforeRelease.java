package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** A measurement is dated long before the release of its model. */
@Singleton
class MeasuredBeforeRelease extends Rule {

    private static final PartialDateSql MEASURED = new PartialDateSql("w.measured_on", "w.measured_precision");

    MeasuredBeforeRelease() {
        super(
                "measured_before_release",
                Severity.WARNING,
                "A measurement is dated more than a year before the model’s release.",
                """
                select distinct on (w.model_id, w.benchmark_id) w.model_id as model, w.benchmark_id as fact,
                       json_build_object('measured', %s, 'releaseDate', %s, 'raw', w.raw, 'source', w.source) as evidence
                from scope m
                join measurement w on w.model_id = m.id
                where w.measured_on < m.release_date and %s <= cast(m.release_date - interval '1 year' as date)
                order by w.model_id, w.benchmark_id, w.measured_on, w.source, w.raw
                """.formatted(MEASURED.json(), PartialDateSql.of("m.release").json(), MEASURED.end()));
    }

    @Override
    public String detail(Evidence evidence) {
        return "The measurement is dated " + evidence.date("measured") + ", more than a year before the release date "
                + evidence.date("releaseDate") + ".";
    }
}
