package org.modeltree.lineage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.catalog.vendor.VendorRef;
import org.modeltree.http.FilterSuggestion;

/**
 * Tree as columns: the same models and edges as in {@link TreeView}, with a third of its size. What repeats is listed once,
 * and referred to by its position, which begins with 0.
 *
 * @param vendors publishers, in the order in which the models name them
 * @param relations relations, in the order in which the edges name them
 * @param methods methods, likewise
 * @param models models, level by level
 * @param edges edges between the models
 * @param truncated whether there are more models than requested
 * @param suggestions vendors that do not exist, with what the client may have meant; usually empty
 */
record TreeColumns(
        List<VendorRef> vendors,
        List<String> relations,
        List<String> methods,
        Models models,
        Edges edges,
        boolean truncated,
        List<FilterSuggestion> suggestions) {

    /**
     * Models, one for each position of the lists.
     *
     * @param vendor positions in the list of vendors
     * @param releaseDate {@code 2024}, {@code 2024-01} or {@code 2024-01-31}; null if unknown
     * @param depth numbers of edges below the nearest root, 0 for a root
     */
    record Models(
            List<String> id, List<String> name, List<Integer> vendor, List<String> releaseDate, List<Integer> depth) {}

    /**
     * Edges, one for each position of the lists.
     *
     * @param child positions in the list of models
     * @param parent positions in the list of models
     * @param relation positions in the list of relations
     * @param method positions in the list of methods; null if unknown
     */
    record Edges(List<Integer> child, List<Integer> parent, List<Integer> relation, List<Integer> method) {}

    /** The columns of a tree. */
    static TreeColumns of(TreeView tree) {
        Positions<VendorRef> vendors = new Positions<>();
        Models models = new Models(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<String, Integer> position = new HashMap<>();
        for (TreeView.Node node : tree.nodes()) {
            position.put(node.id(), position.size());
            models.id().add(node.id());
            models.name().add(node.name());
            models.vendor().add(vendors.of(node.vendor()));
            models.releaseDate()
                    .add(node.releaseDate() == null ? null : node.releaseDate().value());
            models.depth().add(node.depth());
        }
        Positions<String> relations = new Positions<>();
        Positions<String> methods = new Positions<>();
        Edges edges = new Edges(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (EdgeView edge : tree.edges()) {
            edges.child().add(position.get(edge.child()));
            edges.parent().add(position.get(edge.parent()));
            edges.relation().add(relations.of(edge.relation()));
            edges.method().add(edge.method() == null ? null : methods.of(edge.method()));
        }
        return new TreeColumns(
                vendors.all(), relations.all(), methods.all(), models, edges, tree.truncated(), tree.suggestions());
    }

    /** Values in the order in which they came, each once. */
    private static final class Positions<T> {

        private final Map<T, Integer> positions = new LinkedHashMap<>();

        int of(T value) {
            return positions.computeIfAbsent(value, added -> positions.size());
        }

        List<T> all() {
            return List.copyOf(positions.keySet());
        }
    }
}
