package org.modeltree.card;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.modeltree.card.words.Labels;
import org.modeltree.http.CurrentRequest;

/** {@code /api/v1/labels}. */
@Path("/api/v1/labels")
@Produces(MediaType.APPLICATION_JSON)
class LabelsResource {

    private final LabelsService labels;
    private final CurrentRequest request;

    LabelsResource(LabelsService labels, CurrentRequest request) {
        this.labels = labels;
        this.request = request;
    }

    @GET
    public Labels labels() {
        return labels.in(request.language());
    }
}
