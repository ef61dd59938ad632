package org.modeltree.offering;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.modeltree.catalog.ModelColumn;
import org.modeltree.catalog.query.SearchText;

/** Repository of offerings; contributes their terms to the facts of a model. */
@ApplicationScoped
class Offerings implements PanacheRepositoryBase<Offering, Offering.Key>, ModelColumn<List<OfferingService.Terms>> {

    /** Each part reads the index of provider ids; the limit bounds ids that many providers use. */
    private static final String SERVED = """
            select asked.id as given, o.at_provider, o.model_id, o.provider_id, o.provider_model_id
            from unnest(cast(:ids as text[]), cast(:keys as text[])) as asked (id, key)
            cross join lateral (
                (select false as at_provider, s.model_id, s.provider_id, s.provider_model_id
                 from offering s
                 where s.provider_model_key = asked.key collate "C"
                 order by s.provider_id, s.provider_model_id
                 limit 200)
                union all
                (select true, s.model_id, s.provider_id, s.provider_model_id
                 from offering s
                 where strpos(asked.key, '/') > 0
                   and s.provider_model_key = substr(asked.key, strpos(asked.key, '/') + 1) collate "C"
                   and s.provider_id = split_part(asked.key, '/', 1) collate "C"
                 order by s.provider_model_id
                 limit 200)
            ) o
            order by asked.id, o.provider_id, o.provider_model_id
            """;

    /** An offering with its prices. */
    record Priced(Offering offering, List<Price> prices) {}

    /** An offering with one of its prices; null if it has none. */
    record Row(Offering offering, Price price) {}

    @Override
    public String name() {
        return "offerings";
    }

    @Override
    public TypeReference<List<OfferingService.Terms>> type() {
        return new TypeReference<>() {};
    }

    /**
     * The terms of each offering: its ids, its source, its end, whether its catalog still lists it, and the periods of its
     * prices with the units that they charge for.
     */
    @Override
    public String json() {
        return """
                (select json_agg(json_build_object(
                    'provider', o.provider_id,
                    'id', o.provider_model_id,
                    'source', o.source,
                    'retired', o.retired_date,
                    'precision', o.retired_precision,
                    'gone', o.last_seen is not null,
                    'prices', (
                        select coalesce(json_agg(json_build_object(
                            'kind', p.kind, 'from', p.valid_from, 'to', p.valid_to,
                            'billed', (
                                select coalesce(json_agg(amount.key), '[]')
                                from jsonb_each_text(p.amounts || jsonb_build_object(
                                    'input', p.input_usd, 'output', p.output_usd,
                                    'cacheRead', p.cache_read_usd, 'cacheWrite', p.cache_write_usd)) amount
                                where cast(amount.value as numeric) > 0))), '[]')
                        from price p
                        where p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id))
                    order by o.provider_id, o.provider_model_id)
                 from offering o where o.model_id = m.id)""";
    }

    /**
     * Offerings of models, by provider and the provider's id of the model. Prices are sorted: the standard mode first,
     * then by mode, tier and first day.
     */
    List<Priced> ofModels(Collection<String> modelIds) {
        if (modelIds.isEmpty()) {
            return List.of();
        }
        Map<Offering, List<Price>> prices = new LinkedHashMap<>();
        getEntityManager()
                .createQuery(
                        "select o, p from Offering o left join Price p"
                                + " on p.providerId = o.providerId and p.providerModelId = o.providerModelId"
                                + " where o.modelId in ?1 order by o.modelId, o.providerId, o.providerModelId,"
                                + " case when p.mode = 'standard' then 0 else 1 end, p.mode, p.minContextTokens,"
                                + " p.validFrom nulls first, p.position",
                        Row.class)
                .setParameter(1, modelIds)
                .getResultList()
                .forEach(row -> {
                    List<Price> ofOffering = prices.computeIfAbsent(row.offering(), offering -> new ArrayList<>());
                    if (row.price() != null) {
                        ofOffering.add(row.price());
                    }
                });
        return prices.entrySet().stream()
                .map(entry -> new Priced(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Offerings of one provider with an id, ignoring case. */
    List<Offering> named(String providerId, String key) {
        return list("providerModelKey = ?1 and providerId = ?2 order by providerModelId", key, providerId);
    }

    /**
     * An offering with an asked id.
     *
     * @param given the asked id
     * @param atProvider whether the id begins with the provider
     */
    record Served(String given, boolean atProvider, String model, String provider, String providerModelId) {}

    /** Offerings with these ids, alone or after their provider, ignoring case, by provider. */
    List<Served> served(Collection<String> given) {
        List<String> ids = List.copyOf(given);
        List<String> keys = ids.stream().map(SearchText::idKey).toList();
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery(SERVED, Served.class)
                .setParameter("ids", ids.toArray(String[]::new))
                .setParameter("keys", keys.toArray(String[]::new))
                .getResultList();
    }
}
