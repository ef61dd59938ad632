package org.modeltree.offering;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** Reads offerings. */
@ApplicationScoped
class Offerings implements PanacheRepositoryBase<Offering, Offering.Key> {

    /** Offerings of models, by provider and the provider's id. */
    List<Offering> ofModels(Collection<String> modelIds) {
        return list("modelId in ?1 order by modelId, providerId, providerModelId", modelIds);
    }

    /** Offerings that a provider's own id names, without regard to case, by provider. */
    List<Offering> named(String key) {
        return list("providerModelKey = ?1 order by providerId, providerModelId", key);
    }

    /** Offerings of one provider that its own id names, without regard to case. */
    List<Offering> named(String providerId, String key) {
        return list("providerModelKey = ?1 and providerId = ?2 order by providerModelId", key, providerId);
    }
}
