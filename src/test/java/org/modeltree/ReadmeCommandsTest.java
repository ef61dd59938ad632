package org.modeltree;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every request in the README and in the operator's guide is answered as it says there.
 *
 * <p>A request is a line {@code curl …} in a block of {@code sh}. Its answer is the next block, of {@code json} or of
 * {@code http} with a status line and headers before the body. In an answer {@code …} stands for any further keys of an
 * object, any further elements of an array, or the rest of a string; all else has to be there just so.
 */
@QuarkusTest
@TestProfile(ReadmeCommandsTest.WritableProfile.class)
class ReadmeCommandsTest {

    private static final String TOKEN = "mt_0nlyForTheReadmeAndItsTest0123456789abcdefgh";

    /** A newcomer's service, in a database of its own, because the README writes. */
    public static class WritableProfile implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("modeltree.starter-catalog", "builtin", "modeltree.security.bootstrap-token", TOKEN);
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "readme")));
        }
    }

    private static final List<Path> DOCUMENTS = List.of(Path.of("README.md"), Path.of("src", "docs", "operating.md"));
    private static final String FENCE = "```";
    private static final String GAP = "…";
    private static final String HERE = "localhost:8080";
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern ROW_OF_SCORE =
            Pattern.compile("(?m)^\\| ([0-9,]+) \\| ([0-9]+\\.[0-9]{2}) \\| ([0-9]+\\.[0-9]) \\|");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A request as it is printed, and the answer below it, empty where none is shown. */
    private record Exchange(String command, String answer) {}

    @Test
    void every_request_is_answered_as_it_is_printed() throws IOException {
        List<String> differences = new ArrayList<>();
        Map<String, String> etags = new HashMap<>();
        for (Path document : DOCUMENTS) {
            List<Exchange> exchanges = exchanges(Files.readAllLines(document));
            assertFalse(exchanges.isEmpty(), document + " has no requests");
            for (Exchange exchange : exchanges) {
                check(exchange, etags, differences);
            }
        }
        assertEquals("", String.join("\n", differences));
    }

    @Test
    void the_table_of_scores_is_what_the_service_computes() throws IOException {
        List<MatchResult> rows = ROW_OF_SCORE
                .matcher(Files.readString(DOCUMENTS.get(0)))
                .results()
                .toList();
        assertEquals(10, rows.size());
        for (MatchResult row : rows) {
            String raw = row.group(1).replace(",", "");
            JsonNode answer = JSON.readTree(
                    given().get("/api/v1/capabilities/context/score?raw=" + raw).asByteArray());
            BigDecimal exact = answer.get("exact").decimalValue().setScale(2, RoundingMode.HALF_UP);
            BigDecimal score = answer.get("score").decimalValue().setScale(1, RoundingMode.UNNECESSARY);
            assertEquals(List.of(row.group(2), row.group(3)), List.of(exact.toString(), score.toString()), raw);
        }
    }

    private static List<Exchange> exchanges(List<String> lines) {
        List<Exchange> exchanges = new ArrayList<>();
        boolean answered = true;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith(FENCE)) {
                assertFalse(lines.get(i).contains("curl "), "nobody tries " + lines.get(i));
                continue;
            }
            String language = lines.get(i).substring(FENCE.length());
            List<String> block = new ArrayList<>();
            for (i++; !lines.get(i).startsWith(FENCE); i++) {
                block.add(lines.get(i));
            }
            if (language.equals("sh")) {
                for (String line : block) {
                    if (line.startsWith("curl ")) {
                        exchanges.add(new Exchange(line, ""));
                        answered = false;
                    } else {
                        assertFalse(line.contains("curl "), "nobody tries " + line);
                    }
                }
            } else if (language.equals("json") || language.equals("http")) {
                assertFalse(answered, "the answer to what? " + block);
                int last = exchanges.size() - 1;
                exchanges.set(last, new Exchange(exchanges.get(last).command(), String.join("\n", block)));
                answered = true;
            }
        }
        return exchanges;
    }

    private static void check(Exchange exchange, Map<String, String> etags, List<String> differences)
            throws IOException {
        Response response = send(exchange.command(), etags);
        String shown = exchange.answer();
        int status = 200;
        if (shown.startsWith("HTTP/1.1 ")) {
            int end = shown.contains("\n\n") ? shown.indexOf("\n\n") : shown.length();
            List<String> head = shown.substring(0, end).lines().toList();
            status =
                    Integer.parseInt(head.get(0).substring("HTTP/1.1 ".length()).substring(0, 3));
            for (String line : head.subList(1, head.size())) {
                String name = line.substring(0, line.indexOf(": "));
                String value = line.substring(line.indexOf(": ") + 2);
                String real = response.header(name);
                if (real == null || !isText(value, real)) {
                    differences.add(exchange.command() + " has " + name + ": " + real + " and not " + value);
                }
            }
            shown = shown.substring(end).strip();
        }
        boolean created = shown.isEmpty() && response.statusCode() == 201;
        if (response.statusCode() != status && !created) {
            differences.add(exchange.command() + " is answered with " + response.statusCode() + " and not " + status);
        } else if (!shown.isEmpty()) {
            compare(exchange.command() + " ", json(filled(shown)), json(response.asString()), differences);
        }
    }

    private static Response send(String command, Map<String, String> etags) {
        Map<String, String> headers = new HashMap<>();
        String url = "";
        String etagFile = "";
        String method = "GET";
        String body = null;
        Iterator<String> words = WORD.matcher(command)
                .results()
                .map(word -> word.group(1) != null
                        ? word.group(1)
                        : word.group(2) != null ? word.group(2).replace("$TOKEN", TOKEN) : word.group(3))
                .skip(1)
                .iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "-i", "-s" -> {
                    // How it is shown makes no difference to what is sent.
                }
                case "-H" -> {
                    String header = words.next();
                    headers.put(
                            header.substring(0, header.indexOf(':')),
                            header.substring(header.indexOf(':') + 1).strip());
                }
                case "-X" -> method = words.next();
                case "--json" -> {
                    headers.put("Content-Type", "application/json");
                    body = words.next();
                    method = method.equals("GET") ? "POST" : method;
                }
                case "-o" -> words.next();
                case "--etag-save" -> etagFile = words.next();
                case "--etag-compare" -> headers.put("If-None-Match", etags.get(words.next()));
                default -> {
                    assertTrue(url.isEmpty() && word.startsWith(HERE + "/"), () -> "cannot run " + command);
                    url = word.substring(HERE.length());
                }
            }
        }
        RequestSpecification request =
                given().urlEncodingEnabled(false).redirects().follow(false).headers(headers);
        Response response = (body == null ? request : request.body(body)).request(method, url);
        if (!etagFile.isEmpty()) {
            etags.put(etagFile, response.header("ETag"));
        }
        return response;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(text + "\nis not JSON: " + malformed.getMessage(), malformed);
        }
    }

    /** The answer as JSON: a gap among keys becomes a key, a gap among elements an element. */
    private static String filled(String shown) {
        StringBuilder json = new StringBuilder();
        Deque<Character> open = new ArrayDeque<>();
        boolean text = false;
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (c == '"' && shown.charAt(i - 1) != '\\') {
                text = !text;
            }
            if (!text && (c == '{' || c == '[')) {
                open.push(c);
            }
            if (!text && (c == '}' || c == ']')) {
                open.pop();
            }
            if (!text && GAP.indexOf(c) >= 0) {
                json.append('"').append(GAP).append(open.peek() == '{' ? "\": true" : "\"");
            } else {
                json.append(c);
            }
        }
        return json.toString();
    }

    private static void compare(String at, JsonNode shown, JsonNode real, List<String> differences) {
        if (shown.isObject() && real.isObject()) {
            shown.properties().forEach(field -> {
                if (real.has(field.getKey())) {
                    compare(at + "/" + field.getKey(), field.getValue(), real.get(field.getKey()), differences);
                } else if (!field.getKey().equals(GAP)) {
                    differences.add(at + " has no " + field.getKey());
                }
            });
            if (!shown.has(GAP) && shown.size() < real.size()) {
                differences.add(at + " has more keys: " + real);
            }
        } else if (shown.isArray() && real.isArray()) {
            compareElements(at, shown, real, differences);
        } else if (!isScalar(shown, real)) {
            differences.add(at + " is " + real + " and not " + shown);
        }
    }

    private static void compareElements(String at, JsonNode shown, JsonNode real, List<String> differences) {
        int next = 0;
        boolean gap = false;
        for (JsonNode element : shown) {
            if (element.isTextual() && element.textValue().equals(GAP)) {
                gap = true;
                continue;
            }
            int found = next;
            while (gap && found < real.size() && !isLike(element, real.get(found))) {
                found++;
            }
            if (found == real.size()) {
                differences.add(at + " has nothing like " + element);
                return;
            }
            compare(at + "/" + found, element, real.get(found), differences);
            next = found + 1;
            gap = false;
        }
        if (!gap && next < real.size()) {
            differences.add(at + " has " + (real.size() - next) + " more elements");
        }
    }

    private static boolean isLike(JsonNode shown, JsonNode real) {
        List<String> differences = new ArrayList<>();
        compare("", shown, real, differences);
        return differences.isEmpty();
    }

    private static boolean isScalar(JsonNode shown, JsonNode real) {
        if (shown.isTextual() && real.isTextual()) {
            return isText(shown.textValue(), real.textValue());
        }
        if (shown.isNumber() && real.isNumber()) {
            return shown.decimalValue().compareTo(real.decimalValue()) == 0;
        }
        return shown.equals(real);
    }

    private static boolean isText(String shown, String real) {
        return shown.endsWith(GAP)
                ? real.startsWith(shown.substring(0, shown.length() - GAP.length()))
                : real.equals(shown);
    }
}
