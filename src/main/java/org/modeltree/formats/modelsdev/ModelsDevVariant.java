package org.modeltree.formats.modelsdev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.modeltree.formats.source.JsonSource;

/**
 * Settings of a measurement in the key {@code variant} of models.dev, such as {@code reasoning_effort: high, tools: none}. A
 * variant that is no list of names and values says something else, such as the name of a harness.
 */
final class ModelsDevVariant {

    private static final Pattern SETTING = Pattern.compile("([a-z0-9][a-z0-9_.-]{0,39}): (\\S(?:.{0,198}\\S)?)");
    private static final String SEPARATOR = ", ";
    private static final int MAX_SETTINGS = 20;

    private ModelsDevVariant() {}

    /** Variant with all settings; empty if there are none. */
    static String of(JsonNode settings) {
        return settings.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(setting -> setting.getKey() + ": " + setting.getValue().asText())
                .collect(Collectors.joining(SEPARATOR));
    }

    /** Settings that a variant lists; empty if it is no list of settings. */
    static Optional<ObjectNode> settings(String variant) {
        ObjectNode settings = JsonSource.JSON.createObjectNode();
        for (String part : variant.split(SEPARATOR, -1)) {
            Matcher setting = SETTING.matcher(part);
            if (!setting.matches() || settings.has(setting.group(1)) || settings.size() == MAX_SETTINGS) {
                return Optional.empty();
            }
            settings.put(setting.group(1), setting.group(2));
        }
        return Optional.of(settings);
    }
}
