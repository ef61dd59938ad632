package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** A retired model has no retirement date. */
@Singleton
class RetiredWithoutDate extends Rule {

    RetiredWithoutDate() {
        super("retired_without_date", Severity.INFO, "The model is retired, but its retirement date is unknown.", """
                select m.id as model, 'retiredDate' as fact, json_build_object('lifecycle', m.lifecycle) as evidence
                from scope m
                where m.lifecycle = 'retired' and m.retired_date is null
                """);
    }

    @Override
    public String detail(Evidence evidence) {
        return "The model is retired, but has no retirement date.";
    }
}
