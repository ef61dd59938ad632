package org.modeltree.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code /api/v1}. */
@Path(IndexService.API)
@Produces(MediaType.APPLICATION_JSON)
class IndexResource {

    private final IndexService index;

    IndexResource(IndexService index) {
        this.index = index;
    }

    @GET
    public IndexView index() {
        return index.api();
    }
}
