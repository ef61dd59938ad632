package org.modeltree.imports;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.edge.Caller;
import org.modeltree.http.problem.Parameters;
import org.modeltree.imports.history.ImportHistory;
import org.modeltree.imports.history.ImportRun;
import org.modeltree.imports.undo.ImportUndoService;

/** {@code /api/v1/imports}. */
@Path("/api/v1/imports")
@Produces(MediaType.APPLICATION_JSON)
class ImportResource {

    private static final String SKIP = "skip";
    private static final List<String> ON_ERROR = List.of("reject", SKIP);
    private static final int ACCEPTED = 202;

    private final ImportService imports;
    private final ImportHistory history;
    private final ImportUndoService undo;
    private final CurrentRequest request;
    private final Caller caller;

    ImportResource(
            ImportService imports,
            ImportHistory history,
            ImportUndoService undo,
            CurrentRequest request,
            Caller caller) {
        this.imports = imports;
        this.history = history;
        this.undo = undo;
        this.request = request;
        this.caller = caller;
    }

    @POST
    @RolesAllowed("curator")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> take(
            @RestQuery String format, @RestQuery String dryRun, @RestQuery String onError, @RestQuery String complete) {
        String known =
                Parameters.required("format", format, given -> Parameters.oneOf("format", given, imports.formats()));
        Boolean dry = Parameters.flag("dryRun", dryRun);
        boolean skip = SKIP.equals(Parameters.oneOf("onError", onError, ON_ERROR));
        Boolean whole = Parameters.flag("complete", complete);
        request.requireKnownEncoding();
        request.rejectForm(imports.mediaType(known), imports.mediaTypes());
        // The body is received last, after all other checks.
        return Uni.createFrom()
                .completionStage(imports.take(
                        request,
                        caller.key().orElse(""),
                        known,
                        dry != null && dry,
                        skip,
                        whole != null && whole,
                        caller.name().orElse("anonymous")))
                .map(ImportResource::answer);
    }

    private static Response answer(ImportReport.AtRevision current) {
        ImportReport report = current.report();
        if (report.isOver()) {
            return answered(current);
        }
        return Response.status(ACCEPTED)
                .header("Location", "/api/v1/imports/" + report.id())
                .entity(report)
                .build();
    }

    private static Response answered(ImportReport.AtRevision current) {
        Response.ResponseBuilder answer = Response.ok(current.report());
        return (current.revision() == null ? answer : answer.header("Modeltree-Revision", current.revision())).build();
    }

    @GET
    @RolesAllowed("curator")
    public ListView<ImportRun> list(@RestQuery String limit, @RestQuery String cursor) {
        return history.list(PageRequest.of(limit, cursor), request.link());
    }

    @GET
    @Path("{id}")
    @RolesAllowed("curator")
    public Response report(@RestPath String id) {
        request.answersInEnglish();
        return answered(imports.report(id));
    }

    @POST
    @Path("{id}/undo")
    @RolesAllowed("curator")
    public Response undo(@RestPath String id, @RestQuery String dryRun) {
        Boolean dry = Parameters.flag("dryRun", dryRun);
        return undo.undo(request.write(null), id, dry != null && dry).answer(request);
    }
}
