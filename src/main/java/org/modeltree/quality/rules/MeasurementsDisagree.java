package org.modeltree.quality.rules;

import jakarta.inject.Singleton;
import org.modeltree.catalog.records.PartialDateSql;

/** Comparable sources report different values of one benchmark. */
@Singleton
class MeasurementsDisagree extends Rule {

    MeasurementsDisagree() {
        super(
                "measurements_disagree",
                Severity.WARNING,
                "Sources with the same harness and settings, all verified or all self-reported, differ by more "
                        + "than 5% on one benchmark. Only the latest value of each source counts. Prices are excluded because "
                        + "they change over time.",
                """
                -- A model with several measurements of a benchmark has one that does not count.
                with several as (
                    select distinct w.model_id, w.benchmark_id
                    from scope m
                    join measurement w on w.model_id = m.id and not w.counting
                ),
                latest as (
                    select distinct on (w.model_id, w.benchmark_id, w.verified, w.harness, w.settings, w.source)
                           w.model_id, w.benchmark_id, w.verified, w.harness, w.settings, w.source, w.raw, w.measured_on, w.measured_precision
                    from several s
                    join measurement w on w.model_id = s.model_id and w.benchmark_id = s.benchmark_id
                    order by w.model_id, w.benchmark_id, w.verified, w.harness, w.settings, w.source, w.measured_on desc nulls last, w.raw
                )
                select distinct on (l.model_id, l.benchmark_id) l.model_id as model, l.benchmark_id as fact,
                       json_build_object(
                           'unit', b.unit, 'verified', l.verified, 'harness', l.harness, 'settings', l.settings, 'least', min(l.raw), 'greatest', max(l.raw),
                           'measurements', json_agg(
                               json_build_object('raw', l.raw, 'source', l.source, 'date', %s) order by l.raw, l.source)) as evidence
                from latest l
                join benchmark b on b.id = l.benchmark_id
                where not starts_with(b.unit, 'usd_')
                group by l.model_id, l.benchmark_id, l.verified, l.harness, l.settings, b.unit
                having max(l.raw) > min(l.raw) * 1.05
                order by l.model_id, l.benchmark_id, l.verified desc, l.harness nulls first, l.settings nulls first
                """.formatted(new PartialDateSql("l.measured_on", "l.measured_precision").json()));
    }

    @Override
    public String detail(Evidence evidence) {
        String kind = evidence.values().path("verified").asBoolean() ? "verified" : "self-reported";
        return "Comparable " + kind + " sources report values from " + evidence.number("least") + " to "
                + evidence.number("greatest") + " " + evidence.text("unit") + ".";
    }
}
