package org.modeltree.offering;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Finds offerings by the ids that their providers use for the models. */
@ApplicationScoped
public class OfferingIds {

    private final Offerings offerings;

    OfferingIds(Offerings offerings) {
        this.offerings = offerings;
    }

    /**
     * Model that a provider serves under an id of its own.
     *
     * @param model id of the model
     * @param provider id of the provider
     * @param providerModelId the provider's id of the model, in the provider's spelling
     */
    public record OfferedModel(String model, String provider, String providerModelId) {

        private static OfferedModel of(Offering offering) {
            return new OfferedModel(offering.modelId, offering.providerId, offering.providerModelId);
        }
    }

    /**
     * Models that any provider serves under an id, by provider.
     *
     * @param key the provider's id of the model, in lower case
     */
    public List<OfferedModel> find(String key) {
        return offerings.named(key).stream().map(OfferedModel::of).toList();
    }

    /**
     * Models that one provider serves under an id.
     *
     * @param provider id of the provider
     * @param key the provider's id of the model, in lower case
     */
    public List<OfferedModel> find(String provider, String key) {
        return offerings.named(provider, key).stream().map(OfferedModel::of).toList();
    }
}
