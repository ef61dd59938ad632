package org.modeltree.quality.rules.offering;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.modeltree.quality.rules.CurrentSql;
import org.modeltree.quality.rules.DatedRule;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Severity;

/** The context window of an offering is above that of the model. */
@Singleton
class OfferingContextAboveModel extends DatedRule {
    OfferingContextAboveModel(Clock clock) {
        super(
                clock,
                "offering_context_above_model",
                Severity.WARNING,
                "An offering’s context window is more than 5% above the model’s own. Smaller differences are "
                        + "allowed, because one of the two may count 1,024 tokens as 1K.",
                """
                select o.model_id as model, 'offerings/' || o.provider_id || '/' || o.provider_model_id as fact,
                       json_build_object(
                           'offered', o.context_window, 'contextWindow', c.raw, 'unit', 'tokens',
                           'source', o.source, 'contextWindowSource', c.source) as evidence
                from scope m
                join offering o on o.model_id = m.id
                join measurement c on c.model_id = m.id and c.benchmark_id = 'context-window' and c.counting
                where o.context_window > c.raw * 1.05 and %s
                """.formatted(CurrentSql.OFFERING));
    }

    @Override
    public String detail(Evidence evidence) {
        return "The offering's context window is " + evidence.number("offered") + " tokens, but the model's is only "
                + evidence.number("contextWindow") + ".";
    }
}
