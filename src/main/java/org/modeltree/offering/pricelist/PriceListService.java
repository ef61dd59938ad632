package org.modeltree.offering.pricelist;

import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.modeltree.catalog.FilterSuggestions;
import org.modeltree.catalog.query.KnownValues;
import org.modeltree.http.Cursor;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.offering.OfferingService;
import org.modeltree.offering.OfferingView;
import org.modeltree.offering.provider.ProviderService;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Lists what a provider serves, and for how much. */
@ApplicationScoped
@InSnapshot
public class PriceListService {

    private static final int MAX_VENDORS = 50;
    private static final int VENDOR_LENGTH = 100;

    private final PriceLists lists;
    private final ProviderService providers;
    private final OfferingService offerings;
    private final FilterSuggestions suggestions;
    private final AnswerParts parts;
    private final Clock clock;

    PriceListService(
            PriceLists lists,
            ProviderService providers,
            OfferingService offerings,
            FilterSuggestions suggestions,
            AnswerParts parts,
            Clock clock) {
        this.lists = lists;
        this.providers = providers;
        this.offerings = offerings;
        this.suggestions = suggestions;
        this.parts = parts;
        this.clock = clock;
    }

    /**
     * The vendors that a parameter names, at most 50.
     *
     * @param given ids with commas between them; null for all vendors, as the result then is
     * @throws Problem.InvalidParameter if it names too many, or what can be no id
     */
    public static List<String> vendors(String given) {
        return Parameters.list("vendor", given, MAX_VENDORS, VENDOR_LENGTH);
    }

    /**
     * A page of the offerings of a provider that have not ended and that their catalog still lists, with their prices of
     * today: by model, then by the provider's own id.
     *
     * @param given ids of the vendors whose models are listed, in any case; null for all
     * @throws Problem.NotFound if there is no such provider
     */
    public ListView<ListedOfferingView> list(String provider, List<String> given, PageRequest page, RequestLink link) {
        List<String> vendors = given == null
                ? null
                : given.stream()
                        .map(one -> one.toLowerCase(Locale.ROOT))
                        .distinct()
                        .toList();
        parts.madeOf(Part.one("provider", provider), Part.every("offering"));
        LocalDate today = LocalDate.now(clock);
        String list = "prices of " + provider + "\n" + vendors;
        Cursor cursor = Cursor.decoded(page.cursor(), list, Cursor.Type.TEXT, Cursor.Type.TEXT);
        PriceLists.Position after = cursor == null
                ? PriceLists.Position.START
                : new PriceLists.Position(
                        cursor.values().get(0).asText(), cursor.values().get(1).asText());
        PriceLists.Page read = lists.page(provider, vendors, after, page.limit() + 1, today)
                .orElseThrow(() -> providers.missing(provider));
        ListView<PriceLists.Listed> listed = ListView.page(
                read.listed(),
                page,
                link,
                list,
                last -> new Cursor(List.of(TextNode.valueOf(last.model()), TextNode.valueOf(last.id()))),
                next -> ListView.Meta.upTo(PriceLists.MAX_COUNTED, read.counted(), next));
        Map<String, OfferingView> views = offerings.viewsAt(
                provider, listed.data().stream().map(PriceLists.Listed::id).toList());
        listed.data().forEach(one -> parts.madeOf(Part.nameOf(one.model())));
        if (vendors != null) {
            // Suggestions for those that do not exist.
            parts.madeOf(Part.every("vendor"));
        }
        return new ListView<>(
                listed.data().stream()
                        .map(one -> ListedOfferingView.of(one, views.get(one.id()), today))
                        .toList(),
                listed.meta(),
                listed.links(),
                suggestions.of(
                        read.counted() > 0,
                        List.of(new FilterSuggestions.Filter("vendor", KnownValues.Domain.VENDOR, vendors))));
    }
}
