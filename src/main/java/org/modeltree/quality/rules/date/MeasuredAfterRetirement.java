package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** A measurement is dated after the retirement of its model. */
@Singleton
class MeasuredAfterRetirement extends Rule {

    private static final PartialDateSql MEASURED = new PartialDateSql("w.measured_on", "w.measured_precision");
    private static final PartialDateSql RETIRED = PartialDateSql.of("m.retired");

    MeasuredAfterRetirement() {
        super(
                "measured_after_retirement",
                Severity.WARNING,
                "A measurement is certainly dated after the model’s retirement. Models with open weights are excluded "
                        + "because anyone can run them, and token limits because they are read, not measured.",
                """
                select distinct on (w.model_id, w.benchmark_id) w.model_id as model, w.benchmark_id as fact,
                       json_build_object('measured', %s, 'retiredDate', %s, 'raw', w.raw, 'source', w.source) as evidence
                from scope m
                join measurement w on w.model_id = m.id
                join benchmark b on b.id = w.benchmark_id
                where m.open_weights is not true and b.unit <> 'tokens' and %s
                order by w.model_id, w.benchmark_id, w.measured_on desc, w.source, w.raw
                """.formatted(MEASURED.json(), RETIRED.json(), RETIRED.before(MEASURED)));
    }

    @Override
    public String detail(Evidence evidence) {
        return "The measurement is dated " + evidence.date("measured") + ", after the retirement date "
                + evidence.date("retiredDate") + ".";
    }
}
