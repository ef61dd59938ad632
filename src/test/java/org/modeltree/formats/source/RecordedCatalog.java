package org.modeltree.formats.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.modeltree.identity.OfferingDescriptor;

/** Records everything that a reader reports. */
public final class RecordedCatalog implements CatalogSink {

    /** An offering as the reader reported it. */
    public record Offered(
            String at, ObjectNode line, OfferingDescriptor hints, List<ObjectNode> about, String proposed) {}

    public static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    public final List<ObjectNode> lines = new ArrayList<>();
    final List<String> places = new ArrayList<>();
    public final Map<String, Offered> offerings = new LinkedHashMap<>();
    public final Map<String, String> rejected = new LinkedHashMap<>();
    public final Map<String, String> notes = new LinkedHashMap<>();
    public final Set<String> ignored = new TreeSet<>();

    /** Models that the catalog has, by the ids that readers ask for; tests fill it. */
    public final Map<String, String> existing = new HashMap<>();

    public final List<ObjectNode> about = new ArrayList<>();

    /** What a reader reports of a fixture of this project. */
    public static RecordedCatalog of(CatalogReader reader, String fixture) {
        return of(reader, Path.of("src/test/resources/imports", fixture));
    }

    /** What a reader reports of a file. */
    public static RecordedCatalog of(CatalogReader reader, Path path) {
        try (InputStream file = Files.newInputStream(path)) {
            return of(reader, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a reader reports of a text. */
    public static RecordedCatalog ofText(CatalogReader reader, String text) {
        try {
            return of(reader, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecordedCatalog of(CatalogReader reader, InputStream file) throws IOException {
        RecordedCatalog recorded = new RecordedCatalog();
        reader.read(file, recorded);
        return recorded;
    }

    /** Records what a reader reports of a text. */
    public void read(CatalogReader reader, String text) {
        try {
            reader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void about(String at, ObjectNode model) {
        about.add(model);
        record(at, model);
    }

    @Override
    public Map<String, String> existing(Collection<String> ids) {
        Map<String, String> found = new HashMap<>(existing);
        found.keySet().retainAll(ids);
        return found;
    }

    @Override
    public void record(String at, ObjectNode line) {
        places.add(at);
        lines.add(line);
    }

    @Override
    public void offering(
            String at, ObjectNode offering, OfferingDescriptor hints, List<ObjectNode> about, String proposed) {
        places.add(at);
        assertEquals(hints.provider(), offering.get("provider").asText());
        assertEquals(hints.offering(), offering.get("id").asText());
        offerings.put(hints.provider() + " " + hints.offering(), new Offered(at, offering, hints, about, proposed));
    }

    @Override
    public void reject(String at, String reason, List<String> suggestions, String value) {
        rejected.put(at, reason);
    }

    @Override
    public void ignored(String key) {
        ignored.add(key);
    }

    @Override
    public void note(String at, String reason, String value) {
        notes.put(at, reason);
    }

    public List<ObjectNode> ofType(String type) {
        return lines.stream()
                .filter(line -> line.get("type").asText().equals(type))
                .toList();
    }

    public JsonNode model(String id) {
        return ofType("model").stream()
                .filter(line -> line.get("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    public List<ObjectNode> measurements(String model, String benchmark) {
        return ofType("measurement").stream()
                .filter(line -> line.get("model").asText().equals(model)
                        && line.get("benchmark").asText().equals(benchmark))
                .toList();
    }

    /** Every line is one of our format, once offerings have a model. */
    public void isValid() {
        lines.forEach(RecordedCatalog::isValid);
        offerings.values().forEach(offered -> {
            isValid(offered.line().deepCopy().put("model", "some/model"));
            for (ObjectNode about : offered.about()) {
                String key = about.get("type").asText().equals("model") ? "id" : "model";
                String model = offered.proposed() == null ? "some/model" : offered.proposed();
                ObjectNode line = about.deepCopy().put(key, model);
                if (key.equals("id") && !line.has("name")) {
                    // A new model gets the name of the offering.
                    line.put("name", model);
                }
                isValid(line);
            }
        });
    }

    private static void isValid(ObjectNode line) {
        String type = line.get("type").asText();
        assertEquals(
                Set.of(), SCHEMAS.computeIfAbsent(type, RecordedCatalog::schema).validate(line), line::toString);
    }

    private static JsonSchema schema(String type) {
        try {
            ObjectNode whole = (ObjectNode)
                    JSON.readTree(Path.of("openapi/catalog.schema.json").toFile());
            whole.remove(List.of("$id", "oneOf", "properties", "required"));
            whole.put("$ref", "#/$defs/" + type);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
