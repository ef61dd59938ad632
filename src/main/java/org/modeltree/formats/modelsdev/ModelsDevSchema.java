package org.modeltree.formats.modelsdev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.modeltree.catalog.query.Feature;
import org.modeltree.formats.source.JsonSource;

/**
 * What the schema of models.dev allows, and the facts that both of its files have. The schema refuses unknown keys, families
 * and modalities, and dates without a month. The families and the packages of providers are those of models.dev's
 * repository (MIT), in {@code formats/models-dev.json}.
 */
final class ModelsDevSchema {

    private static final JsonNode TERMS = terms();
    private static final Map<String, String> FAMILIES = families();
    private static final Set<String> MODALITIES = Set.of("text", "audio", "image", "video", "pdf");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}(-\\d{2})?");

    private ModelsDevSchema() {}

    private static JsonNode terms() {
        try (InputStream file = ModelsDevSchema.class.getClassLoader().getResourceAsStream("formats/models-dev.json")) {
            return JsonSource.JSON.readTree(file);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The spelling of each family, by the spelling in lower case, which is ours. */
    private static Map<String, String> families() {
        Map<String, String> families = new HashMap<>();
        TERMS.path("families")
                .forEach(family -> families.put(family.asText().toLowerCase(Locale.ROOT), family.asText()));
        return families;
    }

    /** Package, environment variables, address and documentation of a provider, if models.dev has it. */
    static Optional<JsonNode> provider(String id) {
        return Optional.ofNullable(TERMS.path("providers").get(id));
    }

    /** A date of at least a month. */
    static Optional<String> date(JsonNode date) {
        return Optional.of(date.asText("")).filter(text -> DATE.matcher(text).matches());
    }

    /** The latest date of a model's sources, which is not known to be the date of an update but close to it. */
    static Optional<String> lastUpdated(ObjectNode model) {
        String latest = "";
        for (JsonNode source : model.path("sources")) {
            String date = date(source.path("date")).orElse("");
            latest = date.compareTo(latest) > 0 ? date : latest;
        }
        return Optional.of(latest).filter(date -> !date.isEmpty());
    }

    /** A model's family, if models.dev has it. */
    static Optional<String> family(ObjectNode model) {
        return Optional.ofNullable(FAMILIES.get(model.path("family").asText("")));
    }

    /** A model's modalities in words of models.dev; empty if none are known. */
    static Optional<ObjectNode> modalities(ObjectNode model) {
        if (!model.path("modalities").isObject()) {
            return Optional.empty();
        }
        ObjectNode modalities = JsonSource.JSON.createObjectNode();
        for (String side : new String[] {"input", "output"}) {
            ArrayNode words = modalities.putArray(side);
            for (JsonNode modality : model.path("modalities").path(side)) {
                if (MODALITIES.contains(modality.asText())) {
                    words.add(modality);
                }
            }
        }
        return Optional.of(modalities);
    }

    /** Whether a model has a feature: as stated, otherwise by its kind; empty if unknown. */
    static Optional<Boolean> supports(ObjectNode model, Feature feature) {
        JsonNode stated = model.path("supports").path(feature.key());
        if (stated.isBoolean()) {
            return Optional.of(stated.booleanValue());
        }
        return feature == Feature.REASONING && model.path("kind").asText().equals("reasoning")
                ? Optional.of(true)
                : Optional.empty();
    }

    /** Whether a day has come; partial dates count as their first day. */
    static boolean isPast(JsonNode date, LocalDate today) {
        String text = date.asText("");
        return !text.isEmpty() && text.compareTo(today.toString()) <= 0;
    }
}
