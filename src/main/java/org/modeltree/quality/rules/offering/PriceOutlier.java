package org.modeltree.quality.rules.offering;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import org.modeltree.quality.rules.CurrentSql;
import org.modeltree.quality.rules.DatedRule;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.QualitySettings;
import org.modeltree.quality.rules.Severity;

/** A price is far from that of the model’s other offerings. */
@Singleton
class PriceOutlier extends DatedRule {

    private final int factor;

    PriceOutlier(Clock clock, QualitySettings settings) {
        super(
                clock,
                "price_outlier",
                Severity.WARNING,
                "A current input or output price in US dollars differs from the median of the model’s other offerings by a factor "
                        + "of modeltree.quality.price-outlier-factor or more. It is probably a price per token or "
                        + "per 1,000 tokens.",
                """
                -- Cheap first filter: prices, old ones and all tiers included, that are closer together than this have no outlier.
                with apart as (
                    select f.model_id
                    from scope m
                    join (
                        select o.model_id from offering o
                        join price p on p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id
                        where p.kind = 'metered' and p.mode = 'standard'
                        group by o.model_id
                        having max(p.input_usd) >= :factor * min(nullif(p.input_usd, 0))
                            or max(p.output_usd) >= :factor * min(nullif(p.output_usd, 0))
                    ) f on f.model_id = m.id
                ),
                -- The first tier of each offering's standard price. An amount of 0 is no price to compare.
                base as (
                    select distinct on (p.provider_id, p.provider_model_id)
                           o.model_id, p.provider_id, p.provider_model_id, p.position,
                           nullif(p.input_usd, 0) as input_usd, nullif(p.output_usd, 0) as output_usd
                    from apart a
                    join offering o on o.model_id = a.model_id
                    join price p on p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id
                    where p.kind = 'metered' and p.mode = 'standard' and p.currency = 'USD' and p.time_window is null
                      and %s and %s
                    order by p.provider_id, p.provider_model_id, p.min_context_tokens
                ),
                amount as (
                    select b.model_id, a.kind, a.usd,
                           'offerings/' || b.provider_id || '/' || b.provider_model_id || '/prices/' || (b.position - 1) || '/' || a.kind
                               as fact
                    from base b cross join lateral (values ('input', b.input_usd), ('output', b.output_usd)) a (kind, usd)
                    where a.usd is not null
                ),
                peers as (
                    select a.model_id, a.kind, count(*) as n, array_agg(a.usd order by a.usd, a.fact) as usd,
                           array_agg(a.fact order by a.usd, a.fact) as facts
                    from amount a
                    group by a.model_id, a.kind
                    having count(*) > 1
                )
                select f.model_id as model, one.fact,
                       json_build_object(
                           'price', f.kind, 'amount', cast(trim_scale(one.usd) as text),
                           'median', cast(other.median as text), 'others', f.n - 1, 'unit', 'usd_per_1m_tokens') as evidence
                from peers f
                cross join lateral unnest(f.usd, f.facts) with ordinality one (usd, fact, place)
                -- The offering itself is left out, so the places after it move up by one.
                cross join lateral (values (f.n / 2, (f.n - 1) / 2 + 1)) middle (low, high)
                cross join lateral (values (
                    f.usd[middle.low + case when middle.low >= one.place then 1 else 0 end],
                    f.usd[middle.high + case when middle.high >= one.place then 1 else 0 end])) peer (low, high)
                cross join lateral (values (trim_scale((peer.low + peer.high) / 2.0))) other (median)
                -- The mean of two middle values grows with a huge one; only the lower bound may compare with the smaller.
                where one.usd >= :factor * other.median or one.usd * :factor <= peer.low
                """.formatted(CurrentSql.OFFERING, CurrentSql.PRICE));
        this.factor = settings.priceOutlierFactor();
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("today", today(), "factor", factor);
    }

    @Override
    public String detail(Evidence evidence) {
        return "The " + evidence.text("price") + " price is " + evidence.text("amount")
                + " USD per 1M tokens; the median of " + evidence.count("others", "other offering", "other offerings")
                + " is " + evidence.text("median") + " USD.";
    }
}
