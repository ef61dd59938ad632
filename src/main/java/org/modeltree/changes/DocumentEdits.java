package org.modeltree.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.modeltree.http.problem.Problem;

/** The edits that bodies of requests mean. */
final class DocumentEdits {

    private static final List<String> OF_THE_LINE = List.of("type");

    private DocumentEdits() {}

    /** The body takes the place of the document. */
    static DocumentEdit replacement(WriteTarget subject, ObjectNode body) {
        return before -> identified(subject, body);
    }

    /** The body is a JSON Merge Patch (RFC 7396) of the document. */
    static DocumentEdit patch(WriteTarget subject, ObjectNode body) {
        return new OfWhatIsThere(before -> {
            before.remove(OF_THE_LINE);
            return identified(subject, (ObjectNode) patched(before, body));
        });
    }

    /** There shall be no document any more. */
    static DocumentEdit deletion() {
        return new OfWhatIsThere(before -> null);
    }

    /** An edit that makes nothing new. */
    private record OfWhatIsThere(UnaryOperator<ObjectNode> edit) implements DocumentEdit {

        @Override
        public boolean creates() {
            return false;
        }

        @Override
        public ObjectNode after(ObjectNode before) {
            return edit.apply(before);
        }
    }

    /** The body as a JSON object. */
    static ObjectNode object(ByteBuffer body, CatalogRecords lines) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(body.duplicate()).toString();
            if (text.isBlank()) {
                throw invalid("", "is empty; a JSON object is wanted");
            }
            JsonNode node = lines.parsed(text, (pointer, detail) -> {
                throw invalid(pointer, detail);
            });
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw invalid("", "must be a JSON object");
        } catch (CharacterCodingException notUtf8) {
            throw invalid("", "is not UTF-8");
        }
    }

    static Problem.InvalidBody invalid(String pointer, String detail) {
        return new Problem.InvalidBody(List.of(new Problem.BodyFault(pointer, detail)));
    }

    private static ObjectNode identified(WriteTarget subject, ObjectNode body) {
        ObjectNode document = subject.bare();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            String said = subject.identity().get(field.getKey());
            if (said != null && !said.equalsIgnoreCase(field.getValue().asText())) {
                throw invalid("/" + field.getKey(), "must be " + said + ", as the path says, or left out");
            }
            if (said == null && OF_THE_LINE.contains(field.getKey())) {
                throw invalid("/" + field.getKey(), "is no key that is known here");
            }
            if (said == null) {
                document.set(field.getKey(), field.getValue());
            }
        }
        return document;
    }

    private static JsonNode patched(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode result =
                target instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
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
