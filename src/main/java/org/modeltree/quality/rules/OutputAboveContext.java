package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** A model writes more than it can hold. */
@Singleton
class OutputAboveContext extends Rule {

    OutputAboveContext() {
        super(
                "output_above_context",
                Severity.ERROR,
                "The output limit is above the context window, of which the output is a part.",
                """
                select m.id as model, 'max-output' as fact,
                       json_build_object('maxOutput', o.raw, 'contextWindow', c.raw, 'unit', 'tokens') as grounds
                from scope m
                join measurement o on o.model_id = m.id and o.benchmark_id = 'max-output' and o.counting
                join measurement c on c.model_id = m.id and c.benchmark_id = 'context-window' and c.counting
                where o.raw > c.raw
                """);
    }

    @Override
    public String detail(Evidence grounds) {
        return "The model is said to write up to " + grounds.number("maxOutput") + " tokens in a context window of "
                + grounds.number("contextWindow") + ".";
    }
}
