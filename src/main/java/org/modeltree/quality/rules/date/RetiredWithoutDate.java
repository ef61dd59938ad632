package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** Nobody knows since when a model is gone. */
@Singleton
class RetiredWithoutDate extends Rule {

    RetiredWithoutDate() {
        super(
                "retired_without_date",
                Severity.INFO,
                "The model is retired, and there is no date from which on it is.",
                """
                select m.id as model, 'retiredDate' as fact, json_build_object('lifecycle', m.lifecycle) as grounds
                from scope m
                where m.lifecycle = 'retired' and m.retired_date is null
                """);
    }

    @Override
    public String detail(Evidence grounds) {
        return "The model is retired; since when is not known.";
    }
}
