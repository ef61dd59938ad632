package org.modeltree.offering;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelInclude;
import org.modeltree.catalog.ModelPart;
import org.modeltree.http.Language;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;

/** Says who serves a model, and for how much. */
@ApplicationScoped
@InSnapshot
public class OfferingService implements ModelInclude {

    /** Kinds of prices, the one that says most about a model first. */
    private static final List<String> KINDS = List.of("metered", "subscription", "free", "dynamic", "unknown");

    private final Offerings offerings;
    private final Prices prices;
    private final ModelIds ids;
    private final Snapshot snapshot;
    private final Clock clock;

    OfferingService(Offerings offerings, Prices prices, ModelIds ids, Snapshot snapshot, Clock clock) {
        this.offerings = offerings;
        this.prices = prices;
        this.ids = ids;
        this.snapshot = snapshot;
        this.clock = clock;
    }

    /** All offerings of a model, by provider and the provider's id. */
    ModelPart<ListView<OfferingView>> offeringsOf(String id, RequestLink link) {
        long revision = ids.requireAt(id, "/offerings");
        return new ModelPart<>(
                revision,
                ListView.whole(
                        views(List.of(id)).get(id), link, snapshot.revision().orElseThrow()));
    }

    /** Whether anybody serves the model today. */
    public boolean isOffered(String modelId) {
        LocalDate today = LocalDate.now(clock);
        return offerings.ofModels(List.of(modelId)).stream()
                .anyMatch(offering -> offering.retiredDate == null || offering.retiredDate.isAfter(today));
    }

    /** How the model is paid for today: at its publisher if that says, else anywhere; empty where no price is known. */
    public Optional<String> pricingKindOf(String modelId) {
        LocalDate today = LocalDate.now(clock);
        List<Price> inForce = prices.ofModels(List.of(modelId)).stream()
                .filter(price -> price.inForce(today))
                .toList();
        String publisher = modelId.substring(0, modelId.indexOf('/'));
        List<Price> atPublisher = inForce.stream()
                .filter(price -> price.providerId.equals(publisher))
                .toList();
        return KINDS.stream()
                .filter(kind -> (atPublisher.isEmpty() ? inForce : atPublisher)
                        .stream().anyMatch(price -> price.kind.equals(kind)))
                .findFirst();
    }

    @Override
    public String name() {
        return "offerings";
    }

    @Override
    public Map<String, Object> of(List<String> modelIds, Language language) {
        return new LinkedHashMap<>(views(modelIds));
    }

    private Map<String, List<OfferingView>> views(List<String> modelIds) {
        Map<List<String>, List<Price>> byOffering = prices.ofModels(modelIds).stream()
                .collect(Collectors.groupingBy(price -> List.of(price.providerId, price.providerModelId)));
        Map<String, List<OfferingView>> views = new LinkedHashMap<>();
        modelIds.forEach(id -> views.put(id, new ArrayList<>()));
        for (Offering offering : offerings.ofModels(modelIds)) {
            List<Price> ofOffering =
                    byOffering.getOrDefault(List.of(offering.providerId, offering.providerModelId), List.of());
            views.get(offering.modelId).add(OfferingView.of(offering, ofOffering));
        }
        return views;
    }
}
