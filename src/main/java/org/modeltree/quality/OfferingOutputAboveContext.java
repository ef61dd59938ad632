package org.modeltree.quality;

import jakarta.inject.Singleton;

/** An offering lets a model write more than it lets it hold. */
@Singleton
class OfferingOutputAboveContext extends Rule {

    OfferingOutputAboveContext() {
        super(
                "offering_output_above_context",
                Severity.ERROR,
                "An offering’s own output limit is above its own context window, of which the output " + "is a part.",
                """
                select o.model_id as model, 'offerings/' || o.provider_id || '/' || o.provider_model_id as fact,
                       json_build_object(
                           'maxOutput', o.max_output, 'contextWindow', o.context_window, 'unit', 'tokens',
                           'source', o.source) as grounds
                from scope m
                join offering o on o.model_id = m.id
                where o.max_output > o.context_window
                """);
    }

    @Override
    String detail(Grounds grounds) {
        return "The offering lets the model write up to " + grounds.number("maxOutput")
                + " tokens in a context window of " + grounds.number("contextWindow") + ".";
    }
}
