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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.modeltree.identity.OfferingDescriptor;

/** Records everything that a reader reports, and validates every record against the published schema. */
public final class RecordedRows implements CatalogSink {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, JsonSchema> SCHEMAS = new HashMap<>();

    /** A record and its place in the file. */
    public record Line(String at, ObjectNode line) {}

    /** An offering as the reader reported it. */
    public record Offered(
            String at, ObjectNode offering, OfferingDescriptor hints, List<ObjectNode> about, String proposed) {}

    /** A reason and the value it is about. */
    public record Reason(String at, String reason, String value) {}

    public final List<Line> lines = new ArrayList<>();
    private Map<String, String> benchmarks = Map.of();
    private Set<String> models = Set.of();
    public final List<Offered> offerings = new ArrayList<>();
    public final List<Reason> rejections = new ArrayList<>();
    public final List<Reason> notes = new ArrayList<>();
    public final TreeSet<String> ignored = new TreeSet<>();

    /** What a reader reports of a text. */
    public static RecordedRows of(CatalogReader format, String text) {
        return of(format, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** What a reader reports of a text, for a catalog with benchmarks of these labels, by id. */
    public static RecordedRows of(CatalogReader format, String text, Map<String, String> benchmarks) {
        return of(format, text, benchmarks, Set.of());
    }

    /** What a reader reports of a text, for a catalog with these benchmarks and models. */
    public static RecordedRows of(
            CatalogReader format, String text, Map<String, String> benchmarks, Set<String> models) {
        RecordedRows recorded = new RecordedRows();
        recorded.benchmarks = benchmarks;
        recorded.models = models;
        try {
            format.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), recorded);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return recorded;
    }

    /** What a reader reports of a fixture of this project. */
    public static RecordedRows ofFixture(CatalogReader format, String name) {
        return of(format, Path.of("src/test/resources/imports", name));
    }

    /** What a reader reports of a file. */
    public static RecordedRows of(CatalogReader format, Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return of(format, stream);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What a reader reports of a stream. */
    public static RecordedRows of(CatalogReader format, InputStream stream) {
        RecordedRows recorded = new RecordedRows();
        try {
            format.read(stream, recorded);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return recorded;
    }

    @Override
    public Map<String, String> benchmarks() {
        return benchmarks;
    }

    @Override
    public Map<String, String> existing(Collection<String> ids) {
        Map<String, String> existing = new HashMap<>();
        ids.forEach(id ->
                models.stream().filter(model -> model.equalsIgnoreCase(id)).forEach(model -> existing.put(id, model)));
        return existing;
    }

    @Override
    public void record(String at, ObjectNode line) {
        valid(line);
        lines.add(new Line(at, line.deepCopy()));
    }

    @Override
    public void offering(
            String at, ObjectNode offering, OfferingDescriptor hints, List<ObjectNode> about, String proposed) {
        valid(offering.deepCopy().put("model", "some/model"));
        for (ObjectNode line : about) {
            String key = line.get("type").asText().equals("model") ? "id" : "model";
            valid(line.deepCopy().put(key, "some/model"));
        }
        if (proposed != null) {
            valid(JSON.createObjectNode()
                    .put("type", "model")
                    .put("id", proposed)
                    .put("name", "x"));
        }
        offerings.add(new Offered(at, offering.deepCopy(), hints, List.copyOf(about), proposed));
    }

    @Override
    public void reject(String at, String reason, List<String> suggestions, String value) {
        rejections.add(new Reason(at, reason, value));
    }

    @Override
    public void ignored(String key) {
        ignored.add(key);
    }

    @Override
    public void note(String at, String reason, String value) {
        notes.add(new Reason(at, reason, value));
    }

    /** All records of a type. */
    public List<ObjectNode> ofType(String type) {
        return lines.stream()
                .map(Line::line)
                .filter(line -> line.get("type").asText().equals(type))
                .toList();
    }

    /** The only record of a type with a value of a key. */
    public ObjectNode the(String type, String key, String value) {
        List<ObjectNode> found = ofType(type).stream()
                .filter(line -> line.path(key).asText().equals(value))
                .toList();
        assertEquals(1, found.size(), () -> type + " whose " + key + " is " + value + ": " + found);
        return found.get(0);
    }

    /** The only offering with an id. */
    public Offered offered(String id) {
        List<Offered> found = offerings.stream()
                .filter(offered -> offered.offering().get("id").asText().equals(id))
                .toList();
        assertEquals(1, found.size(), () -> id + ": " + found);
        return found.get(0);
    }

    /** The offering of an entry of an object, by its key. */
    public Offered offeredUnder(String key) {
        String at = "/" + key.replace("~", "~0").replace("/", "~1");
        List<Offered> found =
                offerings.stream().filter(offered -> offered.at().equals(at)).toList();
        assertEquals(1, found.size(), () -> key + ": " + found);
        return found.get(0);
    }

    /** All rejections as one text each. */
    public List<String> rejected() {
        return rejections.stream()
                .map(rejection -> rejection.at() + " " + rejection.reason() + " [" + rejection.value() + "]")
                .toList();
    }

    /** All notes of a place, as one text each. */
    public List<String> noted(String at) {
        return notes.stream()
                .filter(note -> note.at().equals(at))
                .map(note -> note.reason() + " [" + note.value() + "]")
                .toList();
    }

    private static void valid(ObjectNode line) {
        assertEquals(List.of(), List.copyOf(schema(line.get("type").asText()).validate(line)), line::toString);
    }

    private static JsonSchema schema(String type) {
        return SCHEMAS.computeIfAbsent(type, t -> {
            try {
                JsonNode whole =
                        JSON.readTree(Path.of("openapi/catalog.schema.json").toFile());
                ObjectNode own = JSON.createObjectNode();
                own.put("$schema", whole.get("$schema").asText());
                own.put("$ref", "#/$defs/" + t);
                own.set("$defs", whole.get("$defs"));
                return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(own);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
    }
}
