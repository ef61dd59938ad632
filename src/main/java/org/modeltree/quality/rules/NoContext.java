package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** The context window of a model is unknown. */
@Singleton
class NoContext extends Rule {

    NoContext() {
        super(
                "no_context",
                Severity.INFO,
                "The context window is unknown, and the model’s status does not say why.",
                """
                select m.id as model, 'context-window' as fact, json_build_object('contextWindowStatus', m.context_window_status) as evidence
                from scope m
                where m.context_window_status = 'unknown'
                  and not exists (
                      select 1 from measurement w where w.model_id = m.id and w.benchmark_id = 'context-window' and w.counting)
                """);
    }

    @Override
    public String detail(Evidence evidence) {
        return "The model's context window is unknown.";
    }
}
