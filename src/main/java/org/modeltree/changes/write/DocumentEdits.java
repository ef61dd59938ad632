package org.modeltree.changes.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Problem;

/** Edits made from request bodies. */
final class DocumentEdits {

    private static final List<String> RECORD_KEYS = List.of("type");

    private DocumentEdits() {}

    /** Replaces the document with the body. */
    static DocumentEdit replacement(WriteTarget target, ObjectNode body) {
        return before -> identified(target, body);
    }

    /**
     * Applies the body to the document, as a JSON Merge Patch (RFC 7396).
     *
     * @param keys keys that a document may have
     */
    static DocumentEdit patch(WriteTarget target, ObjectNode body, Collection<String> keys) {
        return new OfExisting(true, before -> {
            before.remove(RECORD_KEYS);
            ObjectNode after = (ObjectNode) patched(before, body);
            // Removing a key that no document has is a mistake, which the schema then reports.
            body.properties().stream()
                    .filter(change -> change.getValue().isNull() && !keys.contains(change.getKey()))
                    .forEach(change -> after.set(change.getKey(), change.getValue()));
            return identified(target, after);
        });
    }

    /** Deletes the document. */
    static DocumentEdit deletion() {
        return new OfExisting(false, before -> null);
    }

    /** Edit that requires an existing document. */
    private record OfExisting(boolean isUpdate, UnaryOperator<ObjectNode> edit) implements DocumentEdit {

        @Override
        public boolean creates() {
            return false;
        }

        @Override
        public ObjectNode after(ObjectNode before) {
            return edit.apply(before);
        }
    }

    /** Parses a body as a JSON object. */
    static ObjectNode object(ByteBuffer body, CatalogRecords records) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(body.duplicate()).toString();
            if (text.isBlank()) {
                throw invalid("", "must be a JSON object, was empty");
            }
            JsonNode node = records.parse(text, fault -> {
                throw new Problem.InvalidBody(List.of(fault));
            });
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw invalid("", "must be a JSON object");
        } catch (CharacterCodingException notUtf8) {
            throw invalid("", "must be UTF-8");
        }
    }

    static Problem.InvalidBody invalid(String pointer, String detail) {
        return new Problem.InvalidBody(List.of(new Problem.BodyFault(pointer, detail)));
    }

    private static ObjectNode identified(WriteTarget target, ObjectNode body) {
        ObjectNode document = target.bare();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            String inPath = target.identity().get(field.getKey());
            if (inPath != null && !inPath.equalsIgnoreCase(field.getValue().asText())) {
                throw invalid("/" + field.getKey(), "must be " + inPath + ", as in the path, or omitted");
            }
            if (inPath == null && RECORD_KEYS.contains(field.getKey())) {
                throw new Problem.InvalidBody(
                        List.of(DidYouMean.keyFault("/" + field.getKey(), field.getKey(), List.of())));
            }
            if (inPath == null) {
                document.set(field.getKey(), field.getValue());
            }
        }
        return document;
    }

    private static JsonNode patched(JsonNode document, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode result =
                document instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                result.set(change.getKey(), patched(result.get(change.getKey()), change.getValue()));
            }
        }
        return result;
    }
}
