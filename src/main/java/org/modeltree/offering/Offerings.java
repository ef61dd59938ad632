package org.modeltree.offering;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.catalog.ModelColumn;

/** Repository of offerings; contributes their terms to the facts of a model. */
@ApplicationScoped
class Offerings implements PanacheRepositoryBase<Offering, Offering.Key>, ModelColumn<List<OfferingService.Terms>> {

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

    /** The terms of each offering: its provider, its end, whether its catalog still lists it, and the periods of its prices. */
    @Override
    public String json() {
        return """
                (select json_agg(json_build_object(
                    'provider', o.provider_id,
                    'retired', o.retired_date,
                    'gone', o.last_seen is not null,
                    'prices', (
                        select coalesce(json_agg(json_build_object(
                            'kind', p.kind, 'from', p.valid_from, 'to', p.valid_to)), '[]')
                        from price p
                        where p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id)))
                 from offering o where o.model_id = m.id)""";
    }

    /**
     * Offerings of models, by provider and the provider's id of the model. Prices are sorted: the standard mode first,
     * then by mode, tier and first day.
     */
    List<Priced> ofModels(Collection<String> modelIds) {
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

    /** Offerings with an id, ignoring case, by provider. */
    List<Offering> named(String key) {
        return list("providerModelKey = ?1 order by providerId, providerModelId", key);
    }

    /** Offerings of one provider with an id, ignoring case. */
    List<Offering> named(String providerId, String key) {
        return list("providerModelKey = ?1 and providerId = ?2 order by providerModelId", key, providerId);
    }
}
