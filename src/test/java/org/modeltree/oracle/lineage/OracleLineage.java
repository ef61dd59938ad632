package org.modeltree.oracle.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.OracleSuggestions;
import org.modeltree.oracle.Orderings;
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.generated.InputRecords.EdgeRecord;
import org.modeltree.oracle.generated.PartialDates;

/** Expected lineage and trees, computed breadth-first. */
public final class OracleLineage {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Oracle oracle;
    private final Set<String> allIds;

    public OracleLineage(Oracle oracle) {
        this.oracle = oracle;
        allIds = oracle.models().stream().map(OracleModel::id).collect(Collectors.toUnmodifiableSet());
    }

    /** Shortest distances, upwards or downwards, from the given models within a set of models. */
    private Map<String, Integer> distances(Collection<String> from, boolean up, Set<String> within) {
        Map<String, Integer> distances = new HashMap<>();
        Deque<String> queue = new ArrayDeque<>(from);
        from.forEach(id -> distances.put(id, 0));
        while (!queue.isEmpty()) {
            String id = queue.remove();
            for (EdgeRecord edge : oracle.edges) {
                String here = up ? edge.child() : edge.parent();
                String there = up ? edge.parent() : edge.child();
                if (here.equals(id) && within.contains(there) && !distances.containsKey(there)) {
                    distances.put(there, distances.get(id) + 1);
                    queue.add(there);
                }
            }
        }
        return distances;
    }

    Map<String, Integer> ancestors(OracleModel model) {
        return distances(List.of(model.id()), true, allIds);
    }

    Map<String, Integer> descendants(OracleModel model) {
        return distances(List.of(model.id()), false, allIds);
    }

    ObjectNode lineage(OracleModel model, QueryParams query) {
        int depth = Integer.parseInt(query.one("depth", "100"));
        Map<String, Integer> distances = new HashMap<>();
        boolean truncated = false;
        for (String direction : List.of("ancestors", "descendants")) {
            if (query.has("direction") && !query.all("direction").contains(direction)) {
                continue;
            }
            boolean up = direction.equals("ancestors");
            for (Map.Entry<String, Integer> found : (up ? ancestors(model) : descendants(model)).entrySet()) {
                if (found.getValue() <= depth) {
                    distances.put(found.getKey(), up ? -found.getValue() : found.getValue());
                } else {
                    truncated = true;
                }
            }
        }
        List<OracleModel> nodes = new ArrayList<>();
        distances.keySet().forEach(id -> nodes.add(oracle.model(id)));
        nodes.sort(Comparator.<OracleModel>comparingInt(node -> Math.abs(distances.get(node.id())))
                .thenComparing(Orderings.BY_RELEASE));
        while (nodes.size() > Integer.parseInt(query.one("limit", "1000"))) {
            truncated = true;
            distances.remove(nodes.remove(nodes.size() - 1).id());
        }
        ObjectNode lineage = JSON.objectNode();
        lineage.put("id", model.id());
        ArrayNode nodeList = lineage.putArray("nodes");
        for (OracleModel node : nodes) {
            nodeList.add(node(node).put("distance", distances.get(node.id())));
        }
        ArrayNode edges = lineage.putArray("edges");
        oracle.edges.stream()
                .filter(edge -> distances.containsKey(edge.child()) && distances.containsKey(edge.parent()))
                .sorted(Comparator.comparing(EdgeRecord::child, Orderings.CODE_POINTS)
                        .thenComparing(EdgeRecord::parent, Orderings.CODE_POINTS))
                .forEach(edge -> edges.add(edge(edge)));
        lineage.put("truncated", truncated);
        return lineage;
    }

    private static ObjectNode node(OracleModel model) {
        ObjectNode node = JSON.objectNode().put("id", model.id()).put("name", model.name());
        node.set("releaseDate", PartialDates.json(model.record().releaseDate()));
        return node;
    }

    private static ObjectNode edge(EdgeRecord edge) {
        return JSON.objectNode()
                .put("child", edge.child())
                .put("parent", edge.parent())
                .put("relation", edge.relation())
                .put("method", edge.method());
    }

    /** Direct relatives by release date and id, and the number of all ancestors and descendants. */
    public ObjectNode summary(OracleModel model) {
        ObjectNode summary = JSON.objectNode();
        summary.set("parents", relatives(model, true));
        summary.set("children", relatives(model, false));
        summary.put("ancestors", ancestors(model).size() - 1);
        summary.put("descendants", descendants(model).size() - 1);
        return summary;
    }

