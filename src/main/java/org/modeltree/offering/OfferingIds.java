package org.modeltree.offering;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    public record OfferedModel(String model, String provider, String providerModelId) {}

    /**
     * Models that providers serve under ids, by given id and then by provider: the id as it is at any provider, or else the
     * part after its first slash at the provider before it. Of many offerings of one id, the first are read.
     */
    public Map<String, List<OfferedModel>> find(Collection<String> given) {
        Map<String, List<OfferedModel>> anywhere = new LinkedHashMap<>();
        Map<String, List<OfferedModel>> atProvider = new LinkedHashMap<>();
        for (Offerings.Served row : offerings.served(given)) {
            (row.atProvider() ? atProvider : anywhere)
                    .computeIfAbsent(row.given(), id -> new ArrayList<>())
                    .add(new OfferedModel(row.model(), row.provider(), row.providerModelId()));
        }
        atProvider.forEach(anywhere::putIfAbsent);
        return anywhere;
    }
}
