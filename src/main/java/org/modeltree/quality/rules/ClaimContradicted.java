package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** A card claims an ability that the counting measurement contradicts. */
@Singleton
class ClaimContradicted extends Rule {

    ClaimContradicted() {
        super(
                "claim_contradicted",
                Severity.ERROR,
                "A claim on the card requires a value of a capability that the counting measurement does not reach.",
                """
                select c.model_id as model, 'card/coreCapabilities/' || (c.position - 1) as fact,
                       json_build_object(
                           'claim', c.claim_id, 'label', c.label_en, 'capability', k.id, 'unit', b.unit,
                           'required', c.requires_raw, 'better', case when k.scale_floor > k.scale_ceiling then 'lower' else 'higher' end,
                           'measured', w.raw, 'source', w.source) as evidence
                from scope m
                join card_claim c on c.model_id = m.id
                join capability k on k.id = c.requires_capability
                join benchmark b on b.id = k.benchmark_id
                join measurement w on w.model_id = m.id and w.benchmark_id = k.benchmark_id and w.counting
                where case when k.scale_floor > k.scale_ceiling then w.raw > c.requires_raw else w.raw < c.requires_raw end
                """);
    }

    @Override
    public String detail(Evidence evidence) {
        String bound = "lower".equals(evidence.text("better")) ? "at most " : "at least ";
        return "The card claims \"" + evidence.text("label") + "\", which requires " + evidence.text("capability")
                + " of "
                + bound + evidence.number("required") + " " + evidence.text("unit") + ", but the measured value is "
                + evidence.number("measured") + ".";
    }
}
