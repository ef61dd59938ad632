package org.modeltree.catalog.measurement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.records.MeasurementRecordType;
import org.modeltree.changes.write.ChangeService;
import org.modeltree.changes.write.WriteCheck;
import org.modeltree.changes.write.WriteTarget;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.Versioned;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Reads and writes measurements of a model. */
@ApplicationScoped
class MeasurementService {

    private static final String PART = "/measurements";

    private final Measurements measurements;
    private final ChangeService changes;
    private final ModelIds ids;
    private final AnswerParts parts;

    MeasurementService(Measurements measurements, ChangeService changes, ModelIds ids, AnswerParts parts) {
        this.measurements = measurements;
        this.changes = changes;
        this.ids = ids;
        this.parts = parts;
    }

    /** All measurements of a model. A list is not written, so its ETag does not carry the model's revision. */
    @InSnapshot
    ListView<MeasurementView> of(String model, Language language, RequestLink link) {
        ids.requireAt(model, PART);
        parts.madeOf(Part.model(model), Part.every("benchmark"), Part.every("capability"));
        return ListView.complete(measurements.of(model, language), link);
    }

    /** The document of a measurement. */
    @InSnapshot
    Versioned<ObjectNode> document(String model, String id) {
        long revision = ids.requireAt(model, PART + "/" + id);
        return new Versioned<>(revision, changes.current(target(model, id)));
    }

    /** Creates or replaces a measurement. */
    WriteResult put(WriteRequest request, String model, String id) {
        return changes.put(
                request, target(model, id), WriteCheck.ofModel(() -> ids.requireToWrite(model, PART + "/" + id)));
    }

    /** Applies a merge patch to a measurement. */
    WriteResult patch(WriteRequest request, String model, String id) {
        return changes.patch(
                request, target(model, id), WriteCheck.ofModel(() -> ids.requireToWrite(model, PART + "/" + id)));
    }

    /** Deletes a measurement. */
    WriteResult delete(WriteRequest request, String model, String id) {
        return changes.delete(
                request, target(model, id), WriteCheck.ofModel(() -> ids.requireAt(model, PART + "/" + id)));
    }

    private static WriteTarget target(String model, String id) {
        return new WriteTarget(
                MeasurementRecordType.TYPE,
                model + " " + id,
                model,
                Map.of("model", model, "id", id),
                "/api/v1/models/" + model + PART + "/" + id);
    }
}
