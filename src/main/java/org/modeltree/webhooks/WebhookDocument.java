package org.modeltree.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.BoundedJson;
import org.modeltree.http.value.VisibleText;
import org.modeltree.webhooks.delivery.Receiver;

/**
 * What the owner of a webhook states about it.
 *
 * @param url address that is called
 * @param description one line for people; null without one
 * @param types record types whose changes are sent; empty for all
 * @param models ids of models whose changes are sent, with those of {@code vendors}; both empty for all
 * @param vendors ids of vendors whose models' changes are sent
 * @param active whether events are sent
 */
record WebhookDocument(
        String url, String description, List<String> types, List<String> models, List<String> vendors, boolean active) {

    private static final JsonMapper JSON = BoundedJson.strict();
    private static final Set<String> KEYS = Set.of("url", "description", "types", "models", "vendors", "active");
    private static final int MAX_DESCRIPTION = 200;
    private static final int MAX_ITEMS = 50;
    private static final int MAX_SEGMENT = 100;
    private static final Pattern SEGMENT = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Pattern MODEL = Pattern.compile(SEGMENT + "/" + SEGMENT);
    private static final int MAX_KEY = 60;

    /**
     * Reads a request body that states everything.
     *
     * @param knownTypes all record types
     * @throws Problem.InvalidBody with all faults of the body
     */
    static WebhookDocument of(ByteBuffer body, List<String> knownTypes) {
        return of(object(body), knownTypes);
    }

    private static WebhookDocument of(ObjectNode json, List<String> knownTypes) {
        List<Problem.BodyFault> faults = new ArrayList<>();
        json.propertyStream()
                .map(Map.Entry::getKey)
                .filter(key -> !KEYS.contains(key))
                .limit(Problem.MAX_FAULTS)
                .forEach(key -> faults.add(DidYouMean.keyFault(pointer(key), key, KEYS)));
        String url = url(json.get("url"), faults);
        String description = description(json.get("description"), faults);
        List<String> types = list(json, "types", faults);
        for (int i = 0; i < types.size(); i++) {
            if (!knownTypes.contains(types.get(i))) {
                faults.add(DidYouMean.valueFault("/types/" + i, types.get(i), knownTypes));
            }
        }
        List<String> models = ids(json, "models", MODEL, 2 * MAX_SEGMENT + 1, "openai/gpt-4", faults);
        List<String> vendors = ids(json, "vendors", SEGMENT, MAX_SEGMENT, "openai", faults);
        JsonNode active = json.get("active");
        if (active != null && !active.isNull() && !active.isBoolean()) {
            faults.add(new Problem.BodyFault("/active", "must be true or false"));
        }
        if (!faults.isEmpty()) {
            throw new Problem.InvalidBody(faults);
        }
        return new WebhookDocument(
                url, description, types, models, vendors, active == null || active.isNull() || active.booleanValue());
    }

    private static ObjectNode object(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (BoundedJson.HugeExponentException huge) {
            throw new Problem.InvalidBody(
                    List.of(new Problem.BodyFault(huge.pointer(), BoundedJson.HugeExponentException.DETAIL)));
        } catch (IOException notJson) {
            // Reported below, because the parser's message contains class names.
        }
        throw new Problem.InvalidBody(List.of(new Problem.BodyFault("", "must be a JSON object")));
    }

    /** This document with the changes of a JSON Merge Patch (RFC 7396), of which no key has keys of its own. */
    WebhookDocument patched(ByteBuffer patch, List<String> knownTypes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("url", url).put("description", description).put("active", active);
        types.forEach(json.putArray("types")::add);
        models.forEach(json.putArray("models")::add);
        vendors.forEach(json.putArray("vendors")::add);
        json.setAll(object(patch));
        return of(json, knownTypes);
    }

    private static String url(JsonNode value, List<Problem.BodyFault> faults) {
        if (value != null && value.isTextual() && value.asText().length() <= Receiver.MAX_LENGTH) {
            return value.asText();
        }
        faults.add(new Problem.BodyFault(
                "/url",
                "must be an address of at most " + Receiver.MAX_LENGTH + " characters that begins with https://"));
        return "";
    }

    private static String description(JsonNode value, List<Problem.BodyFault> faults) {
        if (value == null || value.isNull()) {
            return null;
        }
        String text = value.isTextual() ? value.asText() : "";
        if (text.isBlank() || text.codePointCount(0, text.length()) > MAX_DESCRIPTION) {
            faults.add(new Problem.BodyFault(
                    "/description", "must be null or a string of 1 to " + MAX_DESCRIPTION + " characters"));
        } else {
            VisibleText.faultOfLine(text).ifPresent(fault -> faults.add(new Problem.BodyFault("/description", fault)));
        }
        return text.strip();
    }

    private static List<String> list(ObjectNode json, String key, List<Problem.BodyFault> faults) {
        JsonNode value = json.get(key);
        if (value == null || value.isNull()) {
            return List.of();
        }
        List<String> items = new ArrayList<>();
        boolean isValid = value.isArray() && value.size() <= MAX_ITEMS;
        if (isValid) {
            for (JsonNode item : value) {
                isValid &= item.isTextual();
                items.add(item.asText());
            }
        }
        if (!isValid) {
            faults.add(new Problem.BodyFault("/" + key, "must be an array of at most " + MAX_ITEMS + " strings"));
            return List.of();
        }
        return items.stream().distinct().toList();
    }

    private static List<String> ids(
            ObjectNode json, String key, Pattern form, int maxLength, String example, List<Problem.BodyFault> faults) {
        List<String> given = list(json, key, faults);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String id = given.get(i).strip().toLowerCase(Locale.ROOT);
            if (id.length() > maxLength || !form.matcher(id).matches()) {
                faults.add(new Problem.BodyFault("/" + key + "/" + i, "must be an id such as " + example));
            }
            ids.add(id);
        }
        return ids.stream().distinct().toList();
    }

    private static String pointer(String key) {
        String shown = key.length() > MAX_KEY ? key.substring(0, MAX_KEY) + "…" : key;
        return "/" + VisibleText.cleaned(shown).replace("~", "~0").replace("/", "~1");
    }
}
