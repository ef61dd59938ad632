package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** A card does not say whether the model is available in a product or for enterprises. */
@Singleton
class AvailabilityUnknown extends Rule {

    AvailabilityUnknown() {
        super(
                "availability_unknown",
                Severity.INFO,
                "A card does not say whether the model is available in a product or for enterprises. No fact implies it, so "
                        + "pages show it as unknown.",
                """
                select m.id as model, 'card/availability/' || a.part as fact, json_build_object('part', a.part) as evidence
                from scope m
                join card c on c.model_id = m.id
                cross join lateral (values ('product', c.product), ('enterprise', c.enterprise)) a (part, status)
                where coalesce(a.status, 'unknown') = 'unknown'
                """);
    }

    @Override
    public String detail(Evidence evidence) {
        return "The card does not state the " + evidence.text("part") + " availability.";
    }
}
