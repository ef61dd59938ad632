package org.modeltree.quality.rules.offering;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.modeltree.quality.rules.CurrentSql;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.QualitySettings;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** A price is another order of magnitude than its peers. */
@Singleton
class PriceOutlier extends Rule {

    private final Clock clock;
    private final int factor;

    PriceOutlier(Clock clock, QualitySettings settings) {
        super(
                "price_outlier",
                Severity.WARNING,
                "An input or output price in force is modeltree.quality.price-outlier-factor times "
                        + "the median of the model’s other offerings, or less than that part of it: most often "
                        + "a price per token or per thousand.",
                """
                -- Whose prices, old ones and all tiers included, are not that far apart has no outlier among them.
                with apart as (
                    select f.model_id
                    from scope m
                    join (
                        select o.model_id from offering o
                        join price p on p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id
                        where p.kind = 'metered' and p.mode = 'standard'
                        group by o.model_id
                        having max(p.input_usd) >= :factor * min(p.input_usd)
                            or max(p.output_usd) >= :factor * min(p.output_usd)
                    ) f on f.model_id = m.id
                ),
                -- The first tier of each offering's standard price.
                base as (
                    select distinct on (p.provider_id, p.provider_model_id)
                           o.model_id, p.provider_id, p.provider_model_id, p.position, p.input_usd, p.output_usd
                    from apart a
                    join offering o on o.model_id = a.model_id
                    join price p on p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id
                    where p.kind = 'metered' and p.mode = 'standard' and %s and %s
                    order by p.provider_id, p.provider_model_id, p.min_context_tokens
                ),
                amount as (
                    select b.model_id, a.kind, a.usd,
                           'offerings/' || b.provider_id || '/' || b.provider_model_id || '/prices/' || (b.position - 1) || '/' || a.kind
                               as fact
                    from base b cross join lateral (values ('input', b.input_usd), ('output', b.output_usd)) a (kind, usd)
                    where a.usd is not null
                ),
                field as (
                    select a.model_id, a.kind, count(*) as n, array_agg(a.usd order by a.usd, a.fact) as usd,
                           array_agg(a.fact order by a.usd, a.fact) as facts
                    from amount a
                    group by a.model_id, a.kind
                    having count(*) > 1
                )
                select f.model_id as model, one.fact,
                       json_build_object(
                           'price', f.kind, 'amount', cast(trim_scale(one.usd) as text),
                           'median', cast(peers.median as text), 'others', f.n - 1, 'unit', 'usd_per_1m_tokens') as grounds
                from field f
                cross join lateral unnest(f.usd, f.facts) with ordinality one (usd, fact, place)
                -- Without the one itself, the places behind it move up by one.
                cross join lateral (values (f.n / 2, (f.n - 1) / 2 + 1)) middle (low, high)
                cross join lateral (values (
                    f.usd[middle.low + case when middle.low >= one.place then 1 else 0 end],
                    f.usd[middle.high + case when middle.high >= one.place then 1 else 0 end])) peer (low, high)
                cross join lateral (values (trim_scale((peer.low + peer.high) / 2.0))) peers (median)
                -- Of two in the middle a huge one makes the median huge, and must not make an outlier of the other's likes.
                where one.usd >= :factor * peers.median or one.usd * :factor <= peer.low
                """.formatted(CurrentSql.OFFERING, CurrentSql.PRICE));
        this.clock = clock;
        this.factor = settings.priceOutlierFactor();
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("today", LocalDate.now(clock), "factor", factor);
    }

    @Override
    public String detail(Evidence grounds) {
        return "The " + grounds.text("price") + " price of " + grounds.text("amount")
                + " USD per 1M tokens is far from the median of "
                + grounds.count("others", "other offering", "other offerings") + ", " + grounds.text("median")
                + " USD.";
    }
}
