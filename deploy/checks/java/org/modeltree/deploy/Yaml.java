package org.modeltree.deploy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** YAML documents and JSON Schemas. */
final class Yaml {

    private static final ObjectMapper MAPPER = new ObjectMapper(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private static final Path SCHEMAS = Path.of("deploy/checks/schemas");

    private Yaml() {}

    /** The document, or null if the text is empty. */
    static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException invalid) {
            throw new UncheckedIOException(text, invalid);
        }
    }

    static JsonNode file(Path file) {
        return read(text(file));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** What violates a schema of ours, in sentences; empty if nothing does. */
    static List<String> faults(String schema, JsonNode document) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(text(SCHEMAS.resolve(schema + ".json")))
                .validate(document)
                .stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }
}
