package org.modeltree.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** Ways to break a request. */
final class Mutations {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get");
    private static final List<String> TYPES = List.of(
            "text/plain",
            "application/json; charset=utf-16",
            "application/json; charset=nosuch",
            "application/json;charset=\"utf-8\"",
            "application/xml",
            "multipart/form-data; boundary=a",
            "application/x-www-form-urlencoded",
            "application/json-patch+json",
            "*/*",
            "application",
            "",
            "application/json, text/plain",
            "application/x-ndjson",
            "text/csv",
            "application/json; a=\"");
    private static final int LARGE = 1 << 20;
    private static final int LARGE_HEADER = 30_000;

    private final Random random;
    /** The token of a caller who may do less, and one that does not exist. */
    private final List<String> weakTokens;

    Mutations(Random random, List<String> weakTokens) {
        this.random = random;
        this.weakTokens = weakTokens;
    }

    /** Breaks one to three things. */
    void apply(Draft draft) {
        for (int i = 1 + random.nextInt(3) * random.nextInt(2); i > 0; i--) {
            List<Consumer<Draft>> choices =
                    new ArrayList<>(List.of(this::query, this::query, this::oddHeader, this::credentials));
            if (draft.body != null) {
                choices.addAll(List.of(
                        this::document, this::document, this::document, this::document, this::bytes, this::type));
            }
            if (random.nextInt(4) == 0) {
                choices.addAll(List.of(this::path, this::path, this::method, this::framing));
            }
            choices.get(random.nextInt(choices.size())).accept(draft);
        }
    }

    private void query(Draft draft) {
        List<Map.Entry<String, String>> query = draft.query;
        int at = query.isEmpty() ? -1 : random.nextInt(query.size());
        switch (random.nextInt(7)) {
            case 6 -> {
                if (at >= 0) {
                    String name = query.get(at).getKey();
                    int letter = random.nextInt(name.length());
                    String encoded = name.substring(0, letter) + "%" + Integer.toHexString(name.charAt(letter))
                            + name.substring(letter + 1);
                    query.set(at, Map.entry(encoded, query.get(at).getValue()));
                    draft.note("encoded name");
                }
            }
            case 0 -> {
                draft.parameter("nosuch", Nasty.text(random));
                draft.note("unknown parameter");
            }
            case 1 -> {
                if (at >= 0) {
                    query.add(query.get(at));
                    draft.note("repeated parameter");
                }
            }
            case 2 -> {
                if (at >= 0) {
                    query.remove(at);
                    draft.note("no parameter");
                }
            }
            case 3 -> {
                if (at >= 0) {
                    String raw = one(List.of(
                            "%",
                            "%zz",
                            "%ff",
                            "%c0%af",
                            "%00",
                            "%ed%a0%80",
                            "+",
                            "a=b",
                            "%25",
                            "\u00e9",
                            "",
                            "|",
                            "%0d%0a",
                            "1;nosuch=1",
                            "[a]"));
                    query.set(at, Map.entry(query.get(at).getKey(), raw));
                    draft.note("raw value");
                }
            }
            case 4 -> {
                if (at >= 0) {
                    String many = (Nasty.text(random) + ",").repeat(1 + random.nextInt(60));
                    query.set(at, Map.entry(query.get(at).getKey(), shortened(Draft.encoded(many), 60_000)));
                    draft.note("long list");
                }
            }
            default -> {
                if (at >= 0) {
                    query.set(
                            at,
                            Map.entry(query.get(at).getKey(), shortened(Draft.encoded(Nasty.text(random)), 60_000)));
                    draft.note("odd value");
                }
            }
        }
    }

    private static String shortened(String text, int length) {
        return text.substring(0, Math.min(length, text.length())).replaceFirst("%.?$", "");
    }

    private void path(Draft draft) {
        String[] segments = draft.path.split("/", -1);
        int at = segments.length < 4 ? segments.length - 1 : 3 + random.nextInt(segments.length - 3);
        segments[at] = switch (random.nextInt(5)) {
            case 0 ->
                one(List.of(
                        "%00",
                        "%ff", "%", "%2e%2e", "..", "%2f", "%5c", "%c0%ae", "%252e", ";a=b", "a%0d%0a", "~", "\u00e9",
                        "%20", "{a}"));
            case 1 ->
                segments[at] + one(List.of("%00", ";x", "%20", ".", ".json", "%2F", "'", "%27--", ".svg", ".png"));
            case 2 -> segments[at].toUpperCase(Locale.ROOT);
            default -> shortened(Draft.encoded(Nasty.text(random)), 3_000);
        };
        draft.path = String.join("/", segments);
        draft.note("path");
    }

    private void method(Draft draft) {
        draft.method = one(METHODS);
        draft.note("method");
    }

