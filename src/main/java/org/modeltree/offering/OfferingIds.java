package org.modeltree.offering;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Finds offerings by the ids that their providers use. */
@ApplicationScoped
public class OfferingIds {

    private final Offerings offerings;

    OfferingIds(Offerings offerings) {
        this.offerings = offerings;
    }

    /**
     * The model that a provider serves under an id of its own.
     *
     * @param model id of the model
     * @param provider id of the provider
     * @param providerModelId the provider's id of the model, as the provider spells it
     */
    public record OfferedModel(String model, String provider, String providerModelId) {

        private static OfferedModel of(Offering offering) {
            return new OfferedModel(offering.modelId, offering.providerId, offering.providerModelId);
        }
    }

    /**
     * What any provider serves under an id, by provider.
     *
     * @param key the id in lower case
     */
    public List<OfferedModel> find(String key) {
        return offerings.named(key).stream().map(OfferedModel::of).toList();
    }

    /**
     * What one provider serves under an id.
     *
     * @param key the id in lower case
     */
    public List<OfferedModel> find(String provider, String key) {
        return offerings.named(provider, key).stream().map(OfferedModel::of).toList();
    }
}
