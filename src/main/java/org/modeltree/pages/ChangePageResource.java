package org.modeltree.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.HtmlText;
import org.modeltree.http.problem.Parameters;
import org.modeltree.pages.list.ChangesPageService;

/** {@code /changes}: the change log. */
@Path("/changes")
@Produces(MediaType.TEXT_HTML)
class ChangePageResource {

    private final ChangesPageService changes;
    private final CurrentRequest request;

    ChangePageResource(ChangesPageService changes, CurrentRequest request) {
        this.changes = changes;
        this.request = request;
    }

    @GET
    public HtmlText changes(@RestQuery String before) {
        Site site = Site.of(request.language(), request.link(), "changes");
        Long revision = Parameters.integer("before", before, 1, Long.MAX_VALUE);
        return new HtmlText(
                Templates.changes(site, changes.page(revision, request.link())).render());
    }
}
