package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** The output limit of a model equals its context window. */
@Singleton
class OutputEqualsContext extends Rule {

    OutputEqualsContext() {
        super(
                "output_equals_context",
                Severity.WARNING,
                "The output limit equals the context window. A catalog has probably repeated the window because it does not "
                        + "know the limit.",
                """
                select m.id as model, 'max-output' as fact,
                       json_build_object('maxOutput', o.raw, 'unit', 'tokens', 'source', o.source, 'contextWindowSource', c.source)
                           as evidence
                from scope m
                join measurement o on o.model_id = m.id and o.benchmark_id = 'max-output' and o.counting
                join measurement c on c.model_id = m.id and c.benchmark_id = 'context-window' and c.counting
                where o.raw = c.raw
                """);
    }

    @Override
    public String detail(Evidence evidence) {
        return "The output limit and the context window are both " + evidence.number("maxOutput") + " tokens.";
    }
}
