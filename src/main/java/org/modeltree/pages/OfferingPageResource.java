package org.modeltree.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.HtmlText;
import org.modeltree.http.MarkdownText;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.value.Media;
import org.modeltree.pages.list.OfferingsPage;
import org.modeltree.pages.list.OfferingsPageService;

/** {@code /offerings} and {@code /offerings.md}: who serves models, for how much. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
class OfferingPageResource {

    private final OfferingsPageService offerings;
    private final Sites sites;
    private final CurrentRequest request;

    OfferingPageResource(OfferingsPageService offerings, Sites sites, CurrentRequest request) {
        this.offerings = offerings;
        this.sites = sites;
        this.request = request;
    }

    private static final int MAX_MODELS = 20;

    @GET
    @Path("offerings")
    public HtmlText offerings(@RestQuery String models) {
        return new HtmlText(Templates.offerings(site(), page(models)).render());
    }

    /** The same as Markdown. */
    @GET
    @Path("offerings.md")
    @Produces({Media.MARKDOWN, MediaType.WILDCARD})
    public MarkdownText markdown(@RestQuery String models) {
        return PageMarkdown.of(site(), page(models));
    }

    private Site site() {
        return sites.of(request.language(), request.link(), "offerings");
    }

    private OfferingsPage page(String models) {
        List<String> given = Parameters.list("models", models, MAX_MODELS, Parameters.ID_LENGTH);
        return offerings.page(given == null ? List.of() : given, request.language(), request.link());
    }
}
