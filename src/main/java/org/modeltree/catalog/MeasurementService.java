package org.modeltree.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.modeltree.changes.ChangeService;
import org.modeltree.changes.Subject;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.Written;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;

/** Reads and writes what was measured. */
@ApplicationScoped
class MeasurementService {

    private static final String PART = "/measurements";

    private final Measurements measurements;
    private final ChangeService changes;
    private final ModelIds ids;
    private final Snapshot snapshot;

    MeasurementService(Measurements measurements, ChangeService changes, ModelIds ids, Snapshot snapshot) {
        this.measurements = measurements;
        this.changes = changes;
        this.ids = ids;
        this.snapshot = snapshot;
    }

    /** All measurements of a model. */
    @InSnapshot
    ModelPart<ListView<MeasurementView>> of(String model, RequestLink link) {
        long revision = ids.requireAt(model, PART);
        return new ModelPart<>(
                revision,
                ListView.whole(measurements.of(model), link, snapshot.revision().orElseThrow()));
    }

    /** The document of one. */
    @InSnapshot
    ModelPart<ObjectNode> document(String model, String id) {
        long revision = ids.requireAt(model, PART + "/" + id);
        return new ModelPart<>(revision, changes.current(subject(model, id)));
    }

    /** Creates or replaces one. */
    Written put(WriteRequest request, String model, String id) {
        return changes.put(request, subject(model, id), () -> ids.requireAt(model, PART + "/" + id));
    }

    /** Changes one. */
    Written patch(WriteRequest request, String model, String id) {
        return changes.patch(request, subject(model, id), () -> ids.requireAt(model, PART + "/" + id));
    }

    /** Takes one out. */
    Written delete(WriteRequest request, String model, String id) {
        return changes.delete(request, subject(model, id), () -> ids.requireAt(model, PART + "/" + id));
    }

    private static Subject subject(String model, String id) {
        return new Subject(
                MeasurementLines.TYPE,
                model + " " + id,
                model,
                Map.of("model", model, "id", id),
                "/api/v1/models/" + model + PART + "/" + id);
    }
}
