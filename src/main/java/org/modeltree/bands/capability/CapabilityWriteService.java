package org.modeltree.bands.capability;

import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.changes.ChangeService;
import org.modeltree.changes.WriteTarget;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;

/** Writes capabilities; what they score is computed when it is read, so a changed scale shows at once. */
@ApplicationScoped
class CapabilityWriteService {

    private final ChangeService changes;

    CapabilityWriteService(ChangeService changes) {
        this.changes = changes;
    }

    /** Creates or replaces one. */
    WriteResult put(WriteRequest request, String id) {
        return changes.put(request, subject(id));
    }

    /** Changes one. */
    WriteResult patch(WriteRequest request, String id) {
        return changes.patch(request, subject(id));
    }

    /** Takes one out. */
    WriteResult delete(WriteRequest request, String id) {
        return changes.delete(request, subject(id));
    }

    private static WriteTarget subject(String id) {
        return ChangeService.targetWithoutModel(CapabilityRecordType.TYPE, id, "/api/v1/capabilities/" + id);
    }
}
