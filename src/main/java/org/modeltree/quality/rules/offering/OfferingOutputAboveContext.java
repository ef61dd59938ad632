package org.modeltree.quality.rules.offering;

import jakarta.inject.Singleton;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** The output limit of an offering is above its context window. */
@Singleton
class OfferingOutputAboveContext extends Rule {

    OfferingOutputAboveContext() {
        super(
                "offering_output_above_context",
                Severity.ERROR,
                "An offering’s output limit is above its own context window, although output counts towards the "
                        + "context.",
                """
                select o.model_id as model, 'offerings/' || o.provider_id || '/' || o.provider_model_id as fact,
                       json_build_object(
                           'maxOutput', o.max_output, 'contextWindow', o.context_window, 'unit', 'tokens',
                           'source', o.source) as evidence
                from scope m
                join offering o on o.model_id = m.id
                where o.max_output > o.context_window and o.last_seen is null
                """);
    }

    @Override
    public String detail(Evidence evidence) {
        return "The offering's output limit is " + evidence.number("maxOutput")
                + " tokens, but its context window is only " + evidence.number("contextWindow") + ".";
    }
}
