package org.modeltree.offering;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.TimeText;
import org.modeltree.offering.provider.PublisherServices;
import org.modeltree.revision.InSnapshot;

/** Computes what a usage costs. */
@ApplicationScoped
public class CostService {

    private static final String FREE = "free";
    private static final String METERED = "metered";
    private static final String USD = "USD";

    private final Offerings offerings;
    private final ModelIds ids;
    private final Clock clock;

    CostService(Offerings offerings, ModelIds ids, Clock clock) {
        this.offerings = offerings;
        this.ids = ids;
        this.clock = clock;
    }

    /** An offering with the prices that apply. */
    private record Candidate(Offering offering, PriceChoice choice) {

        /** Position among the publisher's own services; after all of them for another provider. */
        int distanceFromPublisher() {
            return PublisherServices.position(offering.modelId, offering.providerId);
        }
    }

    /**
     * What a usage costs: at the given offering; of a model, at its publisher, and if that has no price, at the cheapest
     * provider, a free one only if there is no other. Of a model only offerings of that day count.
     *
     * @throws Problem.NotFound if there is no such model or offering
     * @throws Problem.InvalidBody if no price applies, or a unit has no price
     */
    @InSnapshot
    public CostView cost(CostRequest request) {
        Instant at = request.at() == null ? clock.instant() : request.at();
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        List<Offerings.Priced> given = request.offering() == null ? ofModel(request, day) : List.of(one(request));
        List<Candidate> candidates = given.stream()
                .flatMap(priced -> PriceChoice.of(priced.prices(), request.mode(), request.contextTokens(), at)
                        .map(choice -> new Candidate(priced.offering(), choice))
                        .stream())
                .filter(candidate ->
                        List.of(METERED, FREE).contains(candidate.choice().first().kind))
                .toList();
        if (candidates.isEmpty()) {
            throw noPrice(request, at, given);
        }
        return candidates.stream()
                .filter(candidate -> unpricedUnits(candidate, request).isEmpty())
                .min(Comparator.comparingInt(Candidate::distanceFromPublisher)
                        // A free offering often has limits, so it is only asked for by name or if there is no other.
                        .thenComparing(
                                candidate -> candidate.choice().first().kind.equals(FREE))
                        // Totals are comparable within a currency only.
                        .thenComparing(candidate ->
                                !candidate.choice().first().currency.equals(USD))
                        .thenComparing(candidate -> candidate.choice().first().currency)
                        .thenComparing(candidate -> total(candidate, request))
                        .thenComparing(candidate -> candidate.offering().providerId)
                        .thenComparing(candidate -> candidate.offering().providerModelId))
                .map(candidate ->
                        CostView.of(candidate.offering(), request, at, candidate.choice(), charges(candidate, request)))
                .orElseThrow(() -> unpriced(candidates, request));
    }

    /** No price applies; suggests modes in which the offerings have one. */
    private static Problem noPrice(CostRequest request, Instant at, List<Offerings.Priced> given) {
        Set<String> modes = given.stream()
                .flatMap(priced -> priced.prices().stream())
                .map(price -> price.mode)
                .collect(Collectors.toCollection(TreeSet::new));
        modes.remove(request.mode());
        List<String> similar = DidYouMean.similar(request.mode(), modes);
        return new Problem.InvalidBody(List.of(new Problem.BodyFault(
                "/mode",
                "has no known price: no offering" + (request.provider() == null ? "" : " of this provider")
                        + " has a metered or free price in the mode " + request.mode() + " at " + TimeText.of(at)
                        + DidYouMean.question(similar),
                similar)));
    }

