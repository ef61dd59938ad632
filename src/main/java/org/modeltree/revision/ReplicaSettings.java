package org.modeltree.revision;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** A standby of the database that reads may be answered from. */
@ConfigMapping(prefix = "modeltree.read-replica")
public interface ReplicaSettings {

    /** JDBC URL of one standby that follows the database by streaming replication; without one there is none. */
    Optional<String> url();

    /** Who connects to it; without a name the database's own user. */
    Optional<String> user();

    /** That user's password; without one the password of the database's own user. */
    Optional<String> password();
}
