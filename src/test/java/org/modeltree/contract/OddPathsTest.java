package org.modeltree.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.modeltree.oracle.GeneratedCatalogProfile;

/** Unusual values of path parameters get documented responses only. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class OddPathsTest {

    private static final Contract CONTRACT = Contract.committed();
    private static final long SEED = Long.getLong("modeltree.seed", 20_261_128);
    private static final int TRIES = 12;
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");
    private static final Pattern ALLOW = Pattern.compile("(?im)^allow: (.*)$");

    private static final List<String> UNUSUAL = List.of(
            "a",
            "A",
            ".",
            "..",
            "%2e%2E",
            "...",
            "/",
            "a//b",
            "%2F",
            "a%2Fb",
            "%20",
            "+",
            "%2B",
            "%25",
            "%E2%80%AE",
            "%F0%9F%98%80",
            "~",
            "a;b=c",
            "a,b",
            "x".repeat(300),
            "null",
            "-1",
            "0",
            "a:b",
            "@",
            "'",
            "%22",
            "%3F",
            "%23",
            "%00",
            "%ff",
            "aurora",
            "echo",
            "context",
            "en",
            "*",
            "$",
            "(",
            "!");
    /** Request bodies that create nothing, because other tests count the records. */
    private static final List<String> BODIES =
            List.of("", "{}", "[]", "null", "{\"name\":1}", "{\"nonsense\":1}", "{\"a\":1e99999999999}", "\u0000");

    @TestHTTPResource
    URI base;

    private String send(String method, String path, String headers, String body) throws IOException {
        return request(method, path, "Authorization: Bearer " + GeneratedCatalogProfile.ADMIN + "\r\n" + headers, body);
    }

    private String request(String method, String path, String headers, String body) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            String request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int status(String answer) {
        Matcher status = STATUS.matcher(answer);
        assertTrue(status.lookingAt(), answer);
        return Integer.parseInt(status.group(1));
    }

    private static String filled(String template, UnaryOperator<String> values) {
        return PARAMETER.matcher(template).replaceAll(name -> Matcher.quoteReplacement(values.apply(name.group())));
    }

    @Test
    void every_response_to_an_unusual_path_is_documented() {
        Random random = new Random(SEED);
        List<Executable> checks = new ArrayList<>();
        for (Contract.Operation operation : CONTRACT.operations()) {
            if (operation.isEndless()) {
                continue;
            }
            Set<String> declared = names(operation.node().get("responses"));
            String type = operation.node().at("/requestBody/content").properties().stream()
                    .findFirst()
                    .map(media -> "Content-Type: " + media.getKey() + "\r\n")
                    .orElse("");
            for (int i = 0; i < TRIES; i++) {
                String path = filled(operation.path(), name -> UNUSUAL.get(random.nextInt(UNUSUAL.size())));
                String headers = type + (random.nextBoolean() ? "If-Match: \"1.x\"\r\n" : "");
                String body = type.isEmpty() ? "" : BODIES.get(random.nextInt(BODIES.size()));
                checks.add(() -> {
                    String answer = send(operation.method(), path, headers, body);
                    int status = status(answer);
                    String description = operation.name() + " as " + path + " with " + headers + body + " [seed " + SEED
                            + "] returned " + answer;
                    assertTrue(declared.contains(Integer.toString(status)), description);
                    assertTrue(status < 500, description);
                    assertTrue(status < 400 || answer.contains(operation.errorType()), description);
                });
            }
        }
        assertAll(checks);
    }

    @Test
    void every_path_lists_its_methods_and_rejects_the_others() {
        Map<String, Set<String>> methods = new TreeMap<>();
        Map<String, String> types = new TreeMap<>();
        Set<String> endless = new TreeSet<>();
        Set<String> read = new TreeSet<>();
        for (Contract.Operation operation : CONTRACT.operations()) {
            if (operation.isPostedRead()) {
                read.add(operation.name());
            }
            Set<String> known = methods.computeIfAbsent(operation.path(), path -> new TreeSet<>(Set.of("OPTIONS")));
            known.add(operation.method());
            types.put(operation.path(), operation.errorType());
            if (operation.isEndless()) {
                endless.add(operation.path());
            }
            if (operation.isRead()) {
                known.add("HEAD");
            }
        }
        List<Executable> checks = new ArrayList<>();
        methods.forEach((template, known) -> {
            String path = filled(template, name -> "zz");
            checks.add(() -> {
                String options = send("OPTIONS", path, "", "");
                assertEquals(200, status(options), () -> path + " returned " + options);
                assertEquals(known, allowed(options), path);
            });
            for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW", "get")) {
                if (!known.contains(method)) {
                    // To everybody: what nobody may do is no secret, and OPTIONS says it as well.
                    checks.add(() -> assertNotAllowed(
                            send(method, path, "", ""), method + " " + path, known, types.get(template)));
                    checks.add(() -> assertNotAllowed(
                            request(method, path, "", ""),
                            method + " " + path + " without a token",
                            known,
                            types.get(template)));
                } else if (!read.contains(method + " " + template)) {
                    checks.add(() -> {
                        String refused = request(method, path, "", "");
                        assertEquals(401, status(refused), () -> method + " " + path + " returned " + refused);
                    });
                }
            }
            if (known.contains("HEAD") && !endless.contains(template)) {
                checks.add(() -> assertEquals(
                        status(send("GET", path, "", "")), status(send("HEAD", path, "", "")), "HEAD " + path));
            }
        });
        assertAll(checks);
    }

    private static void assertNotAllowed(String answer, String request, Set<String> known, String type) {
        assertEquals(405, status(answer), () -> request + " returned " + answer);
        assertEquals(known, allowed(answer), request);
        assertTrue(answer.contains(type), () -> request + " returned " + answer);
    }

    private static Set<String> allowed(String answer) {
        Matcher allow = ALLOW.matcher(answer);
        assertTrue(allow.find(), answer);
        return new TreeSet<>(List.of(allow.group(1).strip().split(", ", -1)));
    }

    private static Set<String> names(JsonNode responses) {
        Set<String> names = new TreeSet<>();
        responses.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
