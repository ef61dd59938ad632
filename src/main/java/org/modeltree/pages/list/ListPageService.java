package org.modeltree.pages.list;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.modeltree.card.words.Labels;
import org.modeltree.card.words.ValueText;
import org.modeltree.card.words.Words;
import org.modeltree.catalog.Includes;
import org.modeltree.catalog.ModelPage;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.catalog.query.PriceRange;
import org.modeltree.catalog.query.Traits;
import org.modeltree.catalog.vendor.VendorService;
import org.modeltree.catalog.vendor.VendorView;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.value.Language;
import org.modeltree.pages.card.Counts;
import org.modeltree.revision.InSnapshot;

/** The start page and searches, from the same lists as the API gives. */
@ApplicationScoped
@InSnapshot
public class ListPageService {

    private static final int NEWEST = 9;
    private static final int VENDORS = 36;
    private static final int MAX_VENDORS_PER_PAGE = 200;

    private final ModelService models;
    private final Includes includes;
    private final VendorService vendors;

    ListPageService(ModelService models, Includes includes, VendorService vendors) {
        this.models = models;
        this.includes = includes;
        this.vendors = vendors;
    }

    /** What the start page shows beside the tree, which a browser draws from the API's. */
    public StartPage start(Language language, RequestLink link) {
        ModelPage newest =
                list(ModelFilter.of(Traits.ANY), "-releaseDate,id", new PageRequest(NEWEST, null), language, link);
        List<VendorView> all = new ArrayList<>();
        String cursor = null;
        do {
            ListView<VendorView> page = vendors.list(new PageRequest(MAX_VENDORS_PER_PAGE, cursor), link);
            all.addAll(page.data());
            cursor = page.meta().nextCursor();
        } while (cursor != null);
        return new StartPage(
                found(newest, language),
                all.stream()
                        .filter(vendor -> vendor.modelCount() > 0)
                        .sorted(Comparator.comparingLong(VendorView::modelCount)
                                .reversed()
                                .thenComparing(VendorView::id))
                        .limit(VENDORS)
                        .map(vendor -> new StartPage.Publisher(vendor.id(), vendor.name(), vendor.modelCount()))
                        .toList(),
                Counts.of(newest.meta().total()),
                Counts.of(all.stream().filter(vendor -> vendor.modelCount() > 0).count()));
    }

    /**
     * Models that match.
     *
     * @param query words; null for every model
     * @param vendor id of a publisher; null for all
     */
    public SearchPage search(String query, String vendor, PageRequest page, Language language, RequestLink link) {
        ModelFilter filter = new ModelFilter(
                null,
                vendor == null ? Traits.ANY : Traits.ofVendors(List.of(vendor)),
                null,
                null,
                null,
                null,
                query,
                null,
                null,
                PriceRange.ANY);
        ModelPage found = list(filter, query == null ? "-releaseDate,id" : null, page, language, link);
        String next = found.meta().nextCursor();
        return new SearchPage(
                query == null ? "" : query,
                vendor == null ? "" : vendor,
                found(found, language),
                Counts.of(found.meta().total()),
                !found.meta().totalRelation().equals("exact"),
                next == null ? null : URLEncoder.encode(next, StandardCharsets.UTF_8),
                Words.in(language).labels());
    }

    private ModelPage list(ModelFilter filter, String sort, PageRequest page, Language language, RequestLink link) {
        return models.list(filter, sort, page, includes.shape(Found.FIELDS, null), null, language, link);
    }

    private static List<Found> found(ModelPage page, Language language) {
        Labels labels = Words.in(language).labels();
        ValueText text = new ValueText(language);
        return page.data().stream()
                .map(model -> Found.of((JsonNode) model, labels, text))
                .toList();
    }
}