    private void oddHeader(Draft draft) {
        String text = Nasty.text(random).replaceAll("[^ -~]", "");
        switch (random.nextInt(16)) {
            case 0 ->
                draft.only(
                        "Accept",
                        one(List.of(
                                "text/plain",
                                "*",
                                "a/b;q=x",
                                "",
                                "application/json;q=0",
                                "image/*",
                                ",".repeat(500),
                                text)));
            case 1 ->
                draft.only("Accept-Language", one(List.of("*", "zh", "xx", "en;q=2", "zh-".repeat(300), ",,", text)));
            case 2 ->
                draft.only(
                        "Accept-Encoding",
                        one(List.of("*", "gzip;q=0", "br", "identity;q=0", "gzip, gzip, gzip", text)));
            case 3 ->
                draft.only(
                        "If-None-Match",
                        one(List.of("*", "\"", "W/\"a\"", "\"a\", \"b\"", "a", "\"1.a\",".repeat(300), text)));
            case 4 ->
                draft.only(
                        "If-Match",
                        one(List.of(
                                "*",
                                "\"",
                                "W/\"1.a\"",
                                "\"0.a\"",
                                "\"999999999999999999999.a\"",
                                "\"-1.a\"",
                                "\"1\"",
                                "",
                                text)));
            case 5 ->
                draft.only(
                        "Modeltree-Revision",
                        one(List.of(
                                "-1",
                                "99999999999999999999",
                                "9223372036854775807",
                                "1000000000",
                                "a",
                                "",
                                "1, 2",
                                text)));
            case 6 ->
                draft.only("Idempotency-Key", one(List.of("", " ", "a b", "k".repeat(201), "k".repeat(200), text)));
            case 7 -> draft.header("Range", one(List.of("bytes=0-", "bytes=9-1", text)));
            case 8 -> draft.header("Origin", one(List.of("null", "https://evil.example", "http://localhost", text)));
            case 9 -> draft.header("X-HTTP-Method-Override", "DELETE");
            case 10 ->
                draft.header("traceparent", one(List.of("00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01", text)));
            case 11 ->
                draft.header("X-Forwarded-For", text)
                        .header("Forwarded", "for=" + text)
                        .header("X-Forwarded-Host", "evil.example");
            case 12 -> {
                for (int i = 0; i < 150; i++) {
                    draft.header("X-Many-" + i, "a");
                }
            }
            case 13 -> draft.header("X-Large", "a".repeat(5_000));
            case 14 -> draft.header("Cookie", "a=" + text).header("Referer", text);
            default -> draft.header("Last-Event-ID", text).header("If-Modified-Since", text);
        }
        draft.note("header");
    }

    private void credentials(Draft draft) {
        switch (random.nextInt(4)) {
            case 0 -> draft.as(Optional.empty());
            case 1 -> draft.as(Optional.of(one(weakTokens)));
            case 2 ->
                draft.only(
                        "Authorization",
                        one(List.of(
                                "",
                                "Bearer",
                                "Bearer  ",
                                "Basic YTpi",
                                "bearer mt_",
                                "Digest a=\"",
                                "Bearer a.b.c",
                                "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIiwiZ3JvdXBzIjpbImFkbWluIl19.",
                                "Bearer mt_" + "a".repeat(5_000),
                                "Bearer mt_'--")));
            default -> {
                List<Map.Entry<String, String>> own = draft.headers.stream()
                        .filter(header -> header.getKey().equals("Authorization"))
                        .toList();
                draft.headers.addAll(own);
            }
        }
        draft.note("credentials");
    }

    private void type(Draft draft) {
        if (random.nextInt(4) == 0) {
            draft.without("Content-Type");
        } else {
            draft.only("Content-Type", one(TYPES));
        }
        draft.note("type");
    }

    /** Breaks one value of a JSON document. */
    private void document(Draft draft) {
        JsonNode content;
        try {
            content = MAPPER.readTree(draft.body);
        } catch (IOException none) {
            bytes(draft);
            return;
        }
        List<Place> places = new ArrayList<>();
        collect(content, places);
        if (places.isEmpty()) {
            bytes(draft);
            return;
        }
        Place place = one(places);
        switch (random.nextInt(6)) {
            case 0 -> place.remove();
            case 1 -> place.add("nosuch", value());
            default -> place.set(value());
        }
        draft.body = text(content).getBytes(StandardCharsets.UTF_8);
        draft.note("document");
    }

