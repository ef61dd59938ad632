package org.modeltree.formats.modelsdev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.modeltree.catalog.query.Feature;
import org.modeltree.formats.source.CalendarDates;
import org.modeltree.formats.source.JsonCatalogWriter;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.RecordsByModel;

/**
 * Writer of models.dev's {@code api.json}: a map of providers with their current offerings, as its schema requires. The
 * format has no unknown values: an offering without a release date, modalities or limits is left out, as is a provider
 * that models.dev does not have, and a feature that nobody states is false.
 */
@ApplicationScoped
public class ModelsDevApiWriter extends JsonCatalogWriter {

    static final String FORMAT = "models.dev-api";

    private static final List<String> STATUSES = List.of("alpha", "beta", "deprecated");

    /** Place of an offering's entry in the temporary file. */
    private record Piece(String id, long offset, int length) {}

    @Override
    public String format() {
        return FORMAT;
    }

    /** One reader takes both files of models.dev. */
    @Override
    public String importFormat() {
        return ModelsDevReader.FORMAT;
    }

    /** The records come by model and the file goes by provider, so the entries wait in a temporary file. */
    @Override
    public void write(Iterator<ObjectNode> records, LocalDate today, OutputStream out) throws IOException {
        Path path = Files.createTempFile("modeltree-models-dev", ".json");
        try (RandomAccessFile waiting = new RandomAccessFile(path.toFile(), "rw")) {
            Map<String, List<Piece>> byProvider = new TreeMap<>();
            RecordsByModel models = new RecordsByModel();
            models.each(records, model -> {
                for (ObjectNode offering : model.offerings()) {
                    String provider = offering.path("provider").asText();
                    Optional<ObjectNode> entry =
                            ModelsDevSchema.provider(provider).flatMap(known -> entry(model, offering, today));
                    if (entry.isPresent()) {
                        byte[] bytes = JsonSource.JSON.writeValueAsBytes(entry.get());
                        byProvider
                                .computeIfAbsent(provider, id -> new ArrayList<>())
                                .add(new Piece(offering.path("id").asText(), waiting.getFilePointer(), bytes.length));
                        waiting.write(bytes);
                    }
                }
            });
            write(byProvider, models, waiting, out);
        } finally {
            Files.delete(path);
        }
    }

    private static void write(
            Map<String, List<Piece>> byProvider, RecordsByModel models, RandomAccessFile waiting, OutputStream out)
            throws IOException {
        writeObject(out, json -> {
            for (Map.Entry<String, List<Piece>> provider : byProvider.entrySet()) {
                json.writeObjectFieldStart(provider.getKey());
                json.writeStringField("id", provider.getKey());
                JsonNode terms = ModelsDevSchema.provider(provider.getKey()).orElseThrow();
                for (String key : new String[] {"env", "npm", "api"}) {
                    if (terms.has(key)) {
                        json.writeFieldName(key);
                        json.writeTree(terms.get(key));
                    }
                }
                Optional<ObjectNode> own = models.provider(provider.getKey());
                json.writeStringField(
                        "name",
                        own.map(record -> record.path("name").asText("")).orElse(provider.getKey()));
                json.writeStringField("doc", terms.path("doc").asText());
                json.writeObjectFieldStart("models");
                for (Piece piece : provider.getValue()) {
                    byte[] bytes = new byte[piece.length()];
                    waiting.seek(piece.offset());
                    waiting.readFully(bytes);
                    json.writeFieldName(piece.id());
                    json.writeRawValue(new String(bytes, StandardCharsets.UTF_8));
                }
                json.writeEndObject();
                json.writeEndObject();
            }
        });
    }

    private static Optional<ObjectNode> entry(RecordsByModel.OneModel model, ObjectNode offering, LocalDate today) {
        ObjectNode record = model.model();
        Optional<String> released = ModelsDevSchema.date(record.path("releaseDate"));
        Optional<ObjectNode> modalities = ModelsDevSchema.modalities(record);
        Optional<JsonNode> context = limit(model, offering, "contextWindow", "context-window");
        Optional<JsonNode> output = limit(model, offering, "maxOutput", "max-output");
        boolean isCurrent = !offering.has("lastSeen")
                && !CalendarDates.isOver(offering.path("retiredDate").asText(), today);
        if (!isCurrent || released.isEmpty() || modalities.isEmpty() || context.isEmpty() || output.isEmpty()) {
            return Optional.empty();
        }
        boolean reasons = supports(offering, record, Feature.REASONING).orElse(false);
        ObjectNode entry = JsonSource.JSON.createObjectNode();
        entry.set("id", offering.get("id"));
        entry.set("name", record.get("name"));
        ModelsDevSchema.family(record).ifPresent(family -> entry.put("family", family));
        entry.put(
                "attachment",
                supports(offering, record, Feature.ATTACHMENTS).orElseGet(() -> takesFiles(modalities.get())));
        entry.put("reasoning", reasons);
        if (reasons) {
            // Required by the schema; that the list is empty says nothing about the options.
            entry.putArray("reasoning_options");
        }
        entry.put("tool_call", supports(offering, record, Feature.TOOLS).orElse(false));
        supports(offering, record, Feature.STRUCTURED_OUTPUT)
                .ifPresent(supported -> entry.put("structured_output", supported));
        supports(offering, record, Feature.TEMPERATURE).ifPresent(supported -> entry.put("temperature", supported));
        ModelsDevSchema.date(record.path("knowledgeCutoff")).ifPresent(date -> entry.put("knowledge", date));
        entry.put("release_date", released.get());
        entry.put(
                "last_updated",
                ModelsDevSchema.date(offering.path("date"))
                        .or(() -> ModelsDevSchema.lastUpdated(record))
                        .orElse(released.get()));
        entry.set("modalities", modalities.get());
        entry.put("open_weights", record.path("openWeights").asBoolean(false));
        new ModelsDevCost(offering.path("prices"), reasons, today).addTo(entry);
        ObjectNode limit = entry.putObject("limit");
        limit.set("context", context.get());
        if (offering.path("maxInput").isNumber()) {
            limit.set("input", offering.get("maxInput"));
        }
        limit.set("output", output.get());
        status(record, offering).ifPresent(status -> entry.put("status", status));
        return Optional.of(entry);
    }

    private static Optional<JsonNode> limit(
            RecordsByModel.OneModel model, ObjectNode offering, String key, String benchmark) {
        return offering.path(key).isNumber()
                ? Optional.of(offering.get(key))
                : model.counting(benchmark).map(measured -> measured.get("raw"));
    }

    /** What the provider states, otherwise what is known of the model. */
    private static Optional<Boolean> supports(ObjectNode offering, ObjectNode model, Feature feature) {
        JsonNode stated = offering.path("supports").path(feature.key());
        return stated.isBoolean() ? Optional.of(stated.booleanValue()) : ModelsDevSchema.supports(model, feature);
    }

    private static boolean takesFiles(ObjectNode modalities) {
        for (JsonNode input : modalities.path("input")) {
            if (!input.asText().equals("text")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> status(ObjectNode model, ObjectNode offering) {
        String stated = offering.path("status").asText("");
        if (STATUSES.contains(stated)) {
            return Optional.of(stated);
        }
        return model.path("lifecycle").asText("").matches("deprecated|retired")
                ? Optional.of("deprecated")
                : Optional.empty();
    }
}
