package org.modeltree.lineage;

import java.util.List;
import org.modeltree.http.value.PartialDate;

/** A model's relatives and the edges between them, as JSON. */
record LineageView(String id, List<Node> nodes, List<EdgeView> edges, boolean truncated) {

    /**
     * A relative.
     *
     * @param distance edges away on the shortest way; ancestors below zero
     */
    record Node(String id, String name, PartialDate releaseDate, int distance) {

        static Node of(Edges.Place place) {
            return new Node(place.id(), place.name(), place.releaseDate(), place.distance());
        }
    }
}
