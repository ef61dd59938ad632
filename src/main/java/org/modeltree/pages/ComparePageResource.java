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
import org.modeltree.pages.score.ComparePageService;

/** {@code /compare}: models side by side. */
@Path("/compare")
@Produces(MediaType.TEXT_HTML)
class ComparePageResource {

    private final ComparePageService comparisons;
    private final Sites sites;
    private final CurrentRequest request;

    ComparePageResource(ComparePageService comparisons, Sites sites, CurrentRequest request) {
        this.comparisons = comparisons;
        this.sites = sites;
        this.request = request;
    }

    private static final int MAX_COMPARED = 6;

    /**
     * A comparison.
     *
     * @param models ids, separated by commas
     * @param with one more id or name
     */
    @GET
    public HtmlText compare(@RestQuery String models, @RestQuery String with) {
        Site site = sites.of(request.language(), request.link(), "compare");
        List<String> given =
                Parameters.list("models", models, with == null ? MAX_COMPARED : MAX_COMPARED - 1, Parameters.ID_LENGTH);
        return new HtmlText(Templates.compare(
                        site,
                        comparisons.page(
                                given == null ? List.of() : given,
                                Parameters.text("with", with, 200),
                                request.language(),
                                request.link()))
                .render());
    }
}
