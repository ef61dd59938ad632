package org.modeltree.lineage;

import java.util.List;
import org.modeltree.catalog.vendor.VendorRef;
import org.modeltree.http.value.PartialDate;

/**
 * Tree as flat JSON.
 *
 * @param nodes models, level by level
 * @param edges edges between the nodes
 * @param roots ids of the nodes without a parent among the nodes
 * @param truncated whether there are more models than requested
 */
record TreeView(List<Node> nodes, List<EdgeView> edges, List<String> roots, boolean truncated) {

    /**
     * Model in the tree.
     *
     * @param vendor publisher of the model
     * @param depth number of edges below the nearest root, 0 for a root
     */
    record Node(String id, String name, VendorRef vendor, PartialDate releaseDate, int depth) {

        static Node of(Edges.Node node) {
            return new Node(node.id(), node.name(), node.vendor(), node.releaseDate(), node.distance());
        }

        /** The same model at another depth. */
        Node at(int otherDepth) {
            return new Node(id, name, vendor, releaseDate, otherDepth);
        }
    }
}
