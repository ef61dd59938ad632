package org.modeltree.catalog.measurement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.records.MeasurementRecordType;
import org.modeltree.changes.ChangeService;
import org.modeltree.changes.WriteTarget;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.Versioned;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
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
    Versioned<ListView<MeasurementView>> of(String model, RequestLink link) {
        long revision = ids.requireAt(model, PART);
        return new Versioned<>(
                revision,
                ListView.complete(
                        measurements.of(model), link, snapshot.revision().orElseThrow()));
    }

    /** The document of one. */
    @InSnapshot
    Versioned<ObjectNode> document(String model, String id) {
        long revision = ids.requireAt(model, PART + "/" + id);
        return new Versioned<>(revision, changes.current(subject(model, id)));
    }

    /** Creates or replaces one. */
    WriteResult put(WriteRequest request, String model, String id) {
        return changes.put(request, subject(model, id), () -> ids.requireAt(model, PART + "/" + id));
    }

    /** Changes one. */
    WriteResult patch(WriteRequest request, String model, String id) {
        return changes.patch(request, subject(model, id), () -> ids.requireAt(model, PART + "/" + id));
    }

    /** Takes one out. */
    WriteResult delete(WriteRequest request, String model, String id) {
        return changes.delete(request, subject(model, id), () -> ids.requireAt(model, PART + "/" + id));
    }

    private static WriteTarget subject(String model, String id) {
        return new WriteTarget(
                MeasurementRecordType.TYPE,
                model + " " + id,
                model,
                Map.of("model", model, "id", id),
                "/api/v1/models/" + model + PART + "/" + id);
    }
}
