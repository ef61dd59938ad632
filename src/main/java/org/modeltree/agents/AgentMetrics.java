package org.modeltree.agents;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Leaves out the timers of the MCP extension. They have the address of a resource as a label, so that a client could fill the
 * memory with series; the requests are counted like all others.
 */
class AgentMetrics {

    @Produces
    @Singleton
    MeterFilter withoutTimers() {
        return MeterFilter.denyNameStartsWith("mcp.server.requests");
    }
}