    private static String text(JsonNode content) {
        try {
            return MAPPER.writeValueAsString(content);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private JsonNode value() {
        return switch (random.nextInt(14)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 ->
                JSON.numberNode(
                        one(List.of(0L, -1L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, 1_000_000_000_000_001L)));
            case 3 -> JSON.numberNode(one(List.of(0.5, -0.0, Double.MAX_VALUE, Double.MIN_VALUE, 1e-300, 1e300)));
            case 4 ->
                JSON.numberNode(
                        new BigDecimal("9".repeat(1 + random.nextInt(300)) + "." + "1".repeat(random.nextInt(300))));
            case 5 -> JSON.arrayNode();
            case 6 -> JSON.objectNode();
            case 7 -> JSON.arrayNode().add(Nasty.text(random)).add(Nasty.text(random));
            case 8 -> JSON.objectNode().put(Nasty.text(random), 1);
            default -> JSON.textNode(Nasty.text(random));
        };
    }

    private static void collect(JsonNode node, List<Place> places) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(key -> places.add(new Place(node, key, 0)));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                places.add(new Place(node, null, i));
            }
        }
        node.forEach(child -> collect(child, places));
    }

    /** A key of an object, or an element of an array. */
    private record Place(JsonNode parent, String key, int index) {

        void set(JsonNode value) {
            if (parent instanceof ObjectNode object) {
                object.set(key, value);
            } else {
                ((ArrayNode) parent).set(index, value);
            }
        }

        void remove() {
            if (parent instanceof ObjectNode object) {
                object.remove(key);
            } else {
                ((ArrayNode) parent).remove(index);
            }
        }

        void add(String name, JsonNode value) {
            if (parent instanceof ObjectNode object) {
                object.set(name, value);
            } else {
                ((ArrayNode) parent).add(value);
            }
        }
    }

    /** Breaks the body as a text or as bytes. */
    private void bytes(Draft draft) {
        String text = new String(draft.body, StandardCharsets.UTF_8);
        byte[] broken = switch (random.nextInt(16)) {
            case 0 -> new byte[0];
            case 1 -> Arrays.copyOf(draft.body, draft.body.length / 2);
            case 2 -> utf8(text.replaceFirst("\\{", "{\"name\":1,"));
            case 3 -> utf8(text + text);
            case 4 -> nested("[", "]");
            case 5 -> nested("{\"a\":", "}");
            case 6 -> utf8(text.replaceFirst("\"[^\"]*\"\\s*:", "\"\\\\ud800\":"));
            case 7 -> utf8(text.replaceFirst(":\\s*\"[^\"]*\"", ":\"\\\\ud800\""));
            case 8 -> text.getBytes(StandardCharsets.UTF_16);
            case 9 -> utf8("\ufeff" + text);
            case 10 ->
                utf8(text.replaceFirst(
                        ":\\s*(\"[^\"]*\"|[0-9]+)",
                        ":"
                                + one(List.of(
                                        "1e999",
                                        "1e-999",
                                        "1e2147483648",
                                        "9".repeat(2_000),
                                        "-",
                                        "NaN",
                                        "01",
                                        "+1",
                                        "0x1"))));
            case 11 -> invalidUtf8(draft.body);
            case 12 ->
                utf8(one(List.of(
                        "null",
                        "[]",
                        "1",
                        "\"a\"",
                        "{}",
                        "{\"\":{}}",
                        "<a/>",
                        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
                        "&a [*a,*a]",
                        "a,b\n=1,2\n")));
            case 13 -> {
                draft.body = random.nextBoolean() ? new byte[LARGE * 8] : utf8(text + " ".repeat(LARGE));
                yield draft.gzip().body;
            }
            case 14 -> {
                draft.only("Content-Encoding", one(List.of("gzip", "br", "gzip, gzip", "deflate", "identity", "")));
                yield draft.body;
            }
            default ->
                utf8(text.replaceFirst("\"[^\"]*\"(?=[,}])", "\"" + "a".repeat(1 + random.nextInt(LARGE)) + "\""));
        };
        draft.body = broken;
        draft.note("bytes");
    }

    private byte[] nested(String open, String close) {
        int depth = one(List.of(5, 30, 999, 1_001, 5_000, 100_000));
        return utf8(open.repeat(depth) + "1" + close.repeat(depth));
    }

    private byte[] invalidUtf8(byte[] body) {
        byte[] broken = body.clone();
        for (int i = 0; i < 3 && broken.length > 0; i++) {
            broken[random.nextInt(broken.length)] = (byte) (0x80 + random.nextInt(0x80));
        }
        return broken;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Breaks HTTP itself. */
    private void framing(Draft draft) {
        boolean wasMalformed = draft.isMalformed;
        draft.isMalformed = true;
        switch (random.nextInt(9)) {
            case 0 -> draft.header("X-A", "a\u0000b");
            case 1 -> draft.header("X A", "b");
            case 2 -> draft.header("X-A", "a\u0001b");
            case 3 -> draft.header("X-A", "a".repeat(LARGE_HEADER));
            case 4 -> draft.header("Host", "a b");
            case 5 -> draft.header("Host", "localhost").header("Host", "other");
            case 6 -> draft.header("Content-Length", one(List.of("-1", "a", "99999999999999999999")));
            case 7 -> {
                draft.body = Optional.ofNullable(draft.body).orElse(utf8("zz\r\n"));
                draft.header("Transfer-Encoding", one(List.of("chunked", "gzip", "chunked, chunked")));
            }
            default -> {
                String end = one(List.of(" a", "\t", "\u0001", "#a"));
                draft.path = draft.path + end;
                // RFC 9112 lets servers split the first line at any white space.
                draft.isMalformed = wasMalformed || !end.equals("\t");
            }
        }
        draft.note("framing");
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
