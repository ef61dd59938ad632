package org.modeltree.offering;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.modeltree.catalog.ModelIds;
import org.modeltree.changes.write.ChangeService;
import org.modeltree.changes.write.WriteCheck;
import org.modeltree.changes.write.WriteTarget;
import org.modeltree.http.Versioned;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Parameters;
import org.modeltree.revision.InSnapshot;

/** Writes offerings and their prices. */
@ApplicationScoped
class OfferingWriteService {

    private final ChangeService changes;
    private final ModelIds ids;

    OfferingWriteService(ChangeService changes, ModelIds ids) {
        this.changes = changes;
        this.ids = ids;
    }

    /** The document of an offering, as it can be written back. */
    @InSnapshot
    Versioned<ObjectNode> document(String model, String provider, String id) {
        long revision = ids.requireAt(model, subPath(provider, id));
        return new Versioned<>(revision, changes.current(target(model, provider, id)));
    }

    /** Creates or replaces an offering, with all its prices. */
    WriteResult put(WriteRequest request, String model, String provider, String id) {
        return changes.put(
                request,
                target(model, provider, id),
                WriteCheck.ofModel(() -> ids.requireToWrite(model, subPath(provider, id))));
    }

    /** Updates an offering. */
    WriteResult patch(WriteRequest request, String model, String provider, String id) {
        return changes.patch(
                request,
                target(model, provider, id),
                WriteCheck.ofModel(() -> ids.requireToWrite(model, subPath(provider, id))));
    }

    /** Deletes an offering. */
    WriteResult delete(WriteRequest request, String model, String provider, String id) {
        return changes.delete(
                request,
                target(model, provider, id),
                WriteCheck.ofModel(() -> ids.requireAt(model, subPath(provider, id))));
    }

    private static String subPath(String provider, String id) {
        return "/offerings/" + Parameters.encoded(provider) + "/" + Parameters.encoded(id);
    }

    private static WriteTarget target(String model, String provider, String id) {
        return new WriteTarget(
                OfferingRecordType.TYPE,
                provider + " " + id,
                model,
                Map.of("model", model, "provider", provider, "id", id),
                "/api/v1/models/" + model + subPath(provider, id));
    }
}
