package org.modeltree.revision;

import jakarta.enterprise.context.RequestScoped;
import java.util.OptionalLong;

/** The snapshot that the current request's answer is read in, once there is one. */
@RequestScoped
public class Snapshot {

    private OptionalLong revision = OptionalLong.empty();

    /** The catalog's revision in the snapshot, in changes since the catalog began; empty before anything was read. */
    public OptionalLong revision() {
        return revision;
    }

    void opened(long at) {
        revision = OptionalLong.of(at);
    }
}
