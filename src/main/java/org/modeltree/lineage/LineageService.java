package org.modeltree.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.modeltree.catalog.ModelFacts;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelInclude;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Ancestors and descendants of models. */
@ApplicationScoped
public class LineageService implements ModelInclude {

    /** Maximum depth of a traversal, in edges; also ends any recursion. */
    static final int MAX_DEPTH = 100;

    /** Relatives whose JSON takes an event loop a fraction of a millisecond. */
    private static final int MAX_AT_ONCE = 200;

    private final Edges edges;
    private final LineageSummaries summaries;
    private final ModelIds ids;
    private final ObjectMapper json;
    private final AnswerParts parts;
    private final Snapshot snapshot;

    LineageService(
            Edges edges,
            LineageSummaries summaries,
            ModelIds ids,
            ObjectMapper json,
            AnswerParts parts,
            Snapshot snapshot) {
        this.edges = edges;
        this.summaries = summaries;
        this.ids = ids;
        this.json = json;
        this.parts = parts;
        this.snapshot = snapshot;
    }

    /**
     * The model, its relatives in the requested directions, nearest first, and all edges between them. Most of it belongs to
     * other models, so its ETag does not carry the revision of this one.
     *
     * @param depth maximum distance in edges
     * @param limit maximum number of nodes, including the model itself; the furthest are left out
     */
    @InSnapshot
    public LineageView lineageOf(String id, boolean ancestors, boolean descendants, int depth, int limit) {
        // Reads one level and one relative more than requested, to see whether the result is truncated.
        Supplier<List<Edges.Relative>> around = edges.around(id, ancestors, descendants, depth + 1, limit + 1);
        ids.requireAt(id, "/lineage");
        List<Edges.Relative> read = around.get();
        if (read.size() > MAX_AT_ONCE) {
            snapshot.leaveMemory();
        }
        List<Edges.Relative> relatives = read.stream()
                .filter(relative -> Math.abs(relative.distance()) <= depth)
                .limit(limit)
                .toList();
        Set<String> nodeIds = relatives.stream().map(Edges.Relative::id).collect(Collectors.toSet());
        List<EdgeView> between = relatives.stream()
                .sorted(Comparator.comparing(Edges.Relative::id))
                .flatMap(relative -> relative.edges().stream())
                .filter(edge -> nodeIds.contains(edge.parent()))
                .toList();
        List<LineageView.Node> nodes =
                relatives.stream().map(Edges.Relative::node).toList();
        parts.madeOf(Part.model(id));
        nodeIds.forEach(node -> parts.madeOf(Part.nameOf(node)));
        // Without relatives, only an edge of the model itself can give it some.
        parts.madeOf(read.size() == 1 ? Part.edgesOf(id) : Part.every("edge"));
        boolean truncated = nodes.size() < read.size();
        if (truncated) {
            // Which relatives are left out depends on their order.
            parts.madeOf(Part.key("releaseDate"));
        }
        return new LineageView(id, nodes, between, truncated);
    }

    /** Lineage summary from the facts of a model. */
    public LineageSummary summary(ModelFacts facts) {
        return facts.value(summaries).orElseThrow();
    }

    @Override
    public String name() {
        return "lineage";
    }

    @Override
    @InSnapshot
    public Map<String, Object> of(List<String> modelIds, Language language) {
        Map<String, String> read = summaries.summaries(modelIds);
        Map<String, Object> values = new LinkedHashMap<>();
        modelIds.forEach(id -> values.put(id, summary(read.get(id))));
        return values;
    }

    private LineageSummary summary(String summary) {
        try {
            return json.readValue(summary, LineageSummary.class);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
