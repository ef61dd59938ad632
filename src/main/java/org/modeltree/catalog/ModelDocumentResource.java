package org.modeltree.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.modeltree.http.CurrentRequest;

/** {@code /api/v1/models/{vendor}/{slug}/document}: the document that a PUT of the model replaces. */
@Path("/api/v1/models/{vendor}/{slug}/document")
@Produces(MediaType.APPLICATION_JSON)
class ModelDocumentResource {

    private final ModelDocumentService documents;
    private final CurrentRequest request;

    ModelDocumentResource(ModelDocumentService documents, CurrentRequest request) {
        this.documents = documents;
        this.request = request;
    }

    @GET
    public ObjectNode document(@RestPath String vendor, @RestPath String slug) {
        return documents.document(vendor + "/" + slug).answer(request);
    }
}
