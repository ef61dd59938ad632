package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** The lifecycle of a model has no source. */
@Singleton
class LifecycleWithoutSource extends Rule {

    LifecycleWithoutSource() {
        super(
                "lifecycle_without_source",
                Severity.INFO,
                "The lifecycle is known, but no source is recorded for it, so it cannot be checked.",
                """
                select m.id as model, 'lifecycle' as fact, json_build_object('lifecycle', m.lifecycle) as evidence
                from scope m
                where m.lifecycle is not null
                  and not exists (
                      select 1 from model_source s
                      where s.model_id = m.id and s.fact = 'lifecycle' and s.source is not null)
                """);
    }

    @Override
    public String detail(Evidence evidence) {
        return "The lifecycle " + evidence.text("lifecycle") + " has no source.";
    }
}
