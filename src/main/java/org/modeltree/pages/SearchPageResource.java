package org.modeltree.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.HtmlText;
import org.modeltree.http.PageRequest;
import org.modeltree.http.problem.Parameters;
import org.modeltree.pages.list.ListPageService;

/** {@code /search}: models that match words. */
@Path("/search")
@Produces(MediaType.TEXT_HTML)
class SearchPageResource {

    private final ListPageService lists;
    private final Sites sites;
    private final CurrentRequest request;

    SearchPageResource(ListPageService lists, Sites sites, CurrentRequest request) {
        this.lists = lists;
        this.sites = sites;
        this.request = request;
    }

    @GET
    public HtmlText search(@RestQuery String q, @RestQuery String vendor, @RestQuery String cursor) {
        Site site = sites.of(request.language(), request.link(), "");
        String publisher = Parameters.text("vendor", vendor, Parameters.ID_LENGTH);
        return new HtmlText(Templates.search(
                        site,
                        lists.search(
                                Parameters.text("q", q, 200),
                                publisher == null ? null : publisher.toLowerCase(Locale.ROOT),
                                PageRequest.of(null, cursor),
                                request.language(),
                                request.link()))
                .render());
    }
}
