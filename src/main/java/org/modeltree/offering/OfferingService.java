package org.modeltree.offering;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.catalog.ModelFacts;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelInclude;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.Versioned;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;

/** Says who serves a model, and for how much. */
@ApplicationScoped
public class OfferingService implements ModelInclude {

    /** Kinds of prices, the one that says most about a model first. */
    private static final List<String> KINDS = List.of("metered", "subscription", "free", "dynamic", "unknown");

    private final Offerings offerings;
    private final ModelIds ids;
    private final Snapshot snapshot;
    private final Clock clock;

    OfferingService(Offerings offerings, ModelIds ids, Snapshot snapshot, Clock clock) {
        this.offerings = offerings;
        this.ids = ids;
        this.snapshot = snapshot;
        this.clock = clock;
    }

    /**
     * What the offerings of a model come to today.
     *
     * @param isOffered whether anybody serves the model
     * @param pricingKind how it is paid for: at its publisher if that says, else anywhere; empty where no price is known
     */
    public record Today(boolean isOffered, Optional<String> pricingKind) {}

    /** What can be had at a provider. */
    record Had(String provider, LocalDate retired, List<Had.Price> prices) {

        /** How it is paid for, from one day to another. */
        record Price(String kind, LocalDate from, LocalDate to) {

            boolean inForce(LocalDate day) {
                return (from == null || !from.isAfter(day)) && (to == null || to.isAfter(day));
            }
        }
    }

    /** All offerings of a model, by provider and the provider's id. */
    @InSnapshot
    Versioned<ListView<OfferingView>> offeringsOf(String id, RequestLink link) {
        long revision = ids.requireAt(id, "/offerings");
        return new Versioned<>(
                revision,
                ListView.complete(
                        views(List.of(id)).get(id), link, snapshot.revision().orElseThrow()));
    }

    /** What the offerings come to today, of what {@link Offerings} knows of the model. */
    public Today today(String modelId, ModelFacts sheet) {
        LocalDate today = LocalDate.now(clock);
        List<Had> had = sheet.value(offerings).orElse(List.of());
        String publisher = modelId.substring(0, modelId.indexOf('/'));
        return new Today(
                had.stream()
                        .anyMatch(one -> one.retired() == null || one.retired().isAfter(today)),
                kind(had.stream().filter(one -> one.provider().equals(publisher)), today)
                        .or(() -> kind(had.stream(), today)));
    }

    private static Optional<String> kind(Stream<Had> had, LocalDate day) {
        Set<String> kinds = had.flatMap(one -> one.prices().stream())
                .filter(price -> price.inForce(day))
                .map(Had.Price::kind)
                .collect(Collectors.toSet());
        return KINDS.stream().filter(kinds::contains).findFirst();
    }

    @Override
    public String name() {
        return "offerings";
    }

    @Override
    @InSnapshot
    public Map<String, Object> of(List<String> modelIds, Language language) {
        return new LinkedHashMap<>(views(modelIds));
    }

    private Map<String, List<OfferingView>> views(List<String> modelIds) {
        Map<String, List<OfferingView>> views = new LinkedHashMap<>();
        modelIds.forEach(id -> views.put(id, new ArrayList<>()));
        for (Offerings.Priced priced : offerings.ofModels(modelIds)) {
            views.get(priced.offering().modelId).add(OfferingView.of(priced.offering(), priced.prices()));
        }
        return views;
    }
}
