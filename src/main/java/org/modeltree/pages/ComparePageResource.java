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
import org.modeltree.pages.score.ComparePage;
import org.modeltree.pages.score.ComparePageService;

/** {@code /compare} and {@code /compare.md}: models side by side. */
@Path("/")
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
    @Path("compare")
    public HtmlText compare(@RestQuery String models, @RestQuery String with) {
        return new HtmlText(Templates.compare(site(), page(models, with)).render());
    }

    /** The same as Markdown. */
    @GET
    @Path("compare.md")
    @Produces({Media.MARKDOWN, MediaType.WILDCARD})
    public MarkdownText markdown(@RestQuery String models, @RestQuery String with) {
        return PageMarkdown.of(site(), page(models, with));
    }

    private Site site() {
        return sites.of(request.language(), request.link(), "compare");
    }

    private ComparePage page(String models, String with) {
        List<String> given =
                Parameters.list("models", models, with == null ? MAX_COMPARED : MAX_COMPARED - 1, Parameters.ID_LENGTH);
        return comparisons.page(
                given == null ? List.of() : given,
                Parameters.text("with", with, 200),
                request.language(),
                request.link());
    }
}
