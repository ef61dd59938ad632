package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** The output limit of a model is above its context window. */
@Singleton
class OutputAboveContext extends Rule {

    OutputAboveContext() {
        super(
                "output_above_context",
                Severity.ERROR,
                "The output limit is above the context window, although output counts towards the context.",
                """
                select m.id as model, 'max-output' as fact,
                       json_build_object('maxOutput', o.raw, 'contextWindow', c.raw, 'unit', 'tokens') as evidence
                from scope m
                join measurement o on o.model_id = m.id and o.benchmark_id = 'max-output' and o.counting
                join measurement c on c.model_id = m.id and c.benchmark_id = 'context-window' and c.counting
                where o.raw > c.raw
                """);
    }

    @Override
    public String detail(Evidence evidence) {
        return "The output limit is " + evidence.number("maxOutput") + " tokens, but the context window is only "
                + evidence.number("contextWindow") + ".";
    }
}
