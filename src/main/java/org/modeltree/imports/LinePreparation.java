package org.modeltree.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.modeltree.catalog.SearchText;

/** Folds ids and derives what the database wants beside a line: keys, and the words to search for. */
final class LinePreparation {

    private LinePreparation() {}

    static CatalogLine prepared(long number, ObjectNode document) {
        withoutNulls(document);
        String type = document.get("type").asText();
        String key = switch (type) {
            case "model" -> model(document);
            case "edge" -> fold(document, "child") + " " + fold(document, "parent");
            case "measurement" -> {
                fold(document, "model");
                yield String.join(
                        " ",
                        document.get("model").asText(),
                        document.get("benchmark").asText(),
                        document.get("raw").asText(),
                        document.get("source").asText(),
                        document.path("date").asText(),
                        document.path("harness").asText());
            }
            case "offering" -> {
                fold(document, "model");
                document.put("_key", SearchText.idKey(document.get("id").asText()));
                yield document.get("provider").asText() + " "
                        + document.get("id").asText();
            }
            case "card" -> fold(document, "model");
            case "vendor" -> {
                document.put("_words", SearchText.indexed(document.get("name").asText()));
                yield document.get("id").asText();
            }
            default -> document.get("id").asText();
        };
        return new CatalogLine(number, type, key, document);
    }

    /** A key that is null means what one that is left out means; from here on there are only the latter. */
    private static void withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> field.getValue().isNull());
        }
        node.forEach(LinePreparation::withoutNulls);
    }

    private static String model(ObjectNode model) {
        String spelled = model.get("id").asText();
        String id = fold(model, "id");
        Map<String, String> aliases = new LinkedHashMap<>();
        for (JsonNode alias : model.path("aliases")) {
            aliases.putIfAbsent(SearchText.idKey(alias.asText()), alias.asText());
        }
        // The id itself is no alias of itself, but another spelling of it is worth keeping.
        aliases.remove(id, id);
        if (!spelled.equals(id)) {
            aliases.putIfAbsent(id, spelled);
        }
        ArrayNode kept = model.putArray("_aliases");
        aliases.forEach((key, alias) -> kept.addObject().put("key", key).put("alias", alias));
        String name = model.get("name").asText();
        model.put("_nameKey", SearchText.nameKey(name));
        String slug = id.substring(id.indexOf('/') + 1);
        String names = String.join(
                " ", name, id, SearchText.compact(name), SearchText.compact(slug), String.join(" ", aliases.values()));
        StringBuilder words =
                new StringBuilder(names).append(' ').append(model.path("family").asText(""));
        for (JsonNode text : model.path("texts")) {
            words.append(' ')
                    .append(text.path("subtitle").asText(""))
                    .append(' ')
                    .append(text.path("summary").asText(""));
        }
        model.put("_names", SearchText.indexed(names));
        model.put("_words", SearchText.indexed(words.toString()));
        return id;
    }

    private static String fold(ObjectNode document, String field) {
        String folded = document.get(field).asText().toLowerCase(Locale.ROOT);
        document.put(field, folded);
        return folded;
    }
}
