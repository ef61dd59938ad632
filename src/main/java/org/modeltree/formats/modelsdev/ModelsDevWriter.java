package org.modeltree.formats.modelsdev;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.modeltree.formats.source.BenchmarkNames;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.RecordsByModel;

/** Writes the catalog as models.dev's {@code models.json}: a map of models. What is not known is left out. */
@ApplicationScoped
public class ModelsDevWriter {

    private static final Map<String, String> KEYS = Map.of(
            "name", "name",
            "family", "family",
            "releaseDate", "release_date",
            "knowledgeCutoff", "knowledge",
            "licence", "license");

    /** Units of what stands elsewhere in the format or has no place in it. */
    private static final Set<String> NOT_SCORES = Set.of("tokens", "usd_per_1m_tokens");

    /**
     * Writes as it reads.
     *
     * @param lines of a catalog, each model's own line followed by those about it
     * @param out stays open
     */
    public void write(Iterator<ObjectNode> lines, OutputStream out) throws IOException {
        RecordsByModel models = new RecordsByModel();
        try (JsonGenerator json = JsonSource.JSON.getFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            models.each(lines, model -> {
                json.writeFieldName(model.id());
                json.writeTree(entry(model, models));
            });
            json.writeEndObject();
        }
    }

    private static ObjectNode entry(RecordsByModel.OneModel model, RecordsByModel models) {
        ObjectNode line = model.model();
        ObjectNode entry = JsonSource.JSON.createObjectNode().put("id", model.id());
        // In the order of the original, so that files can be compared.
        for (String key : new String[] {"name", "family", "releaseDate", "knowledgeCutoff", "licence"}) {
            if (line.hasNonNull(key)) {
                entry.set(KEYS.get(key), line.get(key));
            }
        }
        String updated = "";
        for (JsonNode source : line.path("sources")) {
            String date = source.path("date").asText("");
            updated = date.compareTo(updated) > 0 ? date : updated;
        }
        if (!updated.isEmpty()) {
            entry.put("last_updated", updated);
        }
        if (line.path("kind").asText().equals("reasoning")) {
            entry.put("reasoning", true);
        }
        if (line.hasNonNull("openWeights")) {
            entry.set("open_weights", line.get("openWeights"));
        }
        if (line.path("lifecycle").asText().matches("deprecated|retired")) {
            entry.set("status", line.get("lifecycle"));
        }
        ObjectNode limit = JsonSource.JSON.createObjectNode();
        model.counting("context-window").ifPresent(tokens -> limit.set("context", tokens.get("raw")));
        model.counting("max-output").ifPresent(tokens -> limit.set("output", tokens.get("raw")));
        if (!limit.isEmpty()) {
            entry.set("limit", limit);
        }
        if (line.hasNonNull("modalities")) {
            entry.set("modalities", line.get("modalities"));
        }
        links(line, entry);
        benchmarks(model, models, entry);
        return entry;
    }

    private static void links(ObjectNode line, ObjectNode entry) {
        ArrayNode weights = JsonSource.JSON.createArrayNode();
        ArrayNode links = JsonSource.JSON.createArrayNode();
        for (JsonNode link : line.path("links")) {
            String type = link.path("type").asText();
            if (type.equals("weights")) {
                weights.addObject().set("url", link.get("url"));
            } else {
                links.addObject().put("type", type).set("url", link.get("url"));
            }
        }
        if (!weights.isEmpty()) {
            entry.set("weights", weights);
        }
        if (!links.isEmpty()) {
            entry.set("links", links);
        }
    }

    private static void benchmarks(RecordsByModel.OneModel model, RecordsByModel models, ObjectNode entry) {
        ArrayNode scores = JsonSource.JSON.createArrayNode();
        for (ObjectNode measured : model.measurements()) {
            String id = measured.path("benchmark").asText();
            String unit = models.benchmark(id)
                    .map(benchmark -> benchmark.path("unit").asText())
                    .orElse(Set.of("context-window", "max-output").contains(id) ? "tokens" : "");
            if (NOT_SCORES.contains(unit)) {
                continue;
            }
            ObjectNode score = scores.addObject().put("name", name(id, models));
            score.set("score", measured.get("raw"));
            if (!unit.isEmpty()) {
                score.put("metric", unit);
            }
            for (String key : new String[] {"source", "date", "harness"}) {
                if (measured.hasNonNull(key)) {
                    score.set(key, measured.get(key));
                }
            }
        }
        if (!scores.isEmpty()) {
            entry.set("benchmarks", scores);
        }
    }

    /** The label, unless whoever reads it would take it for another benchmark. */
    private static String name(String id, RecordsByModel models) {
        return models.benchmark(id)
                .map(benchmark -> benchmark.path("label").asText())
                .filter(label -> BenchmarkNames.of(label, "", "", "").id().equals(id))
                .orElse(id);
    }
}
