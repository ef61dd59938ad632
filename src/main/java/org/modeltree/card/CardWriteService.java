package org.modeltree.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.modeltree.catalog.ModelIds;
import org.modeltree.changes.write.ChangeService;
import org.modeltree.changes.write.DocumentEdit;
import org.modeltree.changes.write.WriteCheck;
import org.modeltree.changes.write.WriteTarget;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;

/** Writes cards and their texts. */
@ApplicationScoped
class CardWriteService {

    private static final String CARD = "/card";
    private static final String TEXTS = "texts";
    private static final Set<String> LISTS = Set.of("feelsLike", "bestFor", "notFor");

    private final ChangeService changes;
    private final ModelIds ids;

    CardWriteService(ChangeService changes, ModelIds ids) {
        this.changes = changes;
        this.ids = ids;
    }

    /** Creates or replaces a card. */
    WriteResult put(WriteRequest request, String model) {
        return changes.put(request, target(model, CARD), WriteCheck.ofModel(() -> ids.requireToWrite(model, CARD)));
    }

    /** Updates a card. */
    WriteResult patch(WriteRequest request, String model) {
        return changes.patch(request, target(model, CARD), WriteCheck.ofModel(() -> ids.requireToWrite(model, CARD)));
    }

    /** Deletes a card. The page of the model then shows its facts only. */
    WriteResult delete(WriteRequest request, String model) {
        return changes.delete(request, target(model, CARD), WriteCheck.ofModel(() -> ids.requireAt(model, CARD)));
    }

    /** Creates or replaces the texts of one language. */
    WriteResult putText(WriteRequest request, String model, String lang) {
        ObjectNode texts = changes.body(request);
        if (texts.properties().stream().allMatch(CardWriteService::isEmpty)) {
            throw new Problem.InvalidBody(List.of(new Problem.BodyFault(
                    "", "must have at least one text; use DELETE to remove the texts of a language")));
        }
        String subPath = subPath(lang);
        return changes.write(
                request,
                target(model, subPath),
                new TextEdit(model, lang, texts),
                WriteCheck.ofModel(() -> ids.requireToWrite(model, subPath)));
    }

    /** Deletes the texts of one language. */
    WriteResult deleteText(WriteRequest request, String model, String lang) {
        String subPath = subPath(lang);
        return changes.write(
                request,
                target(model, subPath),
                new TextEdit(model, lang, null),
                WriteCheck.ofModel(() -> ids.requireAt(model, subPath)));
    }

    private static boolean isEmpty(Map.Entry<String, JsonNode> text) {
        JsonNode value = text.getValue();
        return value.isNull() || (LISTS.contains(text.getKey()) && value.isArray() && value.isEmpty());
    }

    private static String subPath(String lang) {
        return CARD + "/texts/" + Parameters.oneOf("lang", lang, Parameters.names(Language.values()));
    }

    private static WriteTarget target(String model, String subPath) {
        return new WriteTarget(
                CardRecordType.TYPE, model, model, Map.of("model", model), "/api/v1/models/" + model + subPath);
    }

    /**
     * Edit of a card that sets or removes the texts of one language.
     *
     * @param texts new texts; null to remove them
     */
    private record TextEdit(String model, String lang, ObjectNode texts) implements DocumentEdit {

        @Override
        public boolean isThere(ObjectNode before) {
            return before != null && before.path(TEXTS).has(lang);
        }

        @Override
        public Problem.NotFound missingPart(ObjectNode before) {
            String language = Locale.forLanguageTag(lang).getDisplayLanguage(Locale.ENGLISH);
            return new Problem.NotFound("The card of " + model + " has no " + language + " texts.", List.of());
        }

        @Override
        public boolean creates() {
            return texts != null;
        }

        @Override
        public ObjectNode after(ObjectNode before) {
            ObjectNode card = before == null
                    ? JsonNodeFactory.instance
                            .objectNode()
                            .put("type", CardRecordType.TYPE)
                            .put("model", model)
                    : before;
            if (texts == null) {
                ((ObjectNode) card.get(TEXTS)).remove(lang);
            } else {
                card.withObject("/" + TEXTS).set(lang, texts);
            }
            return card;
        }

        @Override
        public JsonNode shown(ObjectNode after) {
            return after.path(TEXTS).path(lang);
        }

        @Override
        public String place() {
            return "/" + TEXTS + "/" + lang;
        }
    }
}
