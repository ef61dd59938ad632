package org.modeltree.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.HtmlText;
import org.modeltree.pages.card.CardPageService;

/** {@code /m/{vendor}/{slug}}: the page of a card. */
@Path("/m")
@Produces(MediaType.TEXT_HTML)
class CardPageResource {

    private final CardPageService pages;
    private final Sites sites;
    private final CurrentRequest request;

    CardPageResource(CardPageService pages, Sites sites, CurrentRequest request) {
        this.pages = pages;
        this.sites = sites;
        this.request = request;
    }

    @GET
    @Path("{vendor}/{slug}")
    public HtmlText card(@RestPath String vendor, @RestPath String slug) {
        return page(vendor + "/" + slug);
    }

    /** Aliases have any number of segments. */
    @GET
    @Path("{other:.+}")
    public HtmlText alias(@RestPath String other) {
        return page(other);
    }

    private HtmlText page(String id) {
        Site site = sites.of(request.language(), request.link(), "");
        return new HtmlText(Templates.card(site, pages.page(id, request.language(), request.link()))
                .render());
    }
}
