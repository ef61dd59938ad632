package org.modeltree.formats.modelsdev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.modeltree.formats.source.BenchmarkNames;
import org.modeltree.formats.source.JsonCatalogWriter;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.RecordsByModel;

/**
 * Writer of models.dev's {@code models.json}: a map of models that its schema accepts, without keys for unknown values.
 * Families, modalities and partial dates that the schema does not know are left out.
 */
@ApplicationScoped
public class ModelsDevWriter extends JsonCatalogWriter {

    /** Types of links in models.dev's words; the others are told apart by their label. */
    private static final Map<String, String> LINK_TYPES = Map.of(
            "announcement", "announcement",
            "documentation", "docs",
            "model_card", "model_card",
            "paper", "paper");

    /** Units of measurements that have another place in the format, or none. */
    private static final Set<String> NOT_SCORES = Set.of("tokens", "usd_per_1m_tokens");

    @Override
    public String format() {
        return ModelsDevReader.FORMAT;
    }

    @Override
    public void write(Iterator<ObjectNode> records, LocalDate today, OutputStream out) throws IOException {
        RecordsByModel models = new RecordsByModel();
        writeObject(out, json -> {
            models.each(records, model -> {
                json.writeFieldName(model.id());
                json.writeTree(entry(model, models));
            });
        });
    }

    private static ObjectNode entry(RecordsByModel.OneModel model, RecordsByModel models) {
        ObjectNode record = model.model();
        ObjectNode entry = JsonSource.JSON.createObjectNode().put("id", model.id());
        // In the order of the original files, so that they can be compared.
        entry.set("name", record.get("name"));
        ModelsDevSchema.family(record).ifPresent(family -> entry.put("family", family));
        ModelsDevSchema.date(record.path("releaseDate")).ifPresent(date -> entry.put("release_date", date));
        ModelsDevSchema.lastUpdated(record).ifPresent(date -> entry.put("last_updated", date));
        ModelsDevReader.FEATURES.forEach((feature, key) ->
                ModelsDevSchema.supports(record, feature).ifPresent(supported -> entry.put(key, supported)));
        ModelsDevSchema.date(record.path("knowledgeCutoff")).ifPresent(date -> entry.put("knowledge", date));
        if (record.hasNonNull("openWeights")) {
            entry.set("open_weights", record.get("openWeights"));
        }
        if (!record.path("licence").asText().isEmpty()) {
            entry.set("license", record.get("licence"));
        }
        ObjectNode limit = JsonSource.JSON.createObjectNode();
        model.counting("context-window").ifPresent(tokens -> limit.set("context", tokens.get("raw")));
        if (!limit.isEmpty()) {
            // The format has no output limit without a context window.
            model.counting("max-output").ifPresent(tokens -> limit.set("output", tokens.get("raw")));
            entry.set("limit", limit);
        }
        ModelsDevSchema.modalities(record).ifPresent(modalities -> entry.set("modalities", modalities));
        links(record, entry);
        benchmarks(model, models, entry);
        return entry;
    }

    private static void links(ObjectNode record, ObjectNode entry) {
        ArrayNode weights = JsonSource.JSON.createArrayNode();
        ArrayNode links = JsonSource.JSON.createArrayNode();
        for (JsonNode link : record.path("webLinks")) {
            String type = link.path("type").asText();
            if (type.equals("weights")) {
                weights.addObject().set("url", link.get("url"));
            } else {
                ObjectNode other = links.addObject();
                if (!LINK_TYPES.containsKey(type) && !type.equals("other")) {
                    other.put("label", type);
                }
                other.put("type", LINK_TYPES.getOrDefault(type, "other")).set("url", link.get("url"));
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
            // The schema takes addresses only; ours may also be the name of a source without one.
            if (measured.path("source").asText().matches("https?://.*")) {
                score.set("source", measured.get("source"));
            }
            if (measured.hasNonNull("harness")) {
                score.set("harness", measured.get("harness"));
            }
            ModelsDevSchema.date(measured.path("date")).ifPresent(date -> score.put("date", date));
            String settings = ModelsDevVariant.of(measured.path("settings"));
            if (!settings.isEmpty()) {
                score.put("variant", settings);
            }
        }
        if (!scores.isEmpty()) {
            entry.set("benchmarks", scores);
        }
    }

    /** The label, or the id if our reader would take the label for another benchmark. */
    private static String name(String id, RecordsByModel models) {
        return models.benchmark(id)
                .map(benchmark -> benchmark.path("label").asText())
                .filter(label -> BenchmarkNames.of(label, "", "", "").id().equals(id))
                .orElse(id);
    }
}
