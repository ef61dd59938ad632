package org.modeltree.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The committed {@code openapi.yaml}. Reading takes a moment and blocks; nothing of it is kept in memory. */
public final class ApiDescription {

    private static final String DOCUMENT = "openapi/openapi.yaml";

    private ApiDescription() {}

    /** The document as committed. */
    static byte[] yaml() {
        try (InputStream stream = ApiDescription.class.getClassLoader().getResourceAsStream(DOCUMENT)) {
            return stream.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The document as a tree. */
    public static JsonNode tree() {
        try {
            return new YAMLMapper().readTree(yaml());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
