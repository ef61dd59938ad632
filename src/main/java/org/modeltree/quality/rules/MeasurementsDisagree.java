package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** Two sources of the same kind measured different things. */
@Singleton
class MeasurementsDisagree extends Rule {

    MeasurementsDisagree() {
        super(
                "measurements_disagree",
                Severity.WARNING,
                "Two sources that are both verified or both not, with the same harness, differ by "
                        + "more than a twentieth on one benchmark. Prices are left out, which change with time, "
                        + "and of one source only the latest is looked at.",
                """
                -- Only who has a measurement that does not count has more than one.
                with several as (
                    select distinct w.model_id, w.benchmark_id
                    from scope m
                    join measurement w on w.model_id = m.id and not w.counting
                ),
                latest as (
                    select distinct on (w.model_id, w.benchmark_id, w.verified, w.harness, w.source)
                           w.model_id, w.benchmark_id, w.verified, w.harness, w.source, w.raw, w.measured_on, w.measured_precision
                    from several s
                    join measurement w on w.model_id = s.model_id and w.benchmark_id = s.benchmark_id
                    order by w.model_id, w.benchmark_id, w.verified, w.harness, w.source, w.measured_on desc nulls last, w.raw
                )
                select distinct on (l.model_id, l.benchmark_id) l.model_id as model, l.benchmark_id as fact,
                       json_build_object(
                           'unit', b.unit, 'verified', l.verified, 'harness', l.harness, 'least', min(l.raw), 'greatest', max(l.raw),
                           'measurements', json_agg(
                               json_build_object('raw', l.raw, 'source', l.source, 'date', %s) order by l.raw, l.source)) as grounds
                from latest l
                join benchmark b on b.id = l.benchmark_id
                where not starts_with(b.unit, 'usd_')
                group by l.model_id, l.benchmark_id, l.verified, l.harness, b.unit
                having max(l.raw) > min(l.raw) * 1.05
                order by l.model_id, l.benchmark_id, l.verified desc, l.harness nulls first
                """.formatted(new PartialDateSql("l.measured_on", "l.measured_precision").json()));
    }

    @Override
    public String detail(Evidence grounds) {
        String kind = grounds.values().path("verified").asBoolean() ? "verified" : "self-reported";
        return "Sources that are alike, " + kind + ", give from " + grounds.number("least") + " to "
                + grounds.number("greatest") + " " + grounds.text("unit") + ".";
    }
}
