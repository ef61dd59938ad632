package org.modeltree.quality.rules.offering;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.modeltree.quality.rules.CurrentSql;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.PartialDateSql;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** An offering that has ended still has a price. */
@Singleton
class EndedOfferingPriced extends Rule {

    private static final PartialDateSql ENDED = PartialDateSql.of("o.retired");

    private final Clock clock;

    EndedOfferingPriced(Clock clock) {
        super(
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
        this.clock = clock;
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("today", LocalDate.now(clock));
    }

    @Override
    public String detail(Evidence evidence) {
        return "The offering's end date is " + evidence.date("retiredDate") + ", but "
                + evidence.count("prices", "price still applies", "prices still apply") + ".";
    }
}
