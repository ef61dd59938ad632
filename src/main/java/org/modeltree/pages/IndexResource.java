package org.modeltree.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.modeltree.http.CurrentRequest;

/** {@code /api/v1}. Its descriptions are those of the contract, in English. */
@Path(IndexService.API)
@Produces(MediaType.APPLICATION_JSON)
class IndexResource {

    private final IndexService index;
    private final CurrentRequest request;

    IndexResource(IndexService index, CurrentRequest request) {
        this.index = index;
        this.request = request;
    }

    @GET
    public IndexView index() {
        request.answersInEnglish();
        return index.api();
    }
}
