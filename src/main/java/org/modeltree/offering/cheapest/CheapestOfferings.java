package org.modeltree.offering.cheapest;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.modeltree.catalog.query.Feature;
import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.offering.provider.PublisherServices;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.sql.Sql;

/** Finds the cheapest offerings of today. */
@UsesSql("one row for each of thousands of models")
@ApplicationScoped
public class CheapestOfferings {

    private static final String OWN = PublisherServices.rows("split_part(o.model_id, '/', 1)");

    private static final String PRICED =
            """
            select o.model_id, o.provider_id, o.provider_model_id, p.kind = 'free' as free, p.input, p.output,
                   o.provider_id in (select own.provider from (%s) own) as own,
                   coalesce(p.input, 0) * cast(:inputParts as numeric)
                       + coalesce(p.output, 0) * cast(:outputParts as numeric) as weighted
            from offering o
            cross join lateral (
                select f.kind, f.currency,
                       case f.kind when 'free' then 0
                           else coalesce(f.input_usd, cast(f.amounts ->> 'input' as numeric)) end as input,
                       case f.kind when 'free' then 0
                           else coalesce(f.output_usd, cast(f.amounts ->> 'output' as numeric)) end as output
                from price f
                where f.provider_id = o.provider_id and f.provider_model_id = o.provider_model_id
                  and f.kind in ('metered', 'free') and f.mode = 'standard' and f.min_context_tokens = 0
                  and f.time_window is null
                  and (f.valid_from is null or f.valid_from <= :today) and (f.valid_to is null or f.valid_to > :today)
            ) p
            where (o.last_seen is null or o.last_seen > :today)
              and (%s) is not true
              and (p.kind = 'free' or p.currency = :currency)
              and (p.input is not null or cast(:inputParts as numeric) = 0)
              and (p.output is not null or cast(:outputParts as numeric) = 0)""".formatted(OWN, PartialDateSql.of("o.retired").reached());

    private final Sql sql;
    private final Clock clock;

    CheapestOfferings(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * What an offering must have. Null means any.
     *
     * @param providers ids of providers, any of them
     * @param contextTokens smallest context window; an offering whose own one is unknown has that of the model
     * @param supports keys of features, none of which the offering says that it lacks
     */
    public record Needs(List<String> providers, Long contextTokens, List<String> supports) {}

    /**
     * The cheapest offering of each model that has one with a price of today, by model: in the standard mode, for short
     * prompts and at any time of the week. Of several that cost the same, one of the
     * publisher comes first; other ties are sorted by provider and the provider's id.
     *
     * @param freeCounts whether free offerings are compared with others; if not, a model has one only if it has no other
     */
    @InSnapshot
    public Map<String, CheapestOffering> of(
            Collection<String> modelIds, PriceMix mix, Needs needs, boolean freeCounts) {
        Map<String, CheapestOffering> cheapest = new HashMap<>();
        if (modelIds.isEmpty()) {
            return cheapest;
        }
        Priced priced = priced(mix, needs);
        sql.query("""
                        select distinct on (c.model_id)
                               c.model_id, c.free, c.input, c.output, c.weighted, c.provider_id,
                               coalesce(s.name, c.provider_id), s.url, c.provider_model_id
                        from (%s) c
                        left join provider s on s.id = c.provider_id
                        where c.model_id = any(cast(:models as text[]))
                        order by c.model_id, (c.free and not :freeCounts), c.weighted, not c.own, c.provider_id, c.provider_model_id
                        """.formatted(priced.sql()), CheapestOffering.class)
                .with(priced.parameters())
                .with("models", modelIds.toArray(String[]::new))
                .with("freeCounts", freeCounts)
                .list()
                .forEach(row -> cheapest.put(row.modelId(), row));
        return cheapest;
    }

    /**
     * Query of offerings with their prices.
     *
     * @param sql query with named parameters, to be put into another one
     * @param parameters values by name
     */
    public record Priced(String sql, Map<String, Object> parameters) {}

    /**
     * The offerings of all models that have a price of today, in the standard mode, for short prompts and at any time of the
     * week: {@code model_id}, {@code provider_id}, {@code provider_model_id}, {@code free}, {@code input}, {@code output},
     * {@code weighted} as in {@link CheapestOffering}, and whether it is the publisher's {@code own}. Prices of a mode, tier
     * and window do not overlap in time, so an offering has one row at most.
     */
    public Priced priced(PriceMix mix, Needs needs) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("inputParts", mix.input());
        parameters.put("outputParts", mix.output());
        parameters.put("currency", mix.currency());
        parameters.put("today", LocalDate.now(clock));
        StringBuilder further = new StringBuilder();
        if (needs.providers() != null) {
            further.append("\n  and o.provider_id in (:providers)");
            parameters.put("providers", needs.providers());
        }
        if (needs.contextTokens() != null) {
            further.append("\n  and coalesce(o.context_window, :contextTokens) >= :contextTokens");
            parameters.put("contextTokens", needs.contextTokens());
        }
        if (needs.supports() != null) {
            further.append("\n  and not coalesce(o.lacks && string_to_array(:features, ','), false)");
            parameters.put("features", words(needs.supports()));
        }
        return new Priced(PRICED + further, parameters);
    }

    /** Features as the database names them, separated by commas. */
    private static String words(List<String> features) {
        return features.stream()
                .flatMap(key -> Feature.ofKey(key).stream())
                .map(Feature::word)
                .collect(Collectors.joining(","));
    }

    /** An amount without trailing zeros, so that equal amounts have equal texts. */
    public static String plain(BigDecimal amount) {
        return amount == null ? null : amount.stripTrailingZeros().toPlainString();
    }
}
