package org.modeltree.offering;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** Reads prices. */
@ApplicationScoped
class Prices implements PanacheRepositoryBase<Price, Price.Key> {

    /** Prices of the offerings of models: the standard mode first, then by mode, tier and first day. */
    List<Price> ofModels(Collection<String> modelIds) {
        return list(
                "select p from Price p, Offering o"
                        + " where o.providerId = p.providerId and o.providerModelId = p.providerModelId and o.modelId in ?1"
                        + " order by case when p.mode = 'standard' then 0 else 1 end, p.mode, p.minContextTokens,"
                        + " p.validFrom nulls first, p.position",
                modelIds);
    }
}
