package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** Settings of a port for operators. */
@ConfigMapping(prefix = "modeltree.management")
public interface ManagementSettings {

    /** Key of {@link #port}, for messages. */
    String PORT = "modeltree.management.port";

    /** TCP port for health and metrics, which are then not on the port of the API; 0 is any free one. */
    OptionalInt port();

    /** Address that this port is opened on. */
    @WithDefault("0.0.0.0")
    String host();
}