    private List<Offerings.Priced> ofModel(CostRequest request, LocalDate day) {
        String model = ids.meantBy(request.model());
        List<Offerings.Priced> all = offerings.ofModels(List.of(model));
        List<Offerings.Priced> asked = all.stream()
                .filter(priced -> request.provider() == null
                        || priced.offering().providerId.equals(request.provider()))
                .filter(priced -> priced.offering().isOfferedOn(day))
                .toList();
        if (asked.isEmpty()) {
            throw new Problem.NotFound(
                    "There is no offering of " + model
                            + (request.provider() == null ? "" : " by " + Parameters.shown(request.provider()))
                            + " on " + day + ".",
                    all.stream()
                            .filter(priced -> priced.offering().isOfferedOn(day))
                            .map(priced -> priced.offering().providerId)
                            .distinct()
                            .limit(5)
                            .toList());
        }
        return asked;
    }

    private Offerings.Priced one(CostRequest request) {
        List<Offering> named = offerings.named(request.provider(), SearchText.idKey(request.offering()));
        Offering offering = named.stream()
                .filter(one -> one.providerModelId.equals(request.offering()))
                .findFirst()
                .or(() -> named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty())
                .orElseThrow(() -> new Problem.NotFound(
                        "There is no offering " + Parameters.shown(request.offering()) + " of the provider "
                                + Parameters.shown(request.provider()) + ".",
                        named.stream().map(one -> one.providerModelId).limit(5).toList()));
        if (request.model() != null && !ids.meantBy(request.model()).equals(offering.modelId)) {
            throw invalid("/model", "is not the model of the offering, which is " + offering.modelId);
        }
        return offerings.ofModels(List.of(offering.modelId)).stream()
                .filter(priced -> priced.offering().providerId.equals(offering.providerId)
                        && priced.offering().providerModelId.equals(offering.providerModelId))
                .findFirst()
                .orElseThrow();
    }

    /** The charge for each unit that has one. */
    private static Map<PriceUnit, PriceChoice.Charge> charges(Candidate candidate, CostRequest request) {
        Map<PriceUnit, PriceChoice.Charge> charges = new EnumMap<>(PriceUnit.class);
        Price first = candidate.choice().first();
        request.usage().keySet().forEach(unit -> {
            if (first.kind.equals(FREE)) {
                charges.put(unit, new PriceChoice.Charge(first, unit, BigDecimal.ZERO));
            } else {
                candidate.choice().charge(unit).ifPresent(charge -> charges.put(unit, charge));
            }
        });
        return charges;
    }

    /** Units of the usage that have no price. Nothing of a unit costs nothing. */
    private static List<PriceUnit> unpricedUnits(Candidate candidate, CostRequest request) {
        Map<PriceUnit, PriceChoice.Charge> charges = charges(candidate, request);
        return request.usage().entrySet().stream()
                .filter(used -> used.getValue().signum() > 0 && !charges.containsKey(used.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static BigDecimal total(Candidate candidate, CostRequest request) {
        return charges(candidate, request).entrySet().stream()
                .map(charged -> CostView.cost(request.usage().get(charged.getKey()), charged.getValue()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Names each unit that the best candidate has no price for. */
    private static Problem unpriced(List<Candidate> candidates, CostRequest request) {
        Candidate best = candidates.stream()
                .max(Comparator.<Candidate>comparingInt(
                                candidate -> charges(candidate, request).size())
                        .thenComparing(Candidate::distanceFromPublisher, Comparator.reverseOrder()))
                .orElseThrow();
        String priced = best.choice().first().amounts().keySet().stream()
                .map(PriceUnit::key)
                .collect(Collectors.joining(", "));
        List<Problem.BodyFault> faults = new ArrayList<>();
        unpricedUnits(best, request)
                .forEach(unit -> faults.add(new Problem.BodyFault(
                        "/usage/" + unit.key(),
                        "has no known price at " + best.offering().providerId + ", which charges " + priced)));
        return new Problem.InvalidBody(faults);
    }

    private static Problem.InvalidBody invalid(String pointer, String detail) {
        return new Problem.InvalidBody(List.of(new Problem.BodyFault(pointer, detail)));
    }
}
