package org.modeltree.quality.rules.offering;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.quality.rules.CurrentSql;
import org.modeltree.quality.rules.DatedRule;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Severity;

/** An offering that has ended still has a price. */
@Singleton
class EndedOfferingPriced extends DatedRule {

    private static final PartialDateSql ENDED = PartialDateSql.of("o.retired");

    EndedOfferingPriced(Clock clock) {
        super(
                clock,
                "ended_offering_priced",
                Severity.WARNING,
                "An offering has certainly ended, but one of its prices still applies.",
                """
                select o.model_id as model, 'offerings/' || o.provider_id || '/' || o.provider_model_id as fact,
                       json_build_object('retiredDate', %s, 'prices', count(*)) as evidence
                from scope m
                join offering o on o.model_id = m.id
                join price p on p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id
                where %s and o.last_seen is null and p.kind not in ('unknown') and %s
                group by o.model_id, o.provider_id, o.provider_model_id
                """.formatted(ENDED.json(), ENDED.reached(), CurrentSql.PRICE));
    }

    @Override
    public String detail(Evidence evidence) {
        return "The offering's end date is " + evidence.date("retiredDate") + ", but "
                + evidence.count("prices", "price still applies", "prices still apply") + ".";
    }
}
