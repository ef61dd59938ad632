package org.modeltree.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.HtmlText;
import org.modeltree.http.problem.Parameters;
import org.modeltree.pages.list.ListPageService;

/** {@code /} for browsers; other clients get an index from {@link EntryPages}. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
class StartPageResource {

    private final ListPageService lists;
    private final Sites sites;
    private final CurrentRequest request;

    StartPageResource(ListPageService lists, Sites sites, CurrentRequest request) {
        this.lists = lists;
        this.sites = sites;
        this.request = request;
    }

    /**
     * The start page.
     *
     * @param model id of the model that the tree shows first; read by the page's script
     */
    @GET
    public HtmlText start(@RestQuery String model) {
        Parameters.text("model", model, Parameters.ID_LENGTH);
        Site site = sites.of(request.language(), request.link(), "tree");
        return new HtmlText(Templates.start(site, lists.start(request.language(), request.link()))
                .render());
    }
}
