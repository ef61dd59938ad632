package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** Nobody said how much a model takes in. */
@Singleton
class NoContext extends Rule {

    NoContext() {
        super("no_context", Severity.INFO, "There is no context window, and no reason why not.", """
                select m.id as model, 'context-window' as fact, json_build_object('contextWindowStatus', m.context_window_status) as grounds
                from scope m
                where m.context_window_status = 'unknown'
                  and not exists (
                      select 1 from measurement w where w.model_id = m.id and w.benchmark_id = 'context-window' and w.counting)
                """);
    }

    @Override
    public String detail(Evidence grounds) {
        return "How much the model takes in at once is not known.";
    }
}
