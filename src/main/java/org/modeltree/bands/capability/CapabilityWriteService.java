package org.modeltree.bands.capability;

import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.changes.write.ChangeService;
import org.modeltree.changes.write.WriteTarget;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;

/** Writes capabilities. Scores are computed on read, so a changed scale takes effect at once. */
@ApplicationScoped
class CapabilityWriteService {

    private final ChangeService changes;

    CapabilityWriteService(ChangeService changes) {
        this.changes = changes;
    }

    /** Creates or replaces a capability. */
    WriteResult put(WriteRequest request, String id) {
        return changes.put(request, target(id));
    }

    /** Updates a capability. */
    WriteResult patch(WriteRequest request, String id) {
        return changes.patch(request, target(id));
    }

    /** Deletes a capability. */
    WriteResult delete(WriteRequest request, String id) {
        return changes.delete(request, target(id));
    }

    private static WriteTarget target(String id) {
        return ChangeService.targetWithoutModel(CapabilityRecordType.TYPE, id, "/api/v1/capabilities/" + id);
    }
}
