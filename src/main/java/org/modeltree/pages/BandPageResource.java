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
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.value.Media;
import org.modeltree.pages.score.BandPageService;
import org.modeltree.pages.score.CapabilityPage;

/** {@code /bands} and {@code /bands/{capability}}: capabilities; with {@code .md} behind them, the same as Markdown. */
@Path("/")
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
    @Path("bands")
    public HtmlText bands() {
        return new HtmlText(
                Templates.bands(site(), bands.bands(request.language())).render());
    }

    @GET
    @Path("bands.md")
    @Produces({Media.MARKDOWN, MediaType.WILDCARD})
    public MarkdownText markdown() {
        return PageMarkdown.of(site(), bands.bands(request.language()));
    }

    @GET
    @Path("bands/{capability}")
    public HtmlText capability(@RestPath String capability, @RestQuery String cohort, @RestQuery String cursor) {
        return new HtmlText(
                Templates.capability(site(), page(capability, cohort, cursor)).render());
    }

    /** One capability as Markdown; ids of capabilities have no dots. */
    @GET
    // \G, because the pattern would be tried from each character of the path, which takes seconds for a long one.
    @Path("bands/{twin:\\G[^/]+[.]md}")
    @Produces({Media.MARKDOWN, MediaType.WILDCARD})
    public MarkdownText markdown(@RestPath String twin, @RestQuery String cohort, @RestQuery String cursor) {
        return PageMarkdown.of(site(), page(twin.substring(0, twin.length() - ".md".length()), cohort, cursor));
    }

    private Site site() {
        return sites.of(request.language(), request.link(), "bands");
    }

    private CapabilityPage page(String capability, String cohort, String cursor) {
        String known = Parameters.oneOf("cohort", cohort, COHORTS);
        return bands.capability(
                capability,
                known == null ? COHORTS.get(0) : known,
                PageRequest.of(null, cursor),
                request.language(),
                request.link());
    }
}
