package org.modeltree.revision;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Settings of a standby that answers reads. */
@ConfigMapping(prefix = "modeltree.read-replica")
public interface ReplicaSettings {

    /** JDBC URL of a streaming-replication standby of the database; no standby if not set. */
    Optional<String> url();

    /** User of the standby; the primary's user if not set. */
    Optional<String> user();

    /** Password of that user; the password of the primary's user if not set. */
    Optional<String> password();
}
