package org.modeltree.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.HtmlText;
import org.modeltree.http.value.Media;
import org.modeltree.pages.card.CardPageService;

/** {@code /m/{vendor}/{slug}}: the page of a card; with {@code .md} behind it, the same as Markdown. */
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

    /** The card as Markdown, whatever media type the client accepts; the page of a model whose id ends so. */
    @GET
    // \G, because the pattern would be tried from each character of the path, which takes seconds for a long one.
    @Path("{vendor}/{twin:\\G[^/]+[.]md}")
    @Produces({Media.MARKDOWN, MediaType.WILDCARD})
    public Object markdown(@RestPath String vendor, @RestPath String twin) {
        String path = vendor + "/" + twin;
        return pages.isModel(path) ? page(path) : pages.markdown(path, request.language());
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
