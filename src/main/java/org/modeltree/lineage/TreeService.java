package org.modeltree.lineage;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.modeltree.catalog.ModelIds;
import org.modeltree.revision.InSnapshot;

/** Draws the tree, level by level from its roots. */
@ApplicationScoped
@InSnapshot
class TreeService {

    /** More nodes than this no page can show. */
    static final int MOST_NODES = 5_000;

    private final Edges edges;
    private final ModelIds ids;

    TreeService(Edges edges, ModelIds ids) {
        this.edges = edges;
        this.ids = ids;
    }

    /** The models of some vendors (null: all) and the edges between them, to a depth below the roots. */
    TreeView tree(List<String> vendors, int depth) {
        List<Edges.Place> roots = edges.roots(vendors, MOST_NODES + 1);
        return grown(roots, vendors, depth);
    }

    /** A model and its descendants, to a depth, those of some vendors (null: all). */
    TreeView treeBelow(String root, List<String> vendors, int depth) {
        String id = ids.required(List.of(root)).get(0);
        TreeView whole =
                grown(edges.places(List.of(id), 0), null, vendors == null ? depth : LineageService.GREATEST_DEPTH);
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
        List<EdgeView> between = ordered(nodes);
        return new TreeView(nodes, between, withoutParents(nodes, between), whole.truncated() || !level.isEmpty());
    }

    private TreeView grown(List<Edges.Place> roots, List<String> vendors, int depth) {
        Map<String, Edges.Place> known = new LinkedHashMap<>();
        boolean truncated = !addUntilFull(known, roots);
        List<Edges.Place> level = roots;
        for (int distance = 1; !level.isEmpty() && !truncated; distance++) {
            List<String> parents = level.stream().map(Edges.Place::id).toList();
            List<Edges.Place> next = edges.children(parents, vendors, distance, MOST_NODES + known.size() + 1).stream()
                    .filter(place -> !known.containsKey(place.id()))
                    .toList();
            if (distance > depth) {
                truncated = !next.isEmpty();
                break;
            }
            truncated = !addUntilFull(known, next);
            level = next;
        }
        List<TreeView.Node> nodes =
                known.values().stream().map(TreeView.Node::of).toList();
        List<EdgeView> between = ordered(nodes);
        return new TreeView(nodes, between, withoutParents(nodes, between), truncated);
    }

    private static boolean addUntilFull(Map<String, Edges.Place> known, List<Edges.Place> places) {
        for (Edges.Place place : places) {
            if (known.size() == MOST_NODES) {
                return false;
            }
            known.put(place.id(), place);
        }
        return true;
    }

    /** All edges between the nodes: by parent as the nodes are, then by the child's release and id. */
    private List<EdgeView> ordered(List<TreeView.Node> nodes) {
        Map<String, Integer> place = new HashMap<>();
        nodes.forEach(node -> place.put(node.id(), place.size()));
        Map<String, LineageOrder> order = new HashMap<>();
        nodes.forEach(node -> order.put(node.id(), LineageOrder.of(node.releaseDate(), node.id())));
        List<EdgeView> all = new ArrayList<>(
                nodes.isEmpty()
                        ? List.of()
                        : edges.between(place.keySet()).stream()
                                .map(EdgeView::of)
                                .toList());
        all.sort(Comparator.comparing((EdgeView edge) -> place.get(edge.parent()))
                .thenComparing(edge -> order.get(edge.child())));
        return all;
    }

    private static List<String> withoutParents(List<TreeView.Node> nodes, List<EdgeView> edges) {
        Set<String> children = edges.stream().map(EdgeView::child).collect(Collectors.toSet());
        return nodes.stream()
                .map(TreeView.Node::id)
                .filter(id -> !children.contains(id))
                .toList();
    }
}
