package org.modeltree.pages.list;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.modeltree.bands.capability.TokenLabel;
import org.modeltree.card.words.Labels;
import org.modeltree.card.words.Words;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.value.Language;
import org.modeltree.offering.OfferedPriceService;
import org.modeltree.offering.OfferedPriceView;
import org.modeltree.pages.card.Amounts;
import org.modeltree.revision.InSnapshot;

/** The page of prices. */
@ApplicationScoped
@InSnapshot
public class OfferingsPageService {

    private final OfferedPriceService prices;
    private final ModelService models;

    OfferingsPageService(OfferedPriceService prices, ModelService models) {
        this.prices = prices;
        this.models = models;
    }

    /** Today's offerings of some models, by id or alias; none for an empty list. */
    public OfferingsPage page(List<String> given, Language language, RequestLink link) {
        Labels labels = Words.in(language).labels();
        if (given.isEmpty()) {
            return new OfferingsPage("", List.of(), List.of(), labels);
        }
        List<OfferedPriceView> offered = prices.list(OfferedPriceService.Query.cheapestFirst(given), link)
                .data();
        Map<String, String> names =
                models
                        .views(
                                offered.stream()
                                        .map(OfferedPriceView::model)
                                        .distinct()
                                        .toList(),
                                language)
                        .stream()
                        .collect(Collectors.toMap(ModelView::id, ModelView::name));
        return new OfferingsPage(
                String.join(",", given),
                names.entrySet().stream()
                        .map(one -> new OfferingsPage.Named(one.getKey(), one.getValue()))
                        .sorted(Comparator.comparing(OfferingsPage.Named::id))
                        .toList(),
                offered.stream().map(one -> offer(one, names, labels)).toList(),
                labels);
    }

    private static OfferingsPage.Offer offer(OfferedPriceView one, Map<String, String> names, Labels labels) {
        Amounts amounts = Amounts.of(one.price());
        String kind = one.price() == null ? "unknown" : one.price().kind();
        String mixed = one.mixed() == null ? null : one.mixed().amount();
        return new OfferingsPage.Offer(
                one.model(),
                names.getOrDefault(one.model(), one.model()),
                one.provider().name(),
                one.provider().id(),
                one.id(),
                amounts.input(),
                amounts.output(),
                mixed == null ? null : "$" + Amounts.decimals(rounded(mixed)),
                mixed == null ? "" : mixed,
                labels.pricingKinds().getOrDefault(kind, kind),
                one.contextWindow() == null ? null : TokenLabel.of(one.contextWindow()),
                one.contextWindow());
    }

    private static String rounded(String amount) {
        BigDecimal number = new BigDecimal(amount);
        return number.signum() == 0
                ? "0"
                : number.round(new MathContext(4)).stripTrailingZeros().toPlainString();
    }
}
