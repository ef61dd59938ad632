package org.modeltree;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every request in the README and the guides is answered as it says there.
 *
 * <p>A request is a line {@code curl …} in a block of {@code sh}. Its answer is the next block, of {@code json} or of
 * {@code http} with a status line and headers before the body. In an answer {@code …} stands for any further keys of an
 * object, any further elements of an array, or the rest of a string; everything else must match.
 *
 * <p>Blocks of {@code sh} may also write a file with {@code cat > FILE <<'END'}, and set a variable with {@code
 * NAME=$(cat FILE)}. Files and variables belong to their document, so that each document works on its own.
 */
@QuarkusTest
@TestProfile(ReadmeProfile.class)
class ReadmeCommandsTest {

    private static final String TOKEN_FILE = "~/.modeltree/first-token";

    private static final Path DOCS = Path.of("src", "docs");
    private static final Path SCORES = DOCS.resolve("guide-scores.md");

    // Guides that only read come first, because their answers are those of the built-in catalog. The README imports a
    // model at its end, and the guides after it continue each other, with the revisions that they show.
    private static final List<Path> DOCUMENTS = List.of(
            DOCS.resolve("guide-reading.md"),
            DOCS.resolve("guide-errors.md"),
            DOCS.resolve("guide-dropin.md"),
            DOCS.resolve("guide-agents.md"),
            SCORES,
            Path.of("README.md"),
            DOCS.resolve("guide-writing.md"),
            DOCS.resolve("guide-importing.md"),
            DOCS.resolve("guide-curating.md"),
            DOCS.resolve("operating.md"));

    /** How often an answer may lack the suggestions that are shown. */
    private static final int MAX_LATE = 50;

