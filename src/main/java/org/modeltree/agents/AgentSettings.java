package org.modeltree.agents;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Settings of the tools for agents. */
@ConfigMapping(prefix = "modeltree.mcp")
interface AgentSettings {

    /** Whether {@code /mcp} answers; if not, nothing exists there. */
    @WithDefault("true")
    boolean enabled();

    /**
     * Origins whose pages may use {@code /mcp}, such as {@code https://agent.example}, or {@code *} for all. Pages on the
     * machine of the service's own host name {@code localhost} may always.
     */
    Optional<List<String>> origins();
}
