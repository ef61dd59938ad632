package org.modeltree.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.BoundedJson;

/**
 * Request to resolve several ids.
 *
 * @param ids 1 to {@value #MAX_IDS} ids, which may be repeated
 */
record ResolveRequest(List<String> ids) {

    static final int MAX_IDS = 1_000;

    /** Maximum number of characters of an id. */
    static final int MAX_ID = 401;

    private static final JsonMapper JSON = BoundedJson.strict();
    private static final String IDS = "ids";

    /**
     * Reads a request body.
     *
     * @throws Problem.InvalidBody with the faults of the body
     */
    static ResolveRequest of(byte[] body) {
        JsonNode json = read(body);
        List<Problem.BodyFault> faults = new ArrayList<>();
        json.propertyStream()
                .filter(entry -> !entry.getKey().equals(IDS))
                .limit(Problem.MAX_FAULTS)
                .forEach(entry -> faults.add(new Problem.BodyFault(
                        "", "has the unknown key " + Parameters.shown(entry.getKey()) + "; use ids", List.of(IDS))));
        JsonNode given = json.path(IDS);
        List<String> ids = new ArrayList<>();
        if (!given.isArray() || given.isEmpty() || given.size() > MAX_IDS) {
            faults.add(new Problem.BodyFault("/ids", "must be a list of 1 to " + MAX_IDS + " ids"));
        } else {
            for (int i = 0; i < given.size(); i++) {
                String id = given.get(i).isTextual() ? given.get(i).textValue() : "";
                if (id.isBlank()
                        || id.codePointCount(0, id.length()) > MAX_ID
                        || id.chars().anyMatch(Character::isISOControl)) {
                    faults.add(new Problem.BodyFault(
                            "/ids/" + i,
                            "must be a string of 1 to " + MAX_ID + " characters without control characters"));
                }
                ids.add(id);
            }
        }
        if (!faults.isEmpty()) {
            throw new Problem.InvalidBody(faults);
        }
        return new ResolveRequest(ids);
    }

    private static JsonNode read(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (IOException notJson) {
            // Reported below, because the parser's message contains class names.
        }
        throw new Problem.InvalidBody(List.of(new Problem.BodyFault(
                "", "must be a JSON object with a list of ids, such as {\"ids\": [\"gpt-4o\"]}")));
    }
}
