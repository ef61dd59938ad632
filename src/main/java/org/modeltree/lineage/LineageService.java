package org.modeltree.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.catalog.ModelFacts;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelInclude;
import org.modeltree.http.Versioned;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;

/** Says what a model came from and what came from it. */
@ApplicationScoped
public class LineageService implements ModelInclude {

    /** Nobody is further away than this; it also ends any recursion. */
    static final int GREATEST_DEPTH = 100;

    private final Edges edges;
    private final ModelIds ids;
    private final ObjectMapper json;

    LineageService(Edges edges, ModelIds ids, ObjectMapper json) {
        this.edges = edges;
        this.ids = ids;
        this.json = json;
    }

    /**
     * The model, its relatives in the directions asked for, nearest first, and all edges between them; the furthest are
     * left out.
     *
     * @param limit of all nodes together, the model itself among them
     */
    @InSnapshot
    Versioned<LineageView> lineageOf(String id, boolean ancestors, boolean descendants, int depth, int limit) {
        long revision = ids.requireAt(id, "/lineage");
        // One step further and one relative more than will be told, to see whether there are any.
        List<Edges.Place> around = edges.around(id, ancestors, descendants, depth + 1, limit + 1);
        List<LineageView.Node> nodes = around.stream()
                .filter(place -> Math.abs(place.distance()) <= depth)
                .limit(limit)
                .map(LineageView.Node::of)
                .toList();
        List<String> known = nodes.stream().map(LineageView.Node::id).toList();
        return new Versioned<>(
                revision, new LineageView(id, nodes, edges.between(known), nodes.size() < around.size()));
    }

    /** A model's direct relatives and how many there are in all, of what {@link Edges} knows of the model. */
    public LineageSummary summary(ModelFacts sheet) {
        return json.convertValue(sheet.columns().get(edges.name()), LineageSummary.class);
    }

    @Override
    public String name() {
        return "lineage";
    }

    @Override
    @InSnapshot
    public Map<String, Object> of(List<String> modelIds, Language language) {
        Map<String, String> summaries = edges.summaries(modelIds);
        Map<String, Object> values = new LinkedHashMap<>();
        modelIds.forEach(id -> values.put(id, summary(summaries.get(id))));
        return values;
    }

    private LineageSummary summary(String said) {
        try {
            return json.readValue(said, LineageSummary.class);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
