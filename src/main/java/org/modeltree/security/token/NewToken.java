package org.modeltree.security.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.BoundedJson;
import org.modeltree.http.value.VisibleText;
import org.modeltree.security.Role;

/**
 * Request to create a token.
 *
 * @param name name of the token, 1 to 100 characters
 * @param expiresAt time from which the token is invalid; null for a token that never expires
 */
record NewToken(String name, Role role, Instant expiresAt) {

    private static final JsonMapper JSON = BoundedJson.strict();
    private static final Set<String> KEYS = Set.of("name", "role", "expiresAt");
    private static final int MAX_NAME = 100;
    /** RFC 3339, which limits the year to four digits; ISO 8601 allows years that the database cannot store. */
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt].*");

    /**
     * Reads a request body.
     *
     * @throws Problem.InvalidBody with all faults of the body
     */
    static NewToken of(byte[] body, Instant now) {
        JsonNode json = read(body);
        List<Problem.BodyFault> faults = new ArrayList<>();
        json.propertyStream()
                .map(Map.Entry::getKey)
                .filter(key -> !KEYS.contains(key))
                .limit(Problem.MAX_FAULTS)
                .forEach(key -> faults.add(DidYouMean.keyFault(pointer(key), key, KEYS)));
        String name = name(json.get("name"), faults);
        Role role = role(json.get("role"), faults);
        Instant expiresAt = time(json.get("expiresAt"), now, faults);
        if (!faults.isEmpty()) {
            throw new Problem.InvalidBody(faults);
        }
        return new NewToken(name, role, expiresAt);
    }

    private static JsonNode read(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (BoundedJson.HugeExponentException huge) {
            throw new Problem.InvalidBody(
                    List.of(new Problem.BodyFault(huge.pointer(), BoundedJson.HugeExponentException.DETAIL)));
        } catch (IOException notJson) {
            // Reported below, because the parser's message contains class names.
        }
        throw new Problem.InvalidBody(List.of(new Problem.BodyFault("", "must be a JSON object")));
    }

    private static String name(JsonNode value, List<Problem.BodyFault> faults) {
        String name = value != null && value.isTextual() ? value.asText() : "";
        if (name.isBlank() || name.length() > MAX_NAME) {
            faults.add(new Problem.BodyFault("/name", "must be a string of 1 to " + MAX_NAME + " characters"));
        } else if (VisibleText.faultOfLine(name).isPresent()) {
            faults.add(
                    new Problem.BodyFault("/name", VisibleText.faultOfLine(name).orElseThrow()));
        } else if (name.strip().toLowerCase(Locale.ROOT).equals(BootstrapToken.NAME)) {
            faults.add(new Problem.BodyFault(
                    "/name", "must not be " + BootstrapToken.NAME + ", which is reserved; choose another name"));
        }
        return name.strip();
    }

    private static Role role(JsonNode value, List<Problem.BodyFault> faults) {
        Optional<Role> role = value != null && value.isTextual() ? Role.of(value.asText()) : Optional.empty();
        if (role.isEmpty()) {
            faults.add(DidYouMean.valueFault(
                    "/role", value == null ? "" : value.asText(), Parameters.names(Role.values())));
        }
        return role.orElse(null);
    }

    private static Instant time(JsonNode value, Instant now, List<Problem.BodyFault> faults) {
        if (value == null || value.isNull()) {
            return null;
        }
        try {
            if (value.isTextual() && TIME.matcher(value.asText()).matches()) {
                Instant time = OffsetDateTime.parse(value.asText()).toInstant().truncatedTo(ChronoUnit.SECONDS);
                if (!time.isAfter(now)) {
                    faults.add(new Problem.BodyFault("/expiresAt", "must be in the future"));
                }
                return time;
            }
        } catch (DateTimeParseException noSuchTime) {
            // Reported below, like every other malformed time.
        }
        faults.add(new Problem.BodyFault(
                "/expiresAt", "must be null or a time with a time zone, such as 2027-01-31T12:00:00Z"));
        return null;
    }

    private static String pointer(String key) {
        String shown = key.length() > 60 ? key.substring(0, 60) + "…" : key;
        return "/" + shown.replace("~", "~0").replace("/", "~1").replaceAll("\\p{Cntrl}", "�");
    }
}
