package org.modeltree.offering;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.catalog.ModelFacts;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelInclude;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.cache.FactCache;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PartialDate;
import org.modeltree.offering.provider.PublisherServices;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Offerings of models. */
@ApplicationScoped
public class OfferingService implements ModelInclude {

    /** Kinds of prices, the most informative first. */
    private static final List<String> KINDS = List.of("metered", "subscription", "free", "dynamic", "unknown");

    private final Offerings offerings;
    private final ModelIds ids;
    private final Clock clock;
    private final AnswerParts parts;
    private final FactCache facts;

    OfferingService(Offerings offerings, ModelIds ids, Clock clock, AnswerParts parts, FactCache facts) {
        this.offerings = offerings;
        this.ids = ids;
        this.clock = clock;
        this.parts = parts;
        this.facts = facts;
    }

    /**
     * Today's status of the offerings of a model.
     *
     * @param day today, in UTC
     * @param offerings all offerings, by provider and the provider's id of the model
     * @param pricingKind most informative kind of price at the model's publisher, or at any provider if the publisher has
     *     no price; empty if no price is known
     * @param billed units that metered prices have an amount above 0 for: today's of the publisher; if there are none, today's
     *     of any provider, then earlier and later ones in the same order. Empty if no amount is known.
     */
    public record OfferingStatus(
            LocalDate day, List<ListedOffering> offerings, Optional<String> pricingKind, Set<PriceUnit> billed) {}

    /**
     * One offering of a model.
     *
     * @param id the provider's id of the model
     * @param byPublisher whether the provider is the publisher of the model
     * @param retiredDate date from which the provider no longer serves the model; null if unknown
     * @param source where the offering comes from; null if unknown
     */
    public record ListedOffering(
            String provider,
            String id,
            boolean byPublisher,
            OfferingState state,
            PartialDate retiredDate,
            String source) {}

    /** State of an offering on a day. */
    public enum OfferingState {
        /** Not ended, listed by its catalog, and one of its prices, if it has any, applies. */
        CURRENT,
        /** The last day that its end can mean is reached. */
        ENDED,
        /** Neither: its catalog no longer lists it, or its prices have ended or not begun. */
        UNCONFIRMED
    }

    /** The terms of one offering, as {@link Offerings} reads them along with a model. */
    record Terms(
            String provider,
            String id,
            String source,
            LocalDate retired,
            String precision,
            boolean gone,
            List<PricePeriod> prices) {

        PartialDate retiredDate() {
            return PartialDate.of(retired, precision);
        }

        OfferingState on(LocalDate day) {
            if (retired != null && !retiredDate().lastDay().isAfter(day)) {
                return OfferingState.ENDED;
            }
            boolean priced = prices.isEmpty() || prices.stream().anyMatch(price -> price.appliesOn(day));
            return !gone && priced ? OfferingState.CURRENT : OfferingState.UNCONFIRMED;
        }

        /**
         * Kind of price from one day, inclusive, to another, exclusive.
         *
         * @param billed keys of the units that have an amount above 0
         */
        record PricePeriod(String kind, LocalDate from, LocalDate to, List<String> billed) {

            boolean appliesOn(LocalDate day) {
                return (from == null || !from.isAfter(day)) && (to == null || to.isAfter(day));
            }
        }
    }

    /**
     * All offerings of a model, by provider and the provider's id of the model. A list is not written, so its ETag does not
     * carry the model's revision.
     */
    @InSnapshot
    ListView<OfferingView> offeringsOf(String id, RequestLink link) {
        ahead(id);
        ids.requireAt(id, "/offerings");
        parts.madeOf(Part.model(id), Part.every("provider"));
        return ListView.complete(views(List.of(id)).get(id), link);
    }

