/** Tools and resources for agents, by the Model Context Protocol (MCP) at {@code /mcp}. Imported by nobody. */
package org.modeltree.agents;
