package org.modeltree.pages.list;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.modeltree.bands.capability.TokenLabel;
import org.modeltree.card.words.Labels;
import org.modeltree.card.words.ValueText;
import org.modeltree.card.words.Words;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.value.Language;
import org.modeltree.offering.PriceView;
import org.modeltree.offering.pricelist.ListedOfferingView;
import org.modeltree.offering.pricelist.PriceListService;
import org.modeltree.offering.provider.ProviderService;
import org.modeltree.offering.provider.ProviderView;
import org.modeltree.pages.card.Amounts;
import org.modeltree.pages.card.CardPage;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** The pages of providers and of their price lists. */
@ApplicationScoped
@InSnapshot
public class ProvidersPageService {

    private static final int MAX_PROVIDERS = 200;
    private static final int MAX_OFFERS = 100;

    private final ProviderService providers;
    private final PriceListService prices;
    private final ModelService models;
    private final AnswerParts parts;

    ProvidersPageService(ProviderService providers, PriceListService prices, ModelService models, AnswerParts parts) {
        this.providers = providers;
        this.prices = prices;
        this.models = models;
        this.parts = parts;
    }

    /** All providers, in pages. */
    public ProvidersPage providers(String cursor, Language language, RequestLink link) {
        ListView<ProviderView> page = providers.list(new PageRequest(MAX_PROVIDERS, cursor), link);
        return new ProvidersPage(
                page.data().stream()
                        .map(one ->
                                new ProvidersPage.Entry(one.id(), one.name(), one.modelCount(), one.offeringCount()))
                        .toList(),
                page.meta().nextCursor(),
                Words.in(language).labels());
    }

    /** Whether this is the whole id of a provider. The answer depends on that. */
    public boolean isProvider(String id) {
        return providers.exists(id);
    }

    /**
     * Today's offerings of a provider, in pages.
     *
     * @param vendors ids of the publishers whose models are listed; null for all
     * @throws org.modeltree.http.problem.Problem.NotFound if there is no such provider
     */
    public PriceListPage prices(String id, List<String> vendors, String cursor, Language language, RequestLink link) {
        ListView<ListedOfferingView> page = prices.list(id, vendors, new PageRequest(MAX_OFFERS, cursor), link);
        ProviderView provider = providers.one(id).body();
        Map<String, ModelView> views =
                models
                        .views(
                                page.data().stream()
                                        .map(ListedOfferingView::model)
                                        .distinct()
                                        .toList(),
                                language)
                        .stream()
                        .collect(Collectors.toMap(ModelView::id, Function.identity()));
        // The names of the publishers.
        parts.madeOf(Part.every("vendor"));
        Labels labels = Words.in(language).labels();
        ValueText text = new ValueText(language);
        return new PriceListPage(
                provider.id(),
                provider.name(),
                CardPage.Source.isSafe(provider.url()) ? provider.url() : null,
                vendors == null ? "" : String.join(",", vendors),
                page.meta().total(),
                !page.meta().totalRelation().equals("exact"),
                page.suggestions().stream()
                        .flatMap(unknown -> unknown.suggestions().stream())
                        .distinct()
                        .toList(),
                page.data().stream()
                        .map(one -> offer(one, views.get(one.model()), labels, text))
                        .toList(),
                page.meta().nextCursor(),
                labels);
    }

    private static PriceListPage.Offer offer(ListedOfferingView one, ModelView model, Labels labels, ValueText text) {
        PriceView price = one.prices().stream()
                .filter(PriceView::hasStandardTerms)
                .findFirst()
                .orElse(null);
        Amounts amounts = Amounts.of(price);
        String kind = price == null ? "unknown" : price.kind();
        return new PriceListPage.Offer(
                one.model(),
                one.name(),
                model.vendor().id(),
                model.vendor().name(),
                one.id(),
                amounts.input(),
                amounts.output(),
                labels.pricingKinds().getOrDefault(kind, kind),
                one.contextWindow(),
                one.contextWindow() == null ? null : TokenLabel.of(one.contextWindow()),
                one.retiredDate() == null ? null : text.date(one.retiredDate()));
    }
}
