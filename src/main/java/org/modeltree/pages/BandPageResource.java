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
import org.modeltree.http.PageRequest;
import org.modeltree.http.problem.Parameters;
import org.modeltree.pages.score.BandPageService;

/** {@code /bands} and {@code /bands/{capability}}: capabilities. */
@Path("/bands")
@Produces(MediaType.TEXT_HTML)
class BandPageResource {

    private final BandPageService bands;
    private final Sites sites;
    private final CurrentRequest request;

    BandPageResource(BandPageService bands, Sites sites, CurrentRequest request) {
        this.bands = bands;
        this.sites = sites;
        this.request = request;
    }

    private static final List<String> COHORTS = List.of("all", "current");

    @GET
    public HtmlText bands() {
        Site site = sites.of(request.language(), request.link(), "bands");
        return new HtmlText(
                Templates.bands(site, bands.bands(request.language())).render());
    }

    @GET
    @Path("{capability}")
    public HtmlText capability(@RestPath String capability, @RestQuery String cohort, @RestQuery String cursor) {
        Site site = sites.of(request.language(), request.link(), "bands");
        String known = Parameters.oneOf("cohort", cohort, COHORTS);
        return new HtmlText(Templates.capability(
                        site,
                        bands.capability(
                                capability,
                                known == null ? COHORTS.get(0) : known,
                                PageRequest.of(null, cursor),
                                request.language(),
                                request.link()))
                .render());
    }
}