    private ArrayNode relatives(OracleModel model, boolean parents) {
        ArrayNode relatives = JSON.arrayNode();
        oracle.edges.stream()
                .filter(edge -> (parents ? edge.child() : edge.parent()).equals(model.id()))
                .sorted(Comparator.comparing(
                        edge -> oracle.model(parents ? edge.parent() : edge.child()), Orderings.BY_RELEASE))
                .forEach(edge -> {
                    OracleModel relative = oracle.model(parents ? edge.parent() : edge.child());
                    relatives
                            .addObject()
                            .put("id", relative.id())
                            .put("name", relative.name())
                            .put("relation", edge.relation())
                            .put("method", edge.method());
                });
        return relatives;
    }

    ObjectNode tree(QueryParams query) {
        Set<String> shown = new HashSet<>(allIds);
        if (query.has("root")) {
            OracleModel root = oracle.model(oracle.canonical(query.one("root", null)));
            shown.retainAll(descendants(root).keySet());
        }
        if (query.has("vendor")) {
            shown.removeIf(id -> !query.all("vendor").contains(oracle.model(id).vendor()));
        }
        Set<String> roots = new HashSet<>(shown);
        for (EdgeRecord edge : oracle.edges) {
            if (shown.contains(edge.parent())) {
                roots.remove(edge.child());
            }
        }
        Map<String, Integer> depths = distances(roots, false, shown);
        int deepest = Integer.parseInt(query.one("depth", "100"));
        List<OracleModel> nodes = shown.stream()
                .filter(id -> depths.get(id) <= deepest)
                .map(oracle::model)
                .sorted(Comparator.<OracleModel>comparingInt(node -> depths.get(node.id()))
                        .thenComparing(Orderings.BY_RELEASE))
                .limit(Integer.parseInt(query.one("limit", "2000")))
                .toList();
        ObjectNode tree = JSON.objectNode();
        ArrayNode nodeList = tree.putArray("nodes");
        for (OracleModel node : nodes) {
            ObjectNode view = node(node);
            view.set(
                    "vendor", JSON.objectNode().put("id", node.vendor()).put("name", oracle.vendorName(node.vendor())));
            nodeList.add(view.put("depth", depths.get(node.id())));
        }
        tree.set("edges", treeEdges(nodes));
        ArrayNode rootList = tree.putArray("roots");
        nodes.stream().filter(node -> roots.contains(node.id())).forEach(node -> rootList.add(node.id()));
        tree.put("truncated", nodes.size() < shown.size());
        tree.set("suggestions", new OracleSuggestions(oracle).of(query));
        return tree;
    }

    /** The tree with positions in place of what repeats. */
    ObjectNode columns(QueryParams query) {
        ObjectNode tree =
                tree(query.has("limit") ? query : query.without("limit").with("limit", "10000"));
        ObjectNode columns = JSON.objectNode();
        ArrayNode vendors = columns.putArray("vendors");
        ArrayNode relations = columns.putArray("relations");
        ArrayNode methods = columns.putArray("methods");
        ObjectNode models = columns.putObject("models");
        List.of("id", "name", "vendor", "releaseDate", "depth").forEach(models::putArray);
        List<String> ids = new ArrayList<>();
        for (JsonNode node : tree.get("nodes")) {
            ids.add(node.get("id").asText());
            models.withArray("id").add(node.get("id"));
            models.withArray("name").add(node.get("name"));
            models.withArray("vendor").add(position(vendors, node.get("vendor")));
            models.withArray("releaseDate")
                    .add(node.path("releaseDate").path("value").textValue());
            models.withArray("depth").add(node.get("depth"));
        }
        ObjectNode edges = columns.putObject("edges");
        List.of("child", "parent", "relation", "method").forEach(edges::putArray);
        for (JsonNode edge : tree.get("edges")) {
            edges.withArray("child").add(ids.indexOf(edge.get("child").asText()));
            edges.withArray("parent").add(ids.indexOf(edge.get("parent").asText()));
            edges.withArray("relation").add(position(relations, edge.get("relation")));
            if (edge.get("method").isNull()) {
                edges.withArray("method").addNull();
            } else {
                edges.withArray("method").add(position(methods, edge.get("method")));
            }
        }
        columns.set("truncated", tree.get("truncated"));
        columns.set("suggestions", tree.get("suggestions"));
        return columns;
    }

    private static int position(ArrayNode values, JsonNode value) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).equals(value)) {
                return i;
            }
        }
        values.add(value);
        return values.size() - 1;
    }

    /** By parent in node order, then by the child's release date and id. */
    private ArrayNode treeEdges(List<OracleModel> nodes) {
        ArrayNode edges = JSON.arrayNode();
        for (OracleModel parent : nodes) {
            oracle.edges.stream()
                    .filter(edge -> edge.parent().equals(parent.id()) && nodes.contains(oracle.model(edge.child())))
                    .sorted(Comparator.comparing(edge -> oracle.model(edge.child()), Orderings.BY_RELEASE))
                    .forEach(edge -> edges.add(edge(edge)));
        }
        return edges;
    }
}
