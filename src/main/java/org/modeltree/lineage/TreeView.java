package org.modeltree.lineage;

import java.util.List;
import org.modeltree.http.value.PartialDate;

/** A flat picture of the tree as JSON. */
record TreeView(List<Node> nodes, List<EdgeView> edges, List<String> roots, boolean truncated) {

    /**
     * A model in the tree.
     *
     * @param depth edges below the nearest root
     */
    record Node(String id, String name, String vendor, PartialDate releaseDate, int depth) {

        static Node of(Edges.Place place) {
            return new Node(place.id(), place.name(), place.vendorId(), place.releaseDate(), place.distance());
        }

        /** The same model at another depth. */
        Node at(int otherDepth) {
            return new Node(id, name, vendor, releaseDate, otherDepth);
        }
    }
}
