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

    /** More nodes than this no page can show. */
    static final int MOST_NODES = 5_000;

    private final Edges edges;
    private final ModelIds ids;
    private final Snapshot snapshot;

    TreeService(Edges edges, ModelIds ids, Snapshot snapshot) {
        this.edges = edges;
        this.ids = ids;
        this.snapshot = snapshot;
    }

    /** The models of some vendors (null: all) and the edges between them, to a depth below the roots. */
    TreeView tree(List<String> vendors, int depth) {
        return grown(edges.below(vendors, depth + 1, MOST_NODES + 1), depth);
    }

    /** A model and its descendants, to a depth, those of some vendors (null: all). */
    TreeView treeBelow(String root, List<String> vendors, int depth) {
        String id = ids.required(List.of(root)).get(0);
        int drawn = vendors == null ? depth : LineageService.GREATEST_DEPTH;
        TreeView whole = grown(edges.below(id, drawn + 1, MOST_NODES + 1), drawn);
        if (vendors == null) {
            return whole;
        }
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
        List<EdgeView> between = ordered(nodes, whole.edges());
        return new TreeView(nodes, between, withoutParents(nodes, between), whole.truncated() || !level.isEmpty());
    }

    /** The tree of some levels, of which a place too deep or too many says that it goes on. */
    private TreeView grown(Edges.Levels levels, int depth) {
        levels.revision().ifPresent(snapshot::tells);
        List<TreeView.Node> nodes = levels.places().stream()
                .filter(place -> place.distance() <= depth)
                .limit(MOST_NODES)
                .map(TreeView.Node::of)
                .toList();
        List<EdgeView> between = ordered(
                nodes,
                nodes.isEmpty()
                        ? List.of()
                        : edges.between(nodes.stream().map(TreeView.Node::id).toList()).stream()
                                .map(EdgeView::of)
                                .toList());
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