    /** Today's status of the offerings of a model, from the facts that were read along with it. */
    public OfferingStatus statusToday(String modelId, ModelFacts facts) {
        LocalDate today = LocalDate.now(clock);
        List<Terms> all = facts.value(offerings).orElse(List.of());
        List<Terms> terms = all.stream().filter(offering -> !offering.gone()).toList();
        List<String> publisher = PublisherServices.of(modelId.substring(0, modelId.indexOf('/')));
        return new OfferingStatus(
                today,
                all.stream()
                        .map(offering -> new ListedOffering(
                                offering.provider(),
                                offering.id(),
                                publisher.contains(offering.provider()),
                                offering.on(today),
                                offering.retiredDate(),
                                offering.source()))
                        .toList(),
                kind(terms.stream().filter(offering -> publisher.contains(offering.provider())), today)
                        .or(() -> kind(terms.stream(), today)),
                billed(all, publisher, today));
    }

    /** The units that {@link OfferingStatus#billed} has. */
    static Set<PriceUnit> billed(List<Terms> all, List<String> publisher, LocalDate today) {
        Predicate<Terms> byPublisher = offering -> publisher.contains(offering.provider());
        Predicate<Terms> listed = offering -> !offering.gone();
        Predicate<Terms.PricePeriod> current = price -> price.appliesOn(today);
        return Stream.<Supplier<Set<PriceUnit>>>of(
                        () -> billed(all.stream().filter(listed.and(byPublisher)), current),
                        () -> billed(all.stream().filter(listed), current),
                        () -> billed(all.stream().filter(byPublisher), price -> true),
                        () -> billed(all.stream(), price -> true))
                .map(Supplier::get)
                .filter(units -> !units.isEmpty())
                .findFirst()
                .orElse(Set.of());
    }

    private static Set<PriceUnit> billed(Stream<Terms> terms, Predicate<Terms.PricePeriod> counts) {
        Set<PriceUnit> units = EnumSet.noneOf(PriceUnit.class);
        terms.flatMap(offering -> offering.prices().stream())
                .filter(counts)
                .flatMap(price -> price.billed().stream())
                .forEach(key -> PriceUnit.of(key).ifPresent(units::add));
        return units;
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

    /** Key of the offerings of a model that are kept in memory. */
    private record Known(String modelId) {}

    /** The offerings of a model. */
    private record OfModel(List<OfferingView> offerings) {

        int bytes() {
            return offerings.stream()
                    .mapToInt(offering -> 1_000 + 600 * offering.prices().size())
                    .sum();
        }
    }

    /** Reads the offerings of a model in the same round trip as what is read next, unless they are in memory. */
    private void ahead(String modelId) {
        if (facts.find(new Known(modelId), OfModel.class).isEmpty()) {
            offerings.ahead(List.of(modelId));
        }
    }

    /** Offerings of one provider, by the provider's id of the model. */
    @InSnapshot
    public Map<String, OfferingView> viewsAt(String provider, List<String> ids) {
        Map<String, OfferingView> views = new LinkedHashMap<>();
        for (Offerings.Priced priced : offerings.at(provider, ids)) {
            views.put(priced.offering().providerModelId, OfferingView.of(priced.offering(), priced.prices()));
        }
        return views;
    }

    private Map<String, List<OfferingView>> views(List<String> modelIds) {
        Map<Known, OfModel> inMemory =
                facts.find(modelIds.stream().map(Known::new).toList(), OfModel.class);
        Map<String, List<OfferingView>> views = new LinkedHashMap<>();
        List<String> unread = new ArrayList<>();
        for (String id : modelIds) {
            OfModel known = inMemory.get(new Known(id));
            if (known == null) {
                unread.add(id);
            }
            views.put(id, known == null ? new ArrayList<>() : known.offerings());
        }
        for (Offerings.Priced priced : offerings.ofModels(unread)) {
            views.get(priced.offering().modelId).add(OfferingView.of(priced.offering(), priced.prices()));
        }
        for (String id : unread) {
            OfModel read = new OfModel(List.copyOf(views.get(id)));
            facts.keep(new Known(id), read, List.of(Part.model(id), Part.every("provider")), read.bytes());
        }
        return views;
    }
}
