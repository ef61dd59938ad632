package org.modeltree.quality.rules.offering;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.quality.rules.CurrentSql;
import org.modeltree.quality.rules.DatedRule;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Severity;

/** A retired model is still offered by providers other than its publisher. */
@Singleton
class RetiredButOffered extends DatedRule {

    private static final PartialDateSql RETIRED = PartialDateSql.of("m.retired");

    RetiredButOffered(Clock clock) {
        super(
                clock,
                "retired_but_offered",
                Severity.WARNING,
                "The model is retired and its weights are not open, but other providers have offerings that have not ended "
                        + "and whose prices, if any, still apply.",
                query("not " + CurrentSql.BY_PUBLISHER + " and m.open_weights is not true"));
    }

    /** Retired models with current offerings that meet a condition. */
    static String query(String condition) {
        return """
                select m.id as model, 'offerings' as fact,
                       json_build_object(
                           'lifecycle', m.lifecycle, 'retiredDate', %s,
                           'offerings', count(distinct path.fact), 'first', min(path.fact)) as evidence
                from scope m
                join offering o on o.model_id = m.id
                left join price p on p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id
                cross join lateral (values ('offerings/' || o.provider_id || '/' || o.provider_model_id)) path (fact)
                where %s and (m.lifecycle = 'retired' or %s) and %s and (p.position is null or %s)
                group by m.id, m.lifecycle, m.retired_date, m.retired_precision
                """.formatted(RETIRED.json(), condition, RETIRED.reached(), CurrentSql.OFFERING, CurrentSql.PRICE);
    }

    @Override
    public String detail(Evidence evidence) {
        return "The model is retired, but "
                + evidence.count("offerings", "offering of another provider has", "offerings of other providers have")
                + " not ended, for example " + evidence.text("first") + ".";
    }
}
