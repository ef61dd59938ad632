package org.modeltree.security;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;
import org.modeltree.http.edge.Caller;

/** Resource with a write for each role, and one without a role annotation. */
@Path("/test/writes")
@Produces("application/json")
public class ForgottenResource {

    private final Caller caller;

    ForgottenResource(Caller caller) {
        this.caller = caller;
    }

    @GET
    public Map<String, Object> who() {
        return Map.of(
                "name",
                caller.name().orElse("nobody"),
                "key",
                caller.key().orElse("none"),
                "curator",
                caller.is("curator"));
    }

    @POST
    public String forgotten() {
        return "\"done\"";
    }

    @PUT
    @RolesAllowed("curator")
    public String put(Map<String, String> body) {
        return "\"done " + body.size() + "\"";
    }

    @PATCH
    @RolesAllowed("admin")
    public String patch(Map<String, String> body) {
        return "\"done " + body.size() + "\"";
    }

    @DELETE
    @PermitAll
    public String delete() {
        return "\"done\"";
    }
}
