package org.modeltree.quality.rules.offering;

import jakarta.inject.Singleton;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

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
    public String detail(Evidence grounds) {
        return "The offering lets the model write up to " + grounds.number("maxOutput")
                + " tokens in a context window of " + grounds.number("contextWindow") + ".";
    }
}
