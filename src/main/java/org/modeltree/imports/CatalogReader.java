package org.modeltree.imports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Reads a catalog line by line and refuses every line that is wrong by itself, by the published schema and beyond. */
@ApplicationScoped
class CatalogReader {

    /** More faults than this are not read by anybody. */
    static final int MOST_FAULTS = 20;

    private static final String SCHEMA = "META-INF/catalog.schema.json";

    private final ObjectMapper json = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final Map<String, JsonSchema> schemas = new HashMap<>();

    /** Hands every line to the consumer; after a first fault only looks for more. */
    void read(InputStream catalog, Consumer<CatalogLine> lines) {
        List<CatalogFault.Fault> faults = new ArrayList<>();
        long number = 0;
        try (BufferedInputStream bytes = new BufferedInputStream(catalog)) {
            for (byte[] next = line(bytes); next.length > 0 && faults.size() < MOST_FAULTS; next = line(bytes)) {
                number++;
                try {
                    String text = StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(next))
                            .toString();
                    String line = number == 1 && text.startsWith("\ufeff") ? text.substring(1) : text;
                    if (!line.isBlank()) {
                        read(number, line, faults, lines);
                    }
                } catch (CharacterCodingException notUtf8) {
                    faults.add(new CatalogFault.Fault(number, "", "is not UTF-8"));
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        if (faults.isEmpty() && number == 0) {
            faults.add(new CatalogFault.Fault(1, "", "the catalog is empty"));
        }
        if (!faults.isEmpty()) {
            throw new CatalogFault(faults);
        }
    }

    /** The next line with its end, which JSON takes for a blank; nothing at the end of the file. */
    private static byte[] line(BufferedInputStream bytes) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = bytes.read(); next >= 0; next = bytes.read()) {
            line.write(next);
            if (next == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }

    private void read(long number, String text, List<CatalogFault.Fault> faults, Consumer<CatalogLine> lines) {
        JsonNode node;
        try {
            node = json.readTree(text);
        } catch (JsonProcessingException malformed) {
            int column = malformed.getLocation() == null
                    ? 0
                    : malformed.getLocation().getColumnNr();
            faults.add(new CatalogFault.Fault(
                    number,
                    "",
                    "is not JSON at column " + column + ": "
                            + malformed.getOriginalMessage().replaceFirst(" \\(start marker at .*", "")));
            return;
        }
        List<CatalogFault.Fault> own = new ArrayList<>();
        if (!(node instanceof ObjectNode document)) {
            own.add(new CatalogFault.Fault(number, "", "must be a JSON object"));
        } else if (!schemas().containsKey(document.path("type").asText())) {
            own.add(new CatalogFault.Fault(
                    number,
                    "/type",
                    "must be one of "
                            + String.join(
                                    ", ", schemas().keySet().stream().sorted().toList())));
        } else {
            String type = document.path("type").asText();
            schemas().get(type).validate(document).stream()
                    .sorted(Comparator.comparing(
                            message -> message.getInstanceLocation().toString()))
                    .forEach(message -> own.add(fault(number, message)));
            if (own.isEmpty()) {
                LineChecks.check(number, document, own);
            }
            if (type.equals("catalog") && number != 1) {
                own.add(new CatalogFault.Fault(number, "/type", "a catalog line must be the first"));
            }
            if (own.isEmpty() && faults.isEmpty() && !type.equals("catalog")) {
                lines.accept(LinePreparation.prepared(number, document));
            }
        }
        faults.addAll(own);
    }

    private static CatalogFault.Fault fault(long number, ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        // The message begins with the location and a colon, which the fault has of its own.
        String text = message.getMessage();
        String detail = text.startsWith(pointer + ": ") ? text.substring(pointer.length() + 2) : text;
        return new CatalogFault.Fault(number, pointer, detail);
    }

    private synchronized Map<String, JsonSchema> schemas() {
        if (schemas.isEmpty()) {
            try (InputStream stream =
                    Thread.currentThread().getContextClassLoader().getResourceAsStream(SCHEMA)) {
                JsonNode whole = json.readTree(stream);
                JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
                SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                        .pathType(PathType.JSON_POINTER)
                        .locale(Locale.ENGLISH)
                        .build();
                for (JsonNode type : whole.at("/properties/type/enum")) {
                    ObjectNode ofType = json.createObjectNode();
                    ofType.put("$schema", whole.get("$schema").asText());
                    ofType.put("$ref", "#/$defs/" + type.asText());
                    ofType.set("$defs", whole.get("$defs"));
                    schemas.put(type.asText(), factory.getSchema(ofType, config));
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        return schemas;
    }
}
