package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** Settings of a port for operators. */
@ConfigMapping(prefix = "modeltree.management")
public interface ManagementSettings {

    /** Key of {@link #port}, for messages. */
    String PORT = "modeltree.management.port";

    /** TCP port on which health and metrics are then, and not on the port of the API; any free one with 0. */
    OptionalInt port();

    /** Address that this port is opened on. */
    @WithDefault("0.0.0.0")
    String host();
}
