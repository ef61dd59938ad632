package org.modeltree.lineage;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.modeltree.catalog.FilterSuggestions;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.query.Traits;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Reads trees, level by level from their roots. */
@ApplicationScoped
@InSnapshot
class TreeService {

    /** Maximum number of nodes in a response. */
    static final int MAX_LIMIT = 5_000;

    /** Maximum number of models in a response of columns, which has some 70 bytes for each, a quarter of it compressed. */
    static final int MAX_COLUMNS = 20_000;

    private final Edges edges;
    private final ModelIds ids;
    private final FilterSuggestions suggestions;
    private final Snapshot snapshot;
    private final AnswerParts parts;

    TreeService(Edges edges, ModelIds ids, FilterSuggestions suggestions, Snapshot snapshot, AnswerParts parts) {
        this.edges = edges;
        this.ids = ids;
        this.suggestions = suggestions;
        this.snapshot = snapshot;
        this.parts = parts;
    }

    /**
     * Models of some vendors and the edges between them.
     *
     * @param vendors vendor ids; null for all
     * @param depth maximum depth below the roots, in edges
     * @param limit maximum number of nodes; the deepest are left out
     */
    TreeView tree(List<String> vendors, int depth, int limit) {
        return suggesting(vendors, treeOf(edges.below(vendors, depth + 1, limit + 1), depth, limit));
    }

    private TreeView suggesting(List<String> vendors, TreeView tree) {
        return tree.suggesting(
                suggestions.of(!tree.nodes().isEmpty(), FilterSuggestions.Filter.of(Traits.ofVendors(vendors))));
    }

    /**
     * A model and its descendants.
     *
     * @param root id that certainly means the model
     * @param vendors ids of the vendors whose models are included; null for all
     * @param depth maximum depth below the root, in edges
     * @param limit maximum number of nodes; the deepest are left out
     */
    TreeView treeBelow(String root, List<String> vendors, int depth, int limit) {
        String id = ids.required(List.of(root)).get(0);
        if (vendors == null) {
            return treeOf(edges.below(id, depth + 1, limit + 1), depth, limit);
        }
        // Two models of the vendors may be connected through models of others, so all levels are read.
        int maxDepth = LineageService.MAX_DEPTH;
        int most = Math.max(limit, MAX_LIMIT);
        TreeView all = treeOf(edges.below(id, maxDepth + 1, most + 1), maxDepth, most);
        Map<String, TreeView.Node> included = all.nodes().stream()
                .filter(node -> vendors.contains(node.vendor().id()))
                .collect(Collectors.toMap(TreeView.Node::id, node -> node));
        Map<String, List<String>> children = all.edges().stream()
                .filter(edge -> included.containsKey(edge.child()) && included.containsKey(edge.parent()))
                .collect(Collectors.groupingBy(
                        EdgeView::parent, Collectors.mapping(EdgeView::child, Collectors.toList())));
        Set<String> haveParents =
                children.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        List<String> level = included.keySet().stream()
                .filter(model -> !haveParents.contains(model))
                .toList();
        List<TreeView.Node> nodes = new ArrayList<>();
        Set<String> seen = new HashSet<>(level);
        for (int distance = 0; distance <= depth && !level.isEmpty(); distance++) {
            int atDepth = distance;
            level.stream()
                    .map(model -> included.get(model).at(atDepth))
                    .sorted(Comparator.comparing(node -> LineageOrder.of(node.releaseDate(), node.id())))
                    .forEach(nodes::add);
            level = level.stream()
                    .flatMap(parent -> children.getOrDefault(parent, List.of()).stream())
                    .filter(seen::add)
                    .toList();
        }
        List<TreeView.Node> shown = nodes.stream().limit(limit).toList();
        List<EdgeView> edgesBetween = ordered(shown, all.edges());
        return suggesting(
                vendors,
                new TreeView(
                        shown,
                        edgesBetween,
                        withoutParents(shown, edgesBetween),
                        all.truncated() || !level.isEmpty() || shown.size() < nodes.size()));
    }

    /** Tree of the levels; truncated if a node is too deep or beyond the limit. */
    private TreeView treeOf(Edges.Levels levels, int depth, int limit) {
        // The root may be named by an alias.
        parts.madeOf(
                Part.every("edge"),
                Part.members(),
                Part.key("name"),
                Part.key("releaseDate"),
                Part.key("aliases"),
                Part.every("vendor"));
        levels.revision().ifPresent(snapshot::recordRevision);
        List<TreeView.Node> nodes = levels.nodes().stream()
                .filter(node -> node.distance() <= depth)
                .limit(limit)
                .map(TreeView.Node::of)
                .toList();
        List<EdgeView> edgesBetween = ordered(
                nodes,
                nodes.isEmpty()
                        ? List.of()
                        : edges.between(nodes.stream().map(TreeView.Node::id).toList()));
        return new TreeView(
                nodes,
                edgesBetween,
                withoutParents(nodes, edgesBetween),
                nodes.size() < levels.nodes().size());
    }

    /** Edges between the nodes, in the order of their parents among the nodes, then by the child's release date and id. */
    private static List<EdgeView> ordered(List<TreeView.Node> nodes, List<EdgeView> edges) {
        Map<String, Integer> position = new HashMap<>();
        nodes.forEach(node -> position.put(node.id(), position.size()));
        Map<String, LineageOrder> order = new HashMap<>();
        nodes.forEach(node -> order.put(node.id(), LineageOrder.of(node.releaseDate(), node.id())));
        return edges.stream()
                .filter(edge -> position.containsKey(edge.child()) && position.containsKey(edge.parent()))
                .sorted(Comparator.comparing((EdgeView edge) -> position.get(edge.parent()))
                        .thenComparing(edge -> order.get(edge.child())))
                .toList();
    }

    private static List<String> withoutParents(List<TreeView.Node> nodes, List<EdgeView> edges) {
        Set<String> children = edges.stream().map(EdgeView::child).collect(Collectors.toSet());
        return nodes.stream()
                .map(TreeView.Node::id)
                .filter(id -> !children.contains(id))
                .toList();
    }
}
