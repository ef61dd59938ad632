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
import org.modeltree.catalog.ModelIds;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;

/** Draws the tree, level by level from its roots. */
@ApplicationScoped
@InSnapshot
class TreeService {

    /** More nodes than this are not told at once. */
    static final int GREATEST_LIMIT = 5_000;

    private final Edges edges;
    private final ModelIds ids;
    private final Snapshot snapshot;

    TreeService(Edges edges, ModelIds ids, Snapshot snapshot) {
        this.edges = edges;
        this.ids = ids;
        this.snapshot = snapshot;
    }

    /**
     * The models of some vendors (null: all) and the edges between them, to a depth below the roots.
     *
     * @param limit of nodes; the deepest are left out
     */
    TreeView tree(List<String> vendors, int depth, int limit) {
        return grown(edges.below(vendors, depth + 1, limit + 1), depth, limit);
    }

    /**
     * A model and its descendants, to a depth, those of some vendors (null: all).
     *
     * @param limit of nodes; the deepest are left out
     */
    TreeView treeBelow(String root, List<String> vendors, int depth, int limit) {
        String id = ids.required(List.of(root)).get(0);
        if (vendors == null) {
            return grown(edges.below(id, depth + 1, limit + 1), depth, limit);
        }
        // Between two of the vendors' models there may be any number of others.
        int drawn = LineageService.GREATEST_DEPTH;
        TreeView whole = grown(edges.below(id, drawn + 1, GREATEST_LIMIT + 1), drawn, GREATEST_LIMIT);
        Map<String, TreeView.Node> kept = whole.nodes().stream()
                .filter(node -> vendors.contains(node.vendor()))
                .collect(Collectors.toMap(TreeView.Node::id, node -> node));
        Map<String, List<String>> children = whole.edges().stream()
                .filter(edge -> kept.containsKey(edge.child()) && kept.containsKey(edge.parent()))
                .collect(Collectors.groupingBy(
                        EdgeView::parent, Collectors.mapping(EdgeView::child, Collectors.toList())));
        Set<String> haveParents =
                children.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        List<String> level = kept.keySet().stream()
                .filter(model -> !haveParents.contains(model))
                .toList();
        List<TreeView.Node> nodes = new ArrayList<>();
        Set<String> seen = new HashSet<>(level);
        for (int distance = 0; distance <= depth && !level.isEmpty(); distance++) {
            int atDepth = distance;
            level.stream()
                    .map(model -> kept.get(model).at(atDepth))
                    .sorted(Comparator.comparing(node -> LineageOrder.of(node.releaseDate(), node.id())))
                    .forEach(nodes::add);
            level = level.stream()
                    .flatMap(parent -> children.getOrDefault(parent, List.of()).stream())
                    .filter(seen::add)
                    .toList();
        }
        List<TreeView.Node> told = nodes.stream().limit(limit).toList();
        List<EdgeView> between = ordered(told, whole.edges());
        return new TreeView(
                told,
                between,
                withoutParents(told, between),
                whole.truncated() || !level.isEmpty() || told.size() < nodes.size());
    }

    /** The tree of some levels, of which a place too deep or too many says that it goes on. */
    private TreeView grown(Edges.Levels levels, int depth, int limit) {
        levels.revision().ifPresent(snapshot::tells);
        List<TreeView.Node> nodes = levels.places().stream()
                .filter(place -> place.distance() <= depth)
                .limit(limit)
                .map(TreeView.Node::of)
                .toList();
        List<EdgeView> between = ordered(
                nodes,
                nodes.isEmpty()
                        ? List.of()
                        : edges.between(nodes.stream().map(TreeView.Node::id).toList()));
        return new TreeView(
                nodes,
                between,
                withoutParents(nodes, between),
                nodes.size() < levels.places().size());
    }

    /** Those of the edges that are between the nodes: by parent as the nodes are, then by the child's release and id. */
    private static List<EdgeView> ordered(List<TreeView.Node> nodes, List<EdgeView> edges) {
        Map<String, Integer> place = new HashMap<>();
        nodes.forEach(node -> place.put(node.id(), place.size()));
        Map<String, LineageOrder> order = new HashMap<>();
        nodes.forEach(node -> order.put(node.id(), LineageOrder.of(node.releaseDate(), node.id())));
        return edges.stream()
                .filter(edge -> place.containsKey(edge.child()) && place.containsKey(edge.parent()))
                .sorted(Comparator.comparing((EdgeView edge) -> place.get(edge.parent()))
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
