package org.modeltree.offering;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.modeltree.catalog.FilterSuggestions;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.query.KnownValues;
import org.modeltree.http.FilterSuggestion;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Lists the offerings of some models over all providers, by price. */
@ApplicationScoped
public class OfferedPriceService {

    private static final String STANDARD = "standard";

    private final Offerings offerings;
    private final ModelIds ids;
    private final FilterSuggestions suggestions;
    private final AnswerParts parts;
    private final Clock clock;

    OfferedPriceService(
            Offerings offerings, ModelIds ids, FilterSuggestions suggestions, AnswerParts parts, Clock clock) {
        this.offerings = offerings;
        this.ids = ids;
        this.suggestions = suggestions;
        this.parts = parts;
        this.clock = clock;
    }

    /** Sort key of the list. */
    public enum Key {
        PRICE,
        INPUT_PRICE,
        OUTPUT_PRICE,
        PROVIDER
    }

    /**
     * What to list and in which order.
     *
     * @param models ids that certainly mean models
     * @param providers ids of providers; null for all
     * @param currency ISO 4217 code in which prices are compared
     * @param input parts of input in the mix, at least 0
     * @param output parts of output in the mix, at least 0; not both are 0
     * @param descending whether the dearest comes first
     */
    public record Query(
            List<String> models,
            List<String> providers,
            String currency,
            BigDecimal input,
            BigDecimal output,
            Key key,
            boolean descending) {

        /** All offerings of these models, the cheapest first, for three parts of input to one of output. */
        public static Query cheapestFirst(List<String> models) {
            return cheapestFirst(models, null);
        }

        /** The same at some providers; null for all. */
        public static Query cheapestFirst(List<String> models, List<String> providers) {
            return new Query(models, providers, "USD", BigDecimal.valueOf(3), BigDecimal.ONE, Key.PRICE, false);
        }
    }

    private record Row(
            Offering offering, Optional<Price> price, Optional<BigDecimal> mixed, Optional<BigDecimal> compared) {}

    /**
     * The offerings of today. Those without a price to compare come last; ties are sorted by model, provider and
     * id.
     */
    @InSnapshot
    public ListView<OfferedPriceView> list(Query query, RequestLink link) {
        LocalDate today = LocalDate.now(clock);
        List<String> models = ids.meantByAny(query.models());
        List<OfferedPriceView> views = offerings.ofModels(models).stream()
                .filter(priced -> query.providers() == null
                        || Set.copyOf(query.providers()).contains(priced.offering().providerId))
                .filter(priced -> priced.offering().isOfferedOn(today))
                .map(priced -> row(priced, query, today))
                .sorted(order(query))
                .map(row -> OfferedPriceView.of(row.offering(), row.price(), row.mixed()))
                .toList();
        List<FilterSuggestion> unknown = suggestions.of(
                !views.isEmpty(),
                List.of(
                        FilterSuggestions.Filter.ofModels(query.models()),
                        new FilterSuggestions.Filter("provider", KnownValues.Domain.PROVIDER, query.providers())));
        if (unknown.isEmpty()) {
            // What may have been meant by unknown ids can depend on anything.
            parts.madeOf(Part.every("provider"));
            models.forEach(id -> parts.madeOf(Part.model(id)));
            if (!models.containsAll(query.models())) {
                parts.madeOf(Part.members(), Part.key("aliases"));
            }
        }
        return ListView.complete(views, link).suggesting(unknown);
    }

    private static Row row(Offerings.Priced priced, Query query, LocalDate today) {
        Optional<Price> price = priced.prices().stream()
                .filter(one -> one.mode.equals(STANDARD) && one.minContextTokens == 0 && one.windowJson == null)
                .filter(one -> (one.validFrom == null || !one.validFrom.isAfter(today))
                        && (one.validTo == null || one.validTo.isAfter(today)))
                .findFirst();
        Optional<Price> comparable =
                price.filter(one -> one.kind.equals("free") || one.currency.equals(query.currency()));
        Optional<BigDecimal> input = comparable.flatMap(one -> OfferedPriceView.amount(one, PriceUnit.INPUT));
        Optional<BigDecimal> output = comparable.flatMap(one -> OfferedPriceView.amount(one, PriceUnit.OUTPUT));
        Optional<BigDecimal> mixed = mixed(input, output, query);
        return new Row(
                priced.offering(),
                price,
                mixed,
                switch (query.key()) {
                    case INPUT_PRICE -> input;
                    case OUTPUT_PRICE -> output;
                    default -> mixed;
                });
    }

    /** Price of the mix; a part of 0 needs no price. */
    private static Optional<BigDecimal> mixed(Optional<BigDecimal> input, Optional<BigDecimal> output, Query query) {
        if ((query.input().signum() > 0 && input.isEmpty()) || (query.output().signum() > 0 && output.isEmpty())) {
            return Optional.empty();
        }
        BigDecimal sum = input.orElse(BigDecimal.ZERO)
                .multiply(query.input())
                .add(output.orElse(BigDecimal.ZERO).multiply(query.output()));
        return Optional.of(sum.divide(query.input().add(query.output()), MathContext.DECIMAL128));
    }

    private static Comparator<Row> order(Query query) {
        Comparator<Row> byProvider = Comparator.comparing(row -> row.offering().providerId);
        Comparator<BigDecimal> byAmount = query.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        Comparator<Row> first = query.key() == Key.PROVIDER
                ? query.descending() ? byProvider.reversed() : byProvider
                : Comparator.comparing(row -> row.compared().orElse(null), Comparator.nullsLast(byAmount));
        return first.thenComparing(row -> row.offering().modelId)
                .thenComparing(byProvider)
                .thenComparing(row -> row.offering().providerModelId);
    }
}
