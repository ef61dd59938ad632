package org.modeltree.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.http.Versioned;
import org.modeltree.revision.InSnapshot;

/** Reads the document that a PUT of a model replaces. */
@ApplicationScoped
@InSnapshot
class ModelDocumentService {

    private final ModelWriteService models;

    ModelDocumentService(ModelWriteService models) {
        this.models = models;
    }

    /** The document of a model. */
    Versioned<ObjectNode> document(String id) {
        return models.document(id);
    }
}
