package org.modeltree.quality.rules.offering;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.modeltree.quality.rules.CurrentSql;
import org.modeltree.quality.rules.DatedRule;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Severity;

/** A closed model is called released, but nobody offers it. */
@Singleton
class ReleasedWithoutOffering extends DatedRule {

    ReleasedWithoutOffering(Clock clock) {
        super(
                clock,
                "released_without_offering",
                Severity.WARNING,
                "The lifecycle of a model without open weights is released, but it has no offering that has not ended and "
                        + "whose prices, if any, still apply. It is probably retired, or its offerings are missing.",
                """
                select m.id as model, 'lifecycle' as fact,
                       json_build_object(
                           'lifecycle', m.lifecycle, 'openWeights', m.open_weights,
                           'offerings', (select count(*) from offering o where o.model_id = m.id)) as evidence
                from scope m
                where m.lifecycle = 'released' and not m.open_weights
                  and not exists (
                      select 1
                      from offering o
                      left join price p on p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id
                      where o.model_id = m.id and %s and (p.position is null or %s))
                """.formatted(CurrentSql.OFFERING, CurrentSql.PRICE));
    }

    @Override
    public String detail(Evidence evidence) {
        return "The lifecycle is released, but "
                + (evidence.values().path("offerings").asLong() == 0
                        ? "the model has no offering."
                        : "no offering of the model is current.");
    }
}
