package org.modeltree.quality.rules;

import jakarta.inject.Singleton;
import java.time.Clock;

/** The context window of an offering is far from that of the model’s other offerings. */
@Singleton
class ContextOutlier extends DatedRule {
    ContextOutlier(Clock clock) {
        super(
                clock,
                "context_outlier",
                Severity.WARNING,
                "An offering’s context window is at least 100 times the median of the model’s other offerings, or at "
                        + "most a hundredth of it. The number is probably in another unit.",
                """
                -- Cheap first filter: offerings, ended ones included, that are closer together than this have no outlier.
                with apart as (
                    select f.model_id
                    from scope m
                    join (
                        select o.model_id from offering o
                        group by o.model_id
                        having max(o.context_window) >= 100 * min(o.context_window)
                    ) f on f.model_id = m.id
                ),
                peers as (
                    select o.model_id, count(*) as n, array_agg(o.context_window order by o.context_window, path.fact) as tokens,
                           array_agg(path.fact order by o.context_window, path.fact) as facts
                    from apart a
                    join offering o on o.model_id = a.model_id
                    cross join lateral (values ('offerings/' || o.provider_id || '/' || o.provider_model_id)) path (fact)
                    where o.context_window is not null and %s
                    group by o.model_id
                    having count(*) > 1
                )
                select f.model_id as model, one.fact,
                       json_build_object(
                           'contextWindow', one.tokens, 'median', other.median, 'others', f.n - 1, 'unit', 'tokens') as evidence
                from peers f
                cross join lateral unnest(f.tokens, f.facts) with ordinality one (tokens, fact, place)
                -- The offering itself is left out, so the places after it move up by one.
                cross join lateral (values (f.n / 2, (f.n - 1) / 2 + 1)) middle (low, high)
                cross join lateral (values (
                    f.tokens[middle.low + case when middle.low >= one.place then 1 else 0 end],
                    f.tokens[middle.high + case when middle.high >= one.place then 1 else 0 end])) peer (low, high)
                cross join lateral (values (trim_scale((peer.low + peer.high) / 2.0))) other (median)
                -- The mean of two middle values grows with a huge one; only the lower bound may compare with the smaller.
                where one.tokens >= 100 * other.median or one.tokens * 100 <= peer.low
                """.formatted(CurrentSql.OFFERING));
    }

    @Override
    public String detail(Evidence evidence) {
        return "The offering's context window is " + evidence.number("contextWindow") + " tokens; the median of "
                + evidence.count("others", "other offering", "other offerings") + " is " + evidence.number("median")
                + ".";
    }
}
