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

/** Offerings of models. */
@ApplicationScoped
public class OfferingService implements ModelInclude {

    /** Kinds of prices, the most informative first. */
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
     * Today's status of the offerings of a model.
     *
     * @param isOffered whether any provider serves the model
     * @param pricingKind most informative kind of price at the model's publisher, or at any provider if the publisher has
     *     no price; empty if no price is known
     */
    public record OfferingStatus(boolean isOffered, Optional<String> pricingKind) {}

    /** The terms of one offering, as {@link Offerings} reads them along with a model. */
    record Terms(String provider, LocalDate retired, boolean gone, List<PricePeriod> prices) {

        /** Kind of price from one day, inclusive, to another, exclusive. */
        record PricePeriod(String kind, LocalDate from, LocalDate to) {

            boolean appliesOn(LocalDate day) {
                return (from == null || !from.isAfter(day)) && (to == null || to.isAfter(day));
            }
        }
    }

    /** All offerings of a model, by provider and the provider's id of the model. */
    @InSnapshot
    Versioned<ListView<OfferingView>> offeringsOf(String id, RequestLink link) {
        long revision = ids.requireAt(id, "/offerings");
        return new Versioned<>(
                revision,
                ListView.complete(
                        views(List.of(id)).get(id), link, snapshot.revision().orElseThrow()));
    }

    /** Today's status of the offerings of a model, from the facts that were read along with it. */
    public OfferingStatus statusToday(String modelId, ModelFacts facts) {
        LocalDate today = LocalDate.now(clock);
        List<Terms> terms = facts.value(offerings).orElse(List.of()).stream()
                .filter(offering -> !offering.gone())
                .toList();
        String publisher = modelId.substring(0, modelId.indexOf('/'));
        return new OfferingStatus(
                terms.stream()
                        .anyMatch(offering ->
                                offering.retired() == null || offering.retired().isAfter(today)),
                kind(terms.stream().filter(offering -> offering.provider().equals(publisher)), today)
                        .or(() -> kind(terms.stream(), today)));
    }

    private static Optional<String> kind(Stream<Terms> terms, LocalDate day) {
        Set<String> kinds = terms.flatMap(offering -> offering.prices().stream())
                .filter(price -> price.appliesOn(day))
                .map(Terms.PricePeriod::kind)
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
