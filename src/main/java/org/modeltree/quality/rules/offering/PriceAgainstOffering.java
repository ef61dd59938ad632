package org.modeltree.quality.rules.offering;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.modeltree.offering.provider.PublisherServices;
import org.modeltree.quality.rules.CurrentSql;
import org.modeltree.quality.rules.DatedRule;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Severity;

/** A stored price contradicts the publisher's current offering. */
@Singleton
class PriceAgainstOffering extends DatedRule {

    PriceAgainstOffering(Clock clock) {
        super(
                clock,
                "price_against_offering",
                Severity.ERROR,
                "The measurement of input-price or output-price that counts differs from today’s price of the publisher’s "
                        + "own offering, so the price scores are wrong.",
                """
                select m.id as model, w.benchmark_id as fact,
                       json_build_object(
                           'unit', b.unit, 'measured', w.raw, 'source', w.source, 'origin', w.origin,
                           'offered', cast(trim_scale(f.usd) as text),
                           'offering', 'offerings/' || f.provider_id || '/' || f.provider_model_id, 'offeringSource', f.source)
                           as evidence
                from scope m
                join measurement w on w.model_id = m.id and w.benchmark_id in ('input-price', 'output-price') and w.counting
                join benchmark b on b.id = w.benchmark_id
                -- The same offering counts as for price scores.
                join lateral (
                    select a.usd, o.provider_id, o.provider_model_id, o.source
                    from (%s) own
                    join offering o on o.model_id = m.id and o.provider_id = own.provider
                    join price p on p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id
                    cross join lateral (values (
                        case w.benchmark_id when 'input-price' then p.input_usd else p.output_usd end)) a (usd)
                    where %s
                      and p.kind = 'metered' and p.mode = 'standard' and p.currency = 'USD' and p.min_context_tokens = 0
                      and p.time_window is null and %s
                    order by own.position, o.provider_model_key = split_part(m.id, '/', 2) desc,
                             o.source_date desc nulls last, length(o.provider_model_id), o.provider_model_id, p.position
                    limit 1
                ) f on f.usd > 0 and cast(f.usd as double precision) <> w.raw
                """.formatted(PublisherServices.rows("m.vendor_id"), CurrentSql.OFFERING, CurrentSql.PRICE));
    }

    @Override
    public String detail(Evidence evidence) {
        return "The measured price is " + evidence.number("measured") + " USD per 1M tokens, but "
                + evidence.text("offering") + " costs " + evidence.text("offered") + " USD.";
    }
}
