package org.modeltree.quality.rules;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;

/** An offering’s context is another order of magnitude than its peers. */
@Singleton
class ContextOutlier extends Rule {
    private final Clock clock;

    ContextOutlier(Clock clock) {
        super(
                "context_outlier",
                Severity.WARNING,
                "An offering’s context window is a hundred times the median of the model’s other "
                        + "offerings, or a hundredth of it: most often a number that stands for something else.",
                """
                -- Whose offerings, ended ones included, are not that far apart has no outlier among them.
                with apart as (
                    select f.model_id
                    from scope m
                    join (
                        select o.model_id from offering o
                        group by o.model_id
                        having max(o.context_window) >= 100 * min(o.context_window)
                    ) f on f.model_id = m.id
                ),
                field as (
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
                           'contextWindow', one.tokens, 'median', peers.median, 'others', f.n - 1, 'unit', 'tokens') as grounds
                from field f
                cross join lateral unnest(f.tokens, f.facts) with ordinality one (tokens, fact, place)
                -- Without the one itself, the places behind it move up by one.
                cross join lateral (values (f.n / 2, (f.n - 1) / 2 + 1)) middle (low, high)
                cross join lateral (values (
                    f.tokens[middle.low + case when middle.low >= one.place then 1 else 0 end],
                    f.tokens[middle.high + case when middle.high >= one.place then 1 else 0 end])) peer (low, high)
                cross join lateral (values (trim_scale((peer.low + peer.high) / 2.0))) peers (median)
                -- Of two in the middle a huge one makes the median huge, and must not make an outlier of the other's likes.
                where one.tokens >= 100 * peers.median or one.tokens * 100 <= peer.low
                """.formatted(CurrentSql.OFFERING));
        this.clock = clock;
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("today", LocalDate.now(clock));
    }

    @Override
    public String detail(Evidence grounds) {
        return "The offered context window of " + grounds.number("contextWindow")
                + " tokens is far from the median of " + grounds.count("others", "other offering", "other offerings")
                + ", " + grounds.number("median") + ".";
    }
}
