package org.modeltree.imports.unmatched;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/imports/unmatched}; the provider's id of an offering may contain slashes. */
@Path("/api/v1/imports/unmatched")
@Produces(MediaType.APPLICATION_JSON)
class UnmatchedResource {

    private static final String ONE = "{provider}/{id: .+}";
    private static final int SEGMENTS_BEFORE_ID = 5;
    private static final int ORIGIN_LENGTH = 40;
    private static final int Q_LENGTH = 200;
    private static final String PENDING = "pending";
    private static final List<String> STATES =
            List.of(PENDING, DecisionRecordType.ACCEPTED, DecisionRecordType.REJECTED);

    private final UnmatchedService unmatched;
    private final CurrentRequest request;

    UnmatchedResource(UnmatchedService unmatched, CurrentRequest request) {
        this.unmatched = unmatched;
        this.request = request;
    }

    @GET
    @RolesAllowed("curator")
    public ListView<UnmatchedView> list(
            @RestQuery String origin,
            @RestQuery String provider,
            @RestQuery String q,
            @RestQuery String state,
            @RestQuery String limit,
            @RestQuery String cursor) {
        List<String> states = Parameters.listOf("state", state, STATES);
        return unmatched.list(
                new UnmatchedFilter(
                        Parameters.text("origin", origin, ORIGIN_LENGTH),
                        Parameters.text("provider", provider, Parameters.ID_LENGTH),
                        Parameters.text("q", q, Q_LENGTH),
                        states == null ? List.of(PENDING) : states),
                PageRequest.of(limit, cursor),
                request.link());
    }

    @GET
    @Path(ONE)
    @RolesAllowed("curator")
    public UnmatchedView one(@RestPath String provider) {
        return unmatched.one(provider, id()).answer(request);
    }

    @PUT
    @Path(ONE)
    @RolesAllowed("curator")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response decide(@RestPath String provider, InputStream body) {
        return unmatched.decide(request.write(body), provider, id()).answer(request);
    }

    @DELETE
    @Path(ONE)
    @RolesAllowed("curator")
    public Response withdraw(@RestPath String provider) {
        return unmatched.withdraw(request.write(null), provider, id()).answer(request);
    }

    private String id() {
        return request.decodedPathAfter(SEGMENTS_BEFORE_ID);
    }
}
