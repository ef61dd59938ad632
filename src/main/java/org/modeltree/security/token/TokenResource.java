package org.modeltree.security.token;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.edge.Caller;

/** Resource {@code /api/v1/tokens}. */
@Path("/api/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
class TokenResource {

    private final TokenService tokens;
    private final CurrentRequest request;
    private final Caller caller;
    private final Clock clock;

    TokenResource(TokenService tokens, CurrentRequest request, Caller caller, Clock clock) {
        this.tokens = tokens;
        this.request = request;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RolesAllowed("admin")
    public ListView<TokenView> list(@RestQuery String limit, @RestQuery String cursor) {
        return tokens.list(PageRequest.of(limit, cursor), request.link());
    }

    @POST
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        CreatedTokenView created = tokens.create(
                NewToken.of(request.body(body), clock.instant()), caller.name().orElseThrow());
        return Response.status(201)
                .header(
                        HttpHeaders.LOCATION,
                        "/api/v1/tokens/" + created.token().id())
                .entity(created)
                .build();
    }

    @GET
    @RolesAllowed("admin")
    @Path("{id}")
    public TokenView get(@RestPath String id) {
        return tokens.get(id);
    }

    @DELETE
    @RolesAllowed("admin")
    @Path("{id}")
    public void revoke(@RestPath String id) {
        tokens.revoke(id);
    }
}
