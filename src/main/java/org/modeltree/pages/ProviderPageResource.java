package org.modeltree.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.HtmlText;
import org.modeltree.http.MarkdownText;
import org.modeltree.http.PageRequest;
import org.modeltree.http.value.Media;
import org.modeltree.offering.pricelist.PriceListService;
import org.modeltree.pages.list.PriceListPage;
import org.modeltree.pages.list.ProvidersPage;
import org.modeltree.pages.list.ProvidersPageService;

/**
 * {@code /providers} and {@code /providers/{id}}: who serves models, and the price list of one provider; with {@code .md}
 * behind them, the same as Markdown.
 */
@Path("/")
@Produces(MediaType.TEXT_HTML)
class ProviderPageResource {

    private final ProvidersPageService pages;
    private final Sites sites;
    private final CurrentRequest request;

    ProviderPageResource(ProvidersPageService pages, Sites sites, CurrentRequest request) {
        this.pages = pages;
        this.sites = sites;
        this.request = request;
    }

    @GET
    @Path("providers")
    public HtmlText providers(@RestQuery String cursor) {
        return new HtmlText(Templates.providers(site(), all(cursor)).render());
    }

    /** All providers as Markdown. */
    @GET
    @Path("providers.md")
    @Produces({Media.MARKDOWN, MediaType.WILDCARD})
    public MarkdownText markdown(@RestQuery String cursor) {
        return PageMarkdown.of(site(), all(cursor));
    }

    @GET
    @Path("providers/{id}")
    public HtmlText provider(@RestPath String id, @RestQuery String vendor, @RestQuery String cursor) {
        return new HtmlText(Templates.provider(site(), one(id, vendor, cursor)).render());
    }

    /** The price list of one provider as Markdown; the page of a provider whose id ends so. */
    @GET
    // \G, because the pattern would be tried from each character of the path, which takes seconds for a long one.
    @Path("providers/{twin:\\G[^/]+[.]md}")
    @Produces({Media.MARKDOWN, MediaType.WILDCARD})
    public Object markdown(@RestPath String twin, @RestQuery String vendor, @RestQuery String cursor) {
        return pages.isProvider(twin)
                ? provider(twin, vendor, cursor)
                : PageMarkdown.of(site(), one(twin.substring(0, twin.length() - ".md".length()), vendor, cursor));
    }

    private Site site() {
        return sites.of(request.language(), request.link(), "offerings");
    }

    private ProvidersPage all(String cursor) {
        return pages.providers(PageRequest.of(null, cursor).cursor(), request.language(), request.link());
    }

    private PriceListPage one(String id, String vendor, String cursor) {
        List<String> vendors = PriceListService.vendors(vendor);
        return pages.prices(id, vendors, PageRequest.of(null, cursor).cursor(), request.language(), request.link());
    }
}
