package org.modeltree.lineage;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelInclude;
import org.modeltree.catalog.ModelPart;
import org.modeltree.http.Language;
import org.modeltree.revision.InSnapshot;

/** Says what a model came from and what came from it. */
@ApplicationScoped
@InSnapshot
public class LineageService implements ModelInclude {

    /** Nobody is further away than this; it also ends any recursion. */
    static final int GREATEST_DEPTH = 100;

    private final Edges edges;
    private final ModelIds ids;

    LineageService(Edges edges, ModelIds ids) {
        this.edges = edges;
        this.ids = ids;
    }

    /** The model, its relatives in the directions asked for, nearest first, and all edges between them. */
    ModelPart<LineageView> lineageOf(String id, boolean ancestors, boolean descendants, int depth) {
        long revision = ids.requireAt(id, "/lineage");
        List<LineageView.Node> nodes = new ArrayList<>();
        edges.places(List.of(id), 0).forEach(place -> nodes.add(LineageView.Node.of(place, 1)));
        if (ancestors) {
            edges.relatives(id, true, depth).forEach(place -> nodes.add(LineageView.Node.of(place, -1)));
        }
        if (descendants) {
            edges.relatives(id, false, depth).forEach(place -> nodes.add(LineageView.Node.of(place, 1)));
        }
        nodes.sort(Comparator.comparingInt((LineageView.Node node) -> Math.abs(node.distance()))
                .thenComparing(node -> LineageOrder.of(node.releaseDate(), node.id())));
        List<String> known = nodes.stream().map(LineageView.Node::id).toList();
        boolean truncated = (ancestors && edges.leadsOut(at(nodes, -depth, id), known, true))
                || (descendants && edges.leadsOut(at(nodes, depth, id), known, false));
        return new ModelPart<>(
                revision,
                new LineageView(
                        id,
                        nodes,
                        edges.between(known).stream().map(EdgeView::of).toList(),
                        truncated));
    }

    /** A model's direct relatives and how many there are in all. */
    public LineageSummary summaryOf(String id) {
        return LineageSummary.of(
                edges.relatives(List.of(id)),
                edges.countRelatives(id, true, GREATEST_DEPTH),
                edges.countRelatives(id, false, GREATEST_DEPTH));
    }

    @Override
    public String name() {
        return "lineage";
    }

    @Override
    public Map<String, Object> of(List<String> modelIds, Language language) {
        Map<String, List<Edges.Relative>> relatives =
                edges.relatives(modelIds).stream().collect(Collectors.groupingBy(Edges.Relative::of));
        Map<String, Object> summaries = new LinkedHashMap<>();
        for (String id : modelIds) {
            summaries.put(
                    id,
                    LineageSummary.of(
                            relatives.getOrDefault(id, List.of()),
                            edges.countRelatives(id, true, GREATEST_DEPTH),
                            edges.countRelatives(id, false, GREATEST_DEPTH)));
        }
        return summaries;
    }

    private static List<String> at(List<LineageView.Node> nodes, int distance, String self) {
        return nodes.stream()
                .filter(node -> node.distance() == distance && !node.id().equals(self))
                .map(LineageView.Node::id)
                .toList();
    }
}
