package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** A model’s own facts have no source. */
@Singleton
class NoSource extends Rule {

    NoSource() {
        super("no_source", Severity.INFO, "No source is recorded for any of the model’s own facts.", """
                select m.id as model, 'sources' as fact, json_build_object('sources', 0) as evidence
                from scope m
                where not exists (select 1 from model_source s where s.model_id = m.id and s.source is not null)
                """);
    }

    @Override
    public String detail(Evidence evidence) {
        return "None of the model's own facts has a source.";
    }
}
