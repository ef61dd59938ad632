package org.modeltree.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.changes.feed.FeedPosition;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.HtmlText;
import org.modeltree.http.MarkdownText;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Media;
import org.modeltree.pages.list.ChangesPage;
import org.modeltree.pages.list.ChangesPageService;

/** {@code /changes} and {@code /changes.md}: the change log. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
class ChangePageResource {

    private static final FeedPosition NEWEST = FeedPosition.endOf(Long.MAX_VALUE);

    private final ChangesPageService changes;
    private final Sites sites;
    private final CurrentRequest request;

    ChangePageResource(ChangesPageService changes, Sites sites, CurrentRequest request) {
        this.changes = changes;
        this.sites = sites;
        this.request = request;
    }

    /**
     * A part of the log, newest first.
     *
     * @param before place in the log, as in the feed: an entry such as 42-977, or a revision, whose own entries are shown
     */
    @GET
    @Path("changes")
    public HtmlText changes(@RestQuery String before) {
        return new HtmlText(Templates.changes(site(), page(before)).render());
    }

    /** The same as Markdown. */
    @GET
    @Path("changes.md")
    @Produces({Media.MARKDOWN, MediaType.WILDCARD})
    public MarkdownText markdown(@RestQuery String before) {
        return PageMarkdown.of(site(), page(before));
    }

    private Site site() {
        return sites.of(request.language(), request.link(), "changes");
    }

    private ChangesPage page(String before) {
        FeedPosition place = Optional.ofNullable(before)
                .map(text -> FeedPosition.of(text)
                        .orElseThrow(() -> new Problem.InvalidParameter(
                                "before",
                                "must be the place of an entry such as 42-977, was " + Parameters.quoted(text))))
                .orElse(NEWEST);
        return changes.page(place);
    }
}
