package org.modeltree.bands;

import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.changes.ChangeService;
import org.modeltree.changes.Subject;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.Written;

/** Writes capabilities; what they score is computed when it is read, so a changed scale shows at once. */
@ApplicationScoped
class CapabilityWriteService {

    private final ChangeService changes;

    CapabilityWriteService(ChangeService changes) {
        this.changes = changes;
    }

    /** Creates or replaces one. */
    Written put(WriteRequest request, String id) {
        return changes.put(request, subject(id));
    }

    /** Changes one. */
    Written patch(WriteRequest request, String id) {
        return changes.patch(request, subject(id));
    }

    /** Takes one out. */
    Written delete(WriteRequest request, String id) {
        return changes.delete(request, subject(id));
    }

    private static Subject subject(String id) {
        return ChangeService.thing(CapabilityLines.TYPE, id, "/api/v1/capabilities/" + id);
    }
}