    private static final String FENCE = "```";
    private static final String GAP = "…";
    private static final String HOST = "localhost:8080";
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Z_]+)=\\$\\(cat (\\S+)\\)");
    private static final Pattern HEREDOC = Pattern.compile("(?s)cat > (\\S+) <<'END'\n(.*)");
    private static final Pattern CHANGE = Pattern.compile(" (-X|-d|--data-binary) ");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\(cat ([^)]+)\\)|\\$([A-Z_]+)");
    private static final Pattern ROW_OF_SCORE =
            Pattern.compile("(?m)^\\| ([0-9,]+) \\| ([0-9]+\\.[0-9]{2}) \\| ([0-9]+\\.[0-9]) \\|");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A command as it is printed, and the answer below it, empty where none is shown. */
    private record Step(String command, String answer) {

        boolean isRequest() {
            return command.startsWith("curl ");
        }
    }

    /** What the commands of one document have left in the shell: files by name and variables. */
    private record Shell(Map<String, String> files, Map<String, String> variables) {

        static Shell start() {
            return new Shell(new HashMap<>(Map.of(TOKEN_FILE, ReadmeProfile.TOKEN)), new HashMap<>());
        }

        String file(String name) {
            String content = files.get(name);
            assertNotNull(content, () -> "no command has written " + name);
            return content;
        }

        String expand(String word) {
            return REFERENCE.matcher(word).replaceAll(reference -> {
                if (reference.group(1) != null) {
                    return Matcher.quoteReplacement(file(reference.group(1)));
                }
                String value = variables.get(reference.group(2));
                assertNotNull(value, () -> "no command has set " + reference.group(2));
                return Matcher.quoteReplacement(value);
            });
        }
    }

    @Test
    void every_request_is_answered_as_it_is_printed() throws IOException {
        List<String> differences = new ArrayList<>();
        for (Path document : DOCUMENTS) {
            List<Step> steps = steps(Files.readAllLines(document));
            assertTrue(steps.stream().anyMatch(Step::isRequest), document + " has no requests");
            Shell shell = Shell.start();
            for (Step step : steps) {
                run(step, shell, differences);
            }
        }
        assertEquals("", String.join("\n", differences));
    }

    @Test
    void every_document_with_a_request_is_tested() throws IOException {
        try (Stream<Path> files = Files.walk(DOCS)) {
            List<Path> untested = files.filter(file -> file.toString().endsWith(".md") && !DOCUMENTS.contains(file))
                    .filter(ReadmeCommandsTest::hasRequest)
                    .toList();
            assertEquals(List.of(), untested);
        }
    }

    private static boolean hasRequest(Path document) {
        try {
            return Files.readString(document).contains("\ncurl ");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void the_table_of_scores_is_what_the_service_computes() throws IOException {
        List<MatchResult> rows =
                ROW_OF_SCORE.matcher(Files.readString(SCORES)).results().toList();
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

    private static List<Step> steps(List<String> lines) {
        List<Step> steps = new ArrayList<>();
        boolean answered = true;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith(FENCE)) {
                assertFalse(lines.get(i).contains("curl "), "not tested: " + lines.get(i));
                continue;
            }
            String language = lines.get(i).substring(FENCE.length());
            List<String> block = new ArrayList<>();
            for (i++; !lines.get(i).startsWith(FENCE); i++) {
                block.add(lines.get(i));
            }
            if (language.equals("sh")) {
                for (String command : commands(block)) {
                    steps.add(new Step(command, ""));
                    answered = !command.startsWith("curl ");
                }
            } else if (language.equals("json") || language.equals("http")) {
                assertFalse(answered, "no request before this answer: " + block);
                int last = steps.size() - 1;
                steps.set(last, new Step(steps.get(last).command(), String.join("\n", block)));
                answered = true;
            }
        }
        return steps;
    }

    /** The commands of a block of {@code sh}, each with its further lines. */
    private static List<String> commands(List<String> block) {
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < block.size(); i++) {
            StringBuilder command = new StringBuilder(block.get(i));
            if (command.toString().endsWith("<<'END'")) {
                for (i++; !block.get(i).equals("END"); i++) {
                    command.append('\n').append(block.get(i));
                }
            } else {
                while (command.toString().endsWith("\\")
                        || command.chars().filter(c -> c == '\'').count() % 2 == 1) {
                    if (command.toString().endsWith("\\")) {
                        command.setLength(command.length() - 1);
                    }
                    i++;
                    command.append('\n').append(block.get(i));
                }
            }
            commands.add(command.toString());
        }
        return commands;
    }

    private static void run(Step step, Shell shell, List<String> differences) {
        Matcher assignment = ASSIGNMENT.matcher(step.command());
        Matcher heredoc = HEREDOC.matcher(step.command());
        if (step.isRequest()) {
            check(step, shell, differences);
        } else if (assignment.matches()) {
            shell.variables().put(assignment.group(1), shell.file(assignment.group(2)));
        } else if (heredoc.matches()) {
            shell.files().put(heredoc.group(1), heredoc.group(2));
        } else {
            assertFalse(step.command().contains("curl "), "not tested: " + step.command());
        }
    }

    private static void check(Step step, Shell shell, List<String> differences) {
        String shown = step.answer();
        Response response = send(step.command(), shell);
        for (int again = 0; again < MAX_LATE && isLate(step, response); again++) {
            response = send(step.command(), shell);
        }
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
                    differences.add(step.command() + " has " + name + ": " + real + " and not " + value);
                }
            }
            shown = shown.substring(end).strip();
        }
        boolean created = shown.isEmpty() && response.statusCode() == 201;
        if (response.statusCode() != status && !created) {
            differences.add(step.command() + " is answered with " + response.statusCode() + " and not " + status + ": "
                    + response.asString());
        } else if (!shown.isEmpty()) {
            compare(step.command() + " ", json(filled(shown)), json(response.asString()), differences);
        }
    }

    /** Whether suggestions of a read are shown and there was no time for them, as on a busy machine. Such an answer is not kept. */
    private static boolean isLate(Step step, Response response) {
        return !CHANGE.matcher(step.command()).find()
                && step.answer().contains("\"suggestions\": [\"")
                && response.asString().contains("\"suggestions\":[]");
    }

    private static Response send(String command, Shell shell) {
        Map<String, String> headers = new HashMap<>();
        String url = "";
        String etagFile = "";
        String method = "";
        String body = null;
        Iterator<String> words = WORD.matcher(command)
                .results()
                .map(word -> word.group(1) != null
                        ? word.group(1)
                        : shell.expand(word.group(2) != null ? word.group(2) : word.group(3)))
                .skip(1)
                .iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "-i" -> {
                    // It prints headers, and sends nothing else.
                }
                case "-H" -> {
                    String header = words.next();
                    headers.put(
                            header.substring(0, header.indexOf(':')),
                            header.substring(header.indexOf(':') + 1).strip());
                }
                case "-X" -> method = words.next();
                case "-d" -> body = words.next();
                case "--data-binary" -> body = shell.file(words.next().substring("@".length()));
                case "-o" -> words.next();
                case "--etag-save" -> etagFile = words.next();
                case "--etag-compare" -> headers.put("If-None-Match", shell.file(words.next()));
                default -> {
                    assertTrue(url.isEmpty() && word.startsWith(HOST + "/"), () -> "cannot run " + command);
                    url = word.substring(HOST.length());
                }
            }
        }
        // Without the header curl would call the body a form.
        assertTrue(body == null || headers.containsKey("Content-Type"), () -> "no Content-Type: " + command);
        if (method.isEmpty()) {
            method = body == null ? "GET" : "POST";
        }
        RequestSpecification request =
                given().urlEncodingEnabled(false).redirects().follow(false).headers(headers);
        Response response = (body == null ? request : request.body(body.getBytes(UTF_8))).request(method, url);
        if (!etagFile.isEmpty()) {
            shell.files().put(etagFile, response.header("ETag"));
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
