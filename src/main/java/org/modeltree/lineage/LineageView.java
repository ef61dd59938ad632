package org.modeltree.lineage;

import java.util.List;
import org.modeltree.http.value.PartialDate;

/**
 * Lineage of a model, as JSON.
 *
 * @param id id of the model
 * @param nodes the model and its relatives, nearest first
 * @param edges all edges between the nodes
 * @param truncated whether there are more relatives than requested
 */
public record LineageView(String id, List<Node> nodes, List<EdgeView> edges, boolean truncated) {

    /**
     * The model or a relative.
     *
     * @param distance number of edges on the shortest path: negative for ancestors, 0 for the model itself
     */
    public record Node(String id, String name, PartialDate releaseDate, int distance) {}
}
