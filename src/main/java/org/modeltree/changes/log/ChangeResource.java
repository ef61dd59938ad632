package org.modeltree.changes.log;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/changes}. */
@Path("/api/v1/changes")
@Produces(MediaType.APPLICATION_JSON)
class ChangeResource {

    private static final int MAX_CAPABILITY_LENGTH = 60;

    private final ChangeLogService changes;
    private final CurrentRequest request;

    ChangeResource(ChangeLogService changes, CurrentRequest request) {
        this.changes = changes;
        this.request = request;
    }

    @GET
    public ListView<ChangeView> list(
            @RestQuery String since,
            @RestQuery String model,
            @RestQuery String capability,
            @RestQuery String limit,
            @RestQuery String cursor) {
        Long sinceRevision = Parameters.integer("since", since, 0, Long.MAX_VALUE);
        request.expectRevision(sinceRevision == null ? 0 : sinceRevision);
        return changes.list(
                sinceRevision,
                Parameters.text("model", model, Parameters.ID_LENGTH),
                Parameters.text("capability", capability, MAX_CAPABILITY_LENGTH),
                PageRequest.of(limit, cursor),
                request.link());
    }
}
