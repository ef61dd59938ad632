package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** A value is given although its status says that it does not apply. */
@Singleton
class NotApplicableButKnown extends Rule {

    NotApplicableButKnown() {
        super(
                "not_applicable_but_known",
                Severity.ERROR,
                "A status says that a value does not apply to the model, but the value is given.",
                """
                select m.id as model, 'contextWindowStatus' as fact,
                       json_build_object('contextWindowStatus', m.context_window_status, 'contextWindow', w.raw, 'source', w.source) as evidence
                from scope m
                join measurement w on w.model_id = m.id and w.benchmark_id = 'context-window' and w.counting
                where m.context_window_status = 'not_applicable'
                union all
                select m.id, 'maxOutputStatus',
                       json_build_object('maxOutputStatus', m.max_output_status, 'maxOutput', w.raw, 'source', w.source)
                from scope m
                join measurement w on w.model_id = m.id and w.benchmark_id = 'max-output' and w.counting
                where m.max_output_status = 'not_applicable'
                union all
                select m.id, 'parametersStatus',
                       json_build_object('parametersStatus', m.parameters_status, 'parameters', m.parameters)
                from scope m
                where m.parameters_status = 'not_applicable' and m.parameters is not null
                """);
    }

    @Override
    public String detail(Evidence evidence) {
        String fact = evidence.has("contextWindow")
                ? "contextWindow"
                : evidence.has("maxOutput") ? "maxOutput" : "parameters";
        return fact + "Status is not_applicable, but " + fact + " is " + evidence.number(fact) + ".";
    }
}
