package org.modeltree.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.HtmlText;
import org.modeltree.http.problem.Parameters;
import org.modeltree.pages.list.OfferingsPageService;

/** {@code /offerings}: who serves models, for how much. */
@Path("/offerings")
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
    public HtmlText offerings(@RestQuery String models) {
        Site site = sites.of(request.language(), request.link(), "offerings");
        List<String> given = Parameters.list("models", models, MAX_MODELS, Parameters.ID_LENGTH);
        return new HtmlText(Templates.offerings(
                        site, offerings.page(given == null ? List.of() : given, request.language(), request.link()))
                .render());
    }
}
