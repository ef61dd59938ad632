package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.modeltree.EmptyCatalogProfile;

/** Requests that every write refuses, without changing anything. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class RefusedWritesTest {
    private static final Client ADMIN = Client.admin();
    private static final Client READER = Client.anybody();
    private static final String MODEL = "/api/v1/models/schlehe/a";

    /**
     * A write that would be accepted.
     *
     * @param body body with %s in place of a text
     * @param pointer JSON pointer to that text
     */
    private record Write(String method, String path, String body, String pointer) {

        String type() {
            return method.equals("PATCH") ? Client.MERGE : Client.JSON;
        }

        String good() {
            return with("\"https://good.example\"");
        }

        String with(String text) {
            return body.formatted(text);
        }

        Reply send(String text) {
            return ADMIN.send(method, path, type(), text, "If-Match", "*");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static final List<Write> WRITES = new ArrayList<>();

    static {
        both(MODEL, "{\"name\": %s}", "/name");
        WRITES.add(
                new Write("PUT", MODEL + "/parents/schlehe/b", "{\"relation\": \"merge\", \"source\": %s}", "/source"));
        both(
                MODEL + "/measurements/m",
                "{\"benchmark\": \"schlehe\", \"raw\": 1, \"source\": \"https://s.example\", \"harness\": %s}",
                "/harness");
        both(MODEL + "/offerings/dorn/a/b", "{\"source\": %s}", "/source");
        both(MODEL + "/card", "{\"texts\": {\"en\": {\"whyItMatters\": %s}}}", "/texts/en/whyItMatters");
        WRITES.add(new Write("PUT", MODEL + "/card/texts/en", "{\"whyItMatters\": %s}", "/whyItMatters"));
        both("/api/v1/vendors/schlehe", "{\"name\": %s}", "/name");
        both("/api/v1/providers/dorn", "{\"name\": %s}", "/name");
        both("/api/v1/benchmarks/schlehe", "{\"label\": %s, \"unit\": \"points\"}", "/label");
        both(
                "/api/v1/capabilities/schlehe",
                "{\"label\": {\"en\": %s}, \"description\": {\"en\": \"D\"}, \"benchmark\": \"schlehe\","
                        + " \"scale\": {\"kind\": \"linear\", \"floor\": 0, \"ceiling\": 1}}",
                "/label/en");
    }

    private static void both(String path, String body, String pointer) {
        WRITES.add(new Write("PUT", path, body, pointer));
        WRITES.add(new Write("PATCH", path, body, pointer));
    }

    private static boolean made;
    private String before;

    @BeforeEach
    void everything_is_there() {
        if (!made) {
            made = true;
            ADMIN.create("/api/v1/models/schlehe/b", json("{name: 'B'}"));
            ADMIN.create(MODEL, json("{name: 'A'}"));
            ADMIN.create("/api/v1/benchmarks/schlehe", json("{label: 'L', unit: 'points'}"));
            for (Write write : WRITES) {
                if (write.method.equals("PUT")) {
                    Reply reply = ADMIN.send("PUT", write.path, Client.JSON, write.good(), "If-None-Match", "*");
                    assertTrue(List.of(201, 412).contains(reply.status()), reply::said);
                }
            }
        }
        before = everything();
    }

    @AfterEach
    void nothing_changed() {
        assertEquals(before, everything());
    }

    private static String everything() {
        StringBuilder all = new StringBuilder();
        all.append(READER.get("/api/v1/vendors?limit=1").revision());
        for (String path : List.of(
                MODEL + "/document",
                MODEL + "/card",
                MODEL + "/measurements/m",
                MODEL + "/offerings",
                MODEL + "/lineage",
                "/api/v1/vendors/schlehe",
                "/api/v1/providers/dorn",
                "/api/v1/benchmarks/schlehe",
                "/api/v1/capabilities/schlehe")) {
            all.append('\n').append(READER.ok(path));
        }
        return all.toString();
    }

    private static void each(Function<Write, Executable> check) {
        assertAll(WRITES.stream().map(check));
    }

    private static Executable invalid(Write write, String body, String what) {
        return () -> {
            Reply reply = write.send(body).is(400);
            assertTrue(List.of("invalid_body", "malformed_request").contains(reply.code()), () -> what + reply.said());
            assertEquals(1, reply.pointers().size(), () -> what + ": " + reply.said());
        };
    }

    private static Executable pointed(Write write, String body, String pointer) {
        return () -> write.send(body).refuses(400, "invalid_body", pointer);
    }

    @Test
    void a_body_that_is_no_json_object() {
        for (String body : List.of(
                "",
                " ",
                "nonsense",
                "{",
                "{\"name\"",
                "[]",
                "[{}]",
                "\"text\"",
                "1",
                "null",
                "{} {}",
                "{}x",
                "{'name': 'x'}",
                "{name: 1}",
                "{\"a\": 1,}",
                "// c\n{}",
                "\u0000",
                "[".repeat(5000),
                "{\"a\":".repeat(2000) + "1" + "}".repeat(2000))) {
            each(write -> invalid(write, body, body.substring(0, Math.min(20, body.length()))));
        }
    }

    @Test
    void a_key_that_is_there_twice() {
        each(write -> () -> {
            String body = "{\"zz\": 1, \"zz\": 2, " + write.good().substring(1);
            Reply reply = write.send(body).refuses(400, "invalid_body");
            assertEquals(1, reply.pointers().size(), reply::said);
            assertTrue(reply.detail().contains("zz"), reply::said);
        });
    }

    @Test
    void a_key_that_is_not_known() {
        each(write -> pointed(write, "{\"nonsense\": 1, " + write.good().substring(1), "/nonsense"));
        each(write -> pointed(write, "{\"a/b~c\": 1, " + write.good().substring(1), "/a~1b~0c"));
        each(write -> pointed(write, "{\"\": 1, " + write.good().substring(1), "/"));
    }

    @Test
    void a_text_of_the_wrong_type_or_length() {
        for (String text : List.of("1", "true", "[]", "{}", "\"\"", "\" \"", "\"" + "x".repeat(4001) + "\"")) {
            each(write -> () -> {
                if (write.pointer.equals("/harness") && text.equals("\" \"")) {
                    return;
                }
                Reply reply = write.send(write.with(text)).refuses(400, "invalid_body");
                assertTrue(reply.pointers().get(0).startsWith(write.pointer), reply::said);
            });
        }
    }

    @Test
    void a_text_that_no_text_can_be() {
        for (String text : List.of(
                "\"a\\u0000b\"", "\"https://a.example/\\u0000\"", "\"a\\ud800b\"", "\"\\udc00\"", "\"a\\ud83d\"")) {
            each(write -> () -> {
                Reply reply = write.send(write.with(text)).refuses(400, "invalid_body");
                assertTrue(reply.pointers().contains(write.pointer), reply::said);
            });
        }
    }

    @Test
    void a_text_that_hides_what_it_says() {
        for (String text : List.of(
                "a\\u0001b",
                "a\\u007fb",
                "a\\u0085b",
                "\\u202ea",
                "a\\u202ab",
                "a\\u2066b",
                "a\\u2069",
                "\\u200b",
                "\\u200d\\u200c",
                "\\ufeff",
                "\\u2060\\u00ad",
                "\\u3164",
                "\\u2800 ",
                "a\\ufffeb",
                "a\\uffff",
                "\\ufdd0",
                "\\udbff\\udfff")) {
            each(write -> () -> {
                Reply reply = write.send(write.with("\"" + text + "\"")).refuses(400, "invalid_body");
                assertTrue(reply.pointers().contains(write.pointer), reply::said);
            });
        }
        for (String text : List.of("a\\nb", "a\\tb", "a\\u2028b")) {
            assertAll(pointed(WRITES.get(0), "{\"name\": \"" + text + "\"}", "/name"));
        }
    }

    @Test
    void an_alias_that_hides_what_it_says() {
        for (String alias : List.of("%E2%80%AEx", "%E2%80%8B", "a%EF%BF%BFb")) {
            ADMIN.put(MODEL + "/aliases/" + alias, "If-None-Match", "*").is(400);
        }
    }

    @Test
    void of_very_many_faults_the_first_hundred_are_named_at_once() {
        String keys =
                IntStream.range(0, 40_000).mapToObj(i -> "\"k" + i + "\": 0").collect(Collectors.joining(", "));
        // All of these have the same hash.
        String colliding = IntStream.range(0, 1 << 14)
                .mapToObj(i -> IntStream.range(0, 14)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\": 0")))
                .collect(Collectors.joining(", "));
        Write model = WRITES.get(0);
        for (String body : List.of(
                "{\"name\": \"A\", " + keys + "}",
                "{\"name\": \"A\", " + colliding + "}",
                "{\"name\": \"A\", \"texts\": {" + keys + "}}",
                "{\"name\": \"A\", \"webLinks\": [{" + keys + "}]}",
                "{\"name\": \"A\", \"webLinks\": [" + "{\"a\": 1}, ".repeat(20_000) + "1]}",
                "{\"name\": \"A\", \"aliases\": [" + "1, ".repeat(45_000) + "1]}")) {
            Instant begin = Instant.now();
            Reply reply = model.send(body).refuses(400, "invalid_body");
            assertEquals(100, reply.body().get("errors").size());
            assertTrue(
                    reply.response().body().length < 30_000,
                    () -> "" + reply.response().body().length);
            Duration taken = Duration.between(begin, Instant.now());
            assertTrue(taken.compareTo(Duration.ofSeconds(20)) < 0, taken::toString);
        }
        Reply token = ADMIN.send(
                        "POST", "/api/v1/tokens", Client.JSON, "{\"name\": \"T\", \"role\": \"reader\", " + keys + "}")
                .refuses(400, "invalid_body");
        assertEquals(100, token.body().get("errors").size());
        model.send("{\"name\": \"A\", \"aliases\": [" + "\"a\", ".repeat(200) + "\"a\"]}")
                .refuses(400, "invalid_body", "/aliases");
    }

    @Test
    void texts_of_a_card_that_say_nothing() {
        String card = MODEL + "/card";
        for (String nothing : List.of("{}", "{\"whyItMatters\": null}", "{\"feelsLike\": []}")) {
            ADMIN.send("PUT", card + "/texts/zh", Client.JSON, nothing, "If-None-Match", "*")
                    .refuses(400, "invalid_body", "");
        }
    }

    @Test
    void a_number_with_a_huge_exponent() {
        for (String huge :
                List.of("1e2147483648", "-1e-2147483649", "1E99999999999", "1e-2147483647", "1e+0000000001000")) {
            each(write -> pointed(write, "{\"nonsense\": [0, {\"a/b\": " + huge + "}]}", "/nonsense/1/a~1b"));
            ADMIN.send("POST", "/api/v1/tokens", Client.JSON, "{\"name\": " + huge + ", \"role\": \"reader\"}")
                    .refuses(400, "invalid_body", "/name");
        }
    }

    @Test
    void a_number_that_no_number_can_be() {
        for (String number : List.of("NaN", "Infinity", "-Infinity", "01", "+1", "0x10", "1.", ".5")) {
            each(write ->
                    invalid(write, "{\"raw\": " + number + ", " + write.good().substring(1), number));
        }
        Write measurement = WRITES.get(3);
        String rest = ", \"benchmark\": \"schlehe\", \"source\": \"https://s.example\"}";
        for (String huge : List.of("1e400", "1e999999999", "1" + "0".repeat(400), "-1", "-1e-300", "1e15000")) {
            assertAll(pointed(measurement, "{\"raw\": " + huge + rest, "/raw"));
        }
        for (String parameters : List.of("1.5", "0", "-1", "1e15000", "1000000000000001", "99999999999999999999")) {
            assertAll(pointed(WRITES.get(0), "{\"name\": \"A\", \"parameters\": " + parameters + "}", "/parameters"));
        }
    }

    @Test
    void bytes_that_are_not_utf_8() {
        each(write -> () -> {
            byte[] latin = write.with("\"h\u00e4\"").getBytes(StandardCharsets.ISO_8859_1);
            Reply reply = ADMIN.send(write.method, write.path, write.type(), latin, "If-Match", "*")
                    .is(400);
            assertTrue(List.of("invalid_body", "malformed_request").contains(reply.code()), reply::said);
        });
        each(write -> () -> ADMIN.send(
                        write.method, write.path, write.type() + "; charset=iso-8859-1", write.good(), "If-Match", "*")
                .refuses(415, "unsupported_media_type"));
        each(write -> () -> {
            Reply reply = ADMIN.send(
                    write.method,
                    write.path,
                    write.type(),
                    write.good().getBytes(StandardCharsets.UTF_16),
                    "If-Match",
                    "*");
            assertEquals(400, reply.status(), reply::said);
        });
    }

    @Test
    void a_media_type_that_is_not_read() {
        for (String type : List.of(
                "text/plain",
                "application/xml",
                "application/json-patch+json",
                "multipart/form-data; boundary=x",
                "x")) {
            each(write -> () -> {
                Reply reply = ADMIN.send(write.method, write.path, type, write.good(), "If-Match", "*");
                assertTrue(reply.status() == 415 || (type.equals("x") && reply.status() == 400), reply::said);
                if (reply.status() == 415) {
                    String all = write.method.equals("PATCH")
                            ? "application/merge-patch+json, application/json"
                            : "application/json";
                    String first = write.method.equals("PATCH") ? Client.MERGE : Client.JSON;
                    assertEquals(all, reply.header("Accept"));
                    assertEquals(write.method.equals("PATCH") ? all : null, reply.header("Accept-Patch"));
                    assertEquals(
                            "This path reads " + all.replace(", ", " or ") + ", not " + type
                                    + ". Send the header Content-Type: " + first + ".",
                            reply.detail());
                }
            });
        }
        Reply form = ADMIN.send("PUT", MODEL, "application/x-www-form-urlencoded", "{\"name\": \"A\"}", "If-Match", "*")
                .refuses(415, "unsupported_media_type");
        assertEquals(
                "This path reads application/json, not application/x-www-form-urlencoded. curl -d sends a form unless you"
                        + " add -H 'Content-Type: application/json'.",
                form.detail());
        assertEquals(
                "application/merge-patch+json, application/json",
                ADMIN.send("OPTIONS", MODEL, Client.JSON, "").header("Accept-Patch"));
        each(write -> () -> {
            if (write.method.equals("PUT")) {
                ADMIN.send("PUT", write.path, Client.MERGE, write.good(), "If-Match", "*")
                        .refuses(415, "unsupported_media_type");
            }
        });
    }

    @Test
    void a_body_that_is_packed_in_a_way_that_is_not_read() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[2_000_000]);
        }
        each(write -> () -> {
            Reply reply = ADMIN.send(
                    write.method,
                    write.path,
                    write.type(),
                    packed.toByteArray(),
                    "If-Match",
                    "*",
                    "Content-Encoding",
                    "gzip");
            assertTrue(List.of(400, 413, 415).contains(reply.status()), reply::said);
        });
    }

    @Test
    void a_body_that_is_too_large() {
        String large = "\"" + "x".repeat(2_000_000) + "\"";
        each(write -> () -> write.send(write.with(large)).refuses(413, "too_large"));
    }

    @Test
    void a_precondition_that_makes_no_sense() {
        for (String ifMatch :
                List.of("1", "\"1.a", "1.a\"", "'1.a'", "*, \"1.a\"", "\"1.a\" \"2.b\"", ",", "w/\"1.a\"")) {
            each(write -> () -> ADMIN.send(write.method, write.path, write.type(), write.good(), "If-Match", ifMatch)
                    .refusesParameter("If-Match"));
            ADMIN.delete(MODEL, "If-Match", ifMatch).refusesParameter("If-Match");
        }
        for (String ifNoneMatch : List.of("\"1.a\"", "x", "*,*")) {
            each(write ->
                    () -> ADMIN.send(write.method, write.path, write.type(), write.good(), "If-None-Match", ifNoneMatch)
                            .refusesParameter("If-None-Match"));
        }
    }

    @Test
    void a_parameter_that_is_not_known() {
        each(write ->
                () -> ADMIN.send(write.method, write.path + "?force=true", write.type(), write.good(), "If-Match", "*")
                        .refusesParameter("force"));
        for (String path : List.of(
                MODEL,
                MODEL + "/card",
                MODEL + "/card/texts/en",
                MODEL + "/measurements/m",
                MODEL + "/offerings/dorn/a/b",
                MODEL + "/parents/schlehe/b",
                MODEL + "/aliases/x",
                "/api/v1/benchmarks/schlehe",
                "/api/v1/capabilities/schlehe")) {
            ADMIN.delete(path + "?force=true", "If-Match", "*").refusesParameter("force");
        }
    }

    @Test
    void an_identity_that_is_not_that_of_the_path() {
        String[][] wrong = {
            {MODEL, "{\"id\": \"schlehe/b\", \"name\": \"A\"}", "/id"},
            {MODEL, "{\"type\": \"vendor\", \"name\": \"A\"}", "/type"},
            {MODEL + "/parents/schlehe/b", "{\"child\": \"schlehe/b\", \"relation\": \"merge\"}", "/child"},
            {MODEL + "/parents/schlehe/b", "{\"parent\": \"schlehe/a\", \"relation\": \"merge\"}", "/parent"},
            {MODEL + "/card", "{\"model\": \"schlehe/b\"}", "/model"},
            {MODEL + "/offerings/dorn/a/b", "{\"id\": \"a\"}", "/id"},
            {MODEL + "/offerings/dorn/a/b", "{\"provider\": \"x\"}", "/provider"},
            {MODEL + "/offerings/dorn/a/b", "{\"model\": [\"schlehe/a\"]}", "/model"},
            {"/api/v1/vendors/schlehe", "{\"id\": \"x\", \"name\": \"N\"}", "/id"},
            {"/api/v1/benchmarks/schlehe", "{\"id\": 1, \"label\": \"N\", \"unit\": \"x\"}", "/id"},
        };
        for (String[] one : wrong) {
            ADMIN.send("PUT", one[0], Client.JSON, one[1], "If-Match", "*").refuses(400, "invalid_body", one[2]);
        }
    }

    @Test
    void a_path_that_cannot_be_that_of_anything() {
        List<Executable> checks = new ArrayList<>();
        for (String id : List.of(
                "schlehe/" + "x".repeat(101),
                "x".repeat(101) + "/y",
                "schlehe/.hidden",
                "-x/y",
                "schlehe/a%20b",
                "schlehe/a%00b",
                "schlehe/%ff",
                "schlehe/%ed%a0%80",
                "schlehe/%E6%A8%A1",
                "schlehe/a:b",
                "schlehe/a@b",
                "schlehe/a+b",
                "sch%0alehe/a")) {
            checks.add(() -> {
                Reply reply = ADMIN.put("/api/v1/models/" + id, json("{name: 'N'}"), "If-None-Match", "*");
                assertTrue(List.of(400, 404).contains(reply.status()), reply::said);
                if (reply.status() == 400) {
                    assertEquals(1, reply.body().get("errors").size(), reply::said);
                }
            });
        }
        for (String path : List.of(
                "vendors/" + "x".repeat(101),
                "vendors/A%20B",
                "vendors/%00",
                "providers/.x",
                "providers/%ff",
                "benchmarks/" + "x".repeat(61),
                "benchmarks/a_b",
                "benchmarks/A")) {
            checks.add(() -> {
                Reply reply = ADMIN.put(
                        "/api/v1/" + path,
                        path.startsWith("bench") ? json("{label: 'L', unit: 'u'}") : json("{name: 'N'}"),
                        "If-None-Match",
                        "*");
                assertTrue(List.of(400, 404).contains(reply.status()), reply::said);
            });
        }
        assertAll(checks);
    }
}
