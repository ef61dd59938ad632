package org.modeltree.agents;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkiverse.mcp.server.ResourceManager;
import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;

/** The tools for agents, as a client uses them over HTTP. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class McpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    ConnectionManager sessions;

    @Inject
    ResourceManager resources;

    private static HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new AssertionError(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static HttpResponse<String> post(String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(headers));
        return send("POST", "/mcp", body, all.toArray(String[]::new));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException noJson) {
            throw new AssertionError(answer.body(), noJson);
        }
    }

    private static JsonNode result(String method, String params) {
        HttpResponse<String> answer =
                post("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}");
        assertEquals(200, answer.statusCode(), answer::body);
        JsonNode json = json(answer);
        assertEquals(7, json.get("id").asInt(), answer::body);
        assertTrue(json.has("result"), answer::body);
        return json.get("result");
    }

    private static JsonNode call(String tool, String arguments) {
        return result("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    }

    private static String text(JsonNode result) {
        return result.at("/content/0/text").asText();
    }

    private static JsonNode completion(String argument, String value, String context) {
        return result(
                        "completion/complete",
                        ("{'ref':{'type':'ref/resource','uri':'modeltree://model/{vendor}/{slug}/card'},'argument':{'name':'"
                                        + argument + "','value':'" + value + "'}" + context + "}")
                                .replace('\'', '"'))
                .get("completion");
    }

    private static List<String> values(JsonNode completion) {
        List<String> values = new ArrayList<>();
        completion.get("values").forEach(value -> values.add(value.asText()));
        return values;
    }

    @Test
    void the_parts_of_a_card_address_are_completed() {
        assertTrue(result(
                        "initialize",
                        "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}")
                .at("/capabilities/completions")
                .isObject());
        List<String> vendors = new ArrayList<>();
        ApiResponse.ok("/api/v1/vendors?limit=200")
                .get("data")
                .forEach(vendor -> vendors.add(vendor.get("id").asText()));
        vendors.sort(null);
        JsonNode every = completion("vendor", "", "");
        assertEquals(vendors.subList(0, Math.min(100, vendors.size())), values(every));
        assertEquals(vendors.size() > 100, every.get("hasMore").asBoolean());
        assertEquals(
                vendors.stream().filter(id -> id.startsWith("au")).toList(), values(completion("vendor", "Au", "")));
        List<String> models = new ArrayList<>();
        ApiResponse.ok("/api/v1/models?vendor=aurora&fields=id&sort=id&limit=200")
                .get("data")
                .forEach(model -> models.add(model.get("id").asText().substring("aurora/".length())));
        JsonNode slugs = completion("slug", "", ",'context':{'arguments':{'vendor':'aurora'}}");
        assertEquals(models.subList(0, Math.min(100, models.size())), values(slugs));
        assertEquals(
                models.stream().filter(slug -> slug.startsWith("ec")).toList(),
                values(completion("slug", "ec", ",'context':{'arguments':{'vendor':'aurora'}}")));
        for (String context : List.of("", ",'context':{'arguments':{}}", ",'context':{'arguments':{'vendor':'%_'}}")) {
            assertEquals(List.of(), values(completion("slug", "", context)), context);
        }
        for (String odd : List.of("%", "a'b".replace('\'', '*'), "\\u0000", "é", "x".repeat(200))) {
            assertEquals(List.of(), values(completion("vendor", odd, "")), odd);
        }
    }

    @Test
    void every_tool_only_reads_and_says_what_it_takes_and_gives() {
        JsonNode tools = result("tools/list", "{}").get("tools");
        Set<String> names = new TreeSet<>();
        for (JsonNode tool : tools) {
            names.add(tool.get("name").asText());
            assertTrue(tool.at("/annotations/readOnlyHint").asBoolean(), tool::toString);
            assertFalse(tool.at("/annotations/destructiveHint").asBoolean(), tool::toString);
            assertFalse(tool.at("/inputSchema/additionalProperties").asBoolean(true), tool::toString);
            assertEquals("object", tool.at("/outputSchema/type").asText(), tool::toString);
            tool.at("/inputSchema/properties")
                    .properties()
                    .forEach(argument -> assertTrue(
                            argument.getValue().path("description").asText().length() > 5,
                            () -> tool.get("name") + " " + argument.getKey()));
        }
        assertEquals(
                Set.of(
                        "search_models",
                        "get_card",
                        "get_bands",
                        "compare_models",
                        "lineage",
                        "resolve",
                        "offerings",
                        "cost",
                        "recommend"),
                names);
    }

    @Test
    void answers_are_short_match_their_schemas_and_link_to_what_exists() {
        Map<String, JsonNode> schemas = new HashMap<>();
        result("tools/list", "{}")
                .get("tools")
                .forEach(tool -> schemas.put(tool.get("name").asText(), tool.get("outputSchema")));
        Map<String, String> calls = Map.ofEntries(
                Map.entry("search_models", "{\"q\":\"echo\",\"limit\":20,\"lang\":\"zh\"}"),
                Map.entry("get_card", "{\"id\":\"Aurora/ECHO\",\"lang\":\"zh\"}"),
                Map.entry("get_bands", "{}"),
                Map.entry("compare_models", "{\"ids\":[\"aurora/echo\",\"aurora/diamond-top\"]}"),
                Map.entry("lineage", "{\"id\":\"aurora/echo\",\"depth\":10}"),
                Map.entry("resolve", "{\"id\":\"aurora/echo\"}"),
                Map.entry("offerings", "{\"limit\":50}"),
                Map.entry("cost", "{\"model\":\"aurora/echo\",\"input\":1000000,\"output\":\"2.5\"}"),
                Map.entry("recommend", "{\"capability\":[\"context:2\",\"coding\"],\"limit\":50}"));
        assertEquals(schemas.keySet(), calls.keySet());
        calls.forEach((tool, arguments) -> {
            JsonNode result = call(tool, arguments);
            assertFalse(result.get("isError").asBoolean(), () -> tool + ": " + text(result));
            assertTrue(
                    text(result).length() <= 2_100,
                    () -> tool + ": " + text(result).length());
            assertFalse(text(result).contains("usd_per_"), () -> "units are words: " + text(result));
            assertEquals(
                    Set.of(),
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(schemas.get(tool))
                            .validate(result.get("structuredContent")),
                    tool);
            for (String word : text(result).split("\\s", -1)) {
                if (word.startsWith("http://localhost:")) {
                    assertEquals(
                            200,
                            send("GET", word.substring(word.indexOf('/', 8)), null)
                                    .statusCode(),
                            word);
                }
            }
        });
    }

    @Test
    void a_search_that_finds_nothing_says_what_to_do() {
        String nothing = text(call("search_models", "{\"q\":\"nobody-has-this-name\"}"));
        assertTrue(nothing.startsWith("0 models match.\nUse fewer or other words and filters; "), nothing);
        String misspelt = text(call("search_models", "{\"vendor\":[\"aurorra\"]}"));
        assertTrue(misspelt.contains("did you mean aurora?") && !misspelt.contains("Use fewer"), misspelt);
    }

    @Test
    void offerings_are_those_of_a_provider_of_models_or_the_providers() {
        JsonNode providers = ApiResponse.ok("/api/v1/providers?limit=50");
        JsonNode all = call("offerings", "{\"limit\":50}").get("structuredContent");
        assertEquals(providers.at("/meta/total"), all.get("total"));
        assertEquals(providers.at("/meta/nextCursor"), all.get("nextCursor"));
        List<String> ids = new ArrayList<>();
        providers.get("data").forEach(one -> ids.add(one.get("id").asText()));
        List<String> named = new ArrayList<>();
        all.get("providers").forEach(one -> named.add(one.get("id").asText()));
        assertEquals(ids, named);
        int priced = 0;
        for (String id : ids) {
            JsonNode list = ApiResponse.ok("/api/v1/providers/" + id + "/offerings?limit=9");
            JsonNode result = call("offerings", "{\"provider\":\"" + id.toUpperCase(Locale.ROOT) + "\",\"limit\":9}");
            JsonNode shown = result.get("structuredContent");
            assertEquals(list.at("/meta/total"), shown.get("total"), id);
            assertEquals(list.get("data").size(), shown.get("offerings").size(), id);
            for (int i = 0; i < list.get("data").size(); i++) {
                JsonNode expected = list.get("data").get(i);
                JsonNode one = shown.get("offerings").get(i);
                for (String key : List.of("model", "id", "contextWindow", "maxOutput")) {
                    assertEquals(expected.get(key), one.get(key), id + key);
                }
                String input = standardInput(expected.get("prices"));
                assertEquals(input, one.get("input").textValue(), id);
                if (input != null) {
                    priced++;
                    assertTrue(text(result).contains(input + " in, "), () -> text(result));
                }
            }
            if (!shown.get("nextCursor").isNull()) {
                assertEquals(
                        ApiResponse.ok("/api/v1/providers/" + id + "/offerings?limit=9&cursor="
                                        + list.at("/meta/nextCursor").asText())
                                .at("/data/0/id"),
                        call(
                                        "offerings",
                                        "{\"provider\":\"" + id + "\",\"limit\":9,\"cursor\":\""
                                                + shown.get("nextCursor").asText() + "\"}")
                                .at("/structuredContent/offerings/0/id"));
            }
        }
        assertTrue(priced > 0);
        JsonNode ofModel = ApiResponse.ok("/api/v1/offerings?model=aurora/echo");
        JsonNode shown =
                call("offerings", "{\"model\":[\"Aurora/Echo\"],\"limit\":50}").get("structuredContent");
        assertEquals(ofModel.get("data").size(), shown.get("offerings").size());
        for (int i = 0; i < ofModel.get("data").size(); i++) {
            assertEquals(
                    ofModel.get("data").get(i).at("/provider/id"),
                    shown.get("offerings").get(i).get("provider"));
        }
        String provider = ofModel.at("/data/0/provider/id").asText();
        JsonNode atOne = call(
                "offerings",
                "{\"model\":[\"aurora/echo\"],\"provider\":\"" + provider.toUpperCase(Locale.ROOT) + "\"}");
        assertEquals(
                provider, atOne.at("/structuredContent/offerings/0/provider").asText(), () -> text(atOne));
    }

    @Test
    void offerings_of_a_model_that_are_left_out_are_counted() {
        int models = 0;
        for (JsonNode model :
                ApiResponse.ok("/api/v1/models?limit=200&sort=name").get("data")) {
            String id = model.get("id").asText();
            int offered =
                    ApiResponse.ok("/api/v1/offerings?model=" + id).get("data").size();
            if (offered < 2) {
                continue;
            }
            JsonNode one = call("offerings", "{\"model\":[\"" + id + "\"],\"limit\":1}");
            assertEquals(1, one.at("/structuredContent/offerings").size());
            assertTrue(text(one).contains("\n" + (offered - 1) + " more are not shown, "), () -> text(one));
            models++;
        }
        assertTrue(models > 0);
    }

    /** What 1M tokens of input cost in the standard mode, for short prompts; null if that is unknown. */
    private static String standardInput(JsonNode prices) {
        for (JsonNode price : prices) {
            if (price.get("mode").asText().equals("standard")
                    && price.get("minContextTokens").asInt() == 0
                    && price.get("window").isNull()) {
                for (JsonNode amount : price.get("amounts")) {
                    if (amount.get("name").asText().equals("input")) {
                        return amount.get("amount").asText();
                    }
                }
                return null;
            }
        }
        return null;
    }

    @Test
    void offerings_say_what_is_wrong_with_a_question() {
        String first =
                ApiResponse.ok("/api/v1/providers?limit=1").at("/data/0/id").asText();
        JsonNode misspelt = call("offerings", "{\"provider\":\"" + first + "x\"}");
        assertTrue(misspelt.get("isError").asBoolean());
        assertTrue(text(misspelt).contains("Did you mean " + first), text(misspelt));
        assertTrue(text(call("offerings", "{\"model\":[\"aurora/ecoh\"]}")).contains("did you mean aurora/echo"));
        for (String wrong : List.of(
                "{\"vendor\":[\"aurora\"]}",
                "{\"model\":[\"aurora/echo\"],\"vendor\":[\"aurora\"]}",
                "{\"model\":[\"aurora/echo\"],\"cursor\":\"x\"}",
                "{\"limit\":0}",
                "{\"cursor\":\"x\"}")) {
            assertTrue(call("offerings", wrong).get("isError").asBoolean(), wrong);
        }
    }

    @Test
    void figures_are_those_of_the_api() {
        JsonNode recommended = call("recommend", "{\"capability\":[\"context:2\",\"coding\"],\"limit\":3}")
                .get("structuredContent");
        ((ObjectNode) recommended).remove("url");
        JsonAssert.assertSame(
                ApiResponse.ok("/api/v1/recommend?capability=context:2,coding&limit=3"), recommended, "recommend");
        JsonNode bands = call("get_bands", "{\"capability\":\"context\",\"kind\":[\"instruct\"]}")
                .at("/structuredContent/bands/0");
        JsonNode band = ApiResponse.ok("/api/v1/bands/context?kind=instruct");
        assertEquals(band.get("count").asLong(), bands.get("count").asLong());
        assertEquals(
                band.at("/median/exact").asDouble(), bands.at("/median/exact").asDouble());
        JsonNode lineage = call("lineage", "{\"id\":\"aurora/echo\"}").get("structuredContent");
        JsonAssert.assertSame(
                ApiResponse.ok("/api/v1/models/aurora/echo/lineage?depth=2&limit=100")
                        .get("nodes"),
                lineage.get("nodes"),
                "lineage");
        JsonNode card = call("get_card", "{\"id\":\"aurora/echo\"}").get("structuredContent");
        JsonNode performance = ApiResponse.ok("/api/v1/models/aurora/echo/card").get("performance");
        assertEquals(performance.size(), card.get("scores").size());
        for (int i = 0; i < performance.size(); i++) {
            assertEquals(
                    performance.get(i).get("score").asDouble(),
                    card.get("scores").get(i).get("score").asDouble());
        }
        assertEquals(
                ApiResponse.ok("/api/v1/models?q=echo").at("/meta/total").asInt(),
                call("search_models", "{\"q\":\"echo\"}")
                        .at("/structuredContent/total")
                        .asInt());
    }

    @Test
    void what_is_wrong_is_an_error_of_the_tool_that_says_what_to_do() {
        Map.ofEntries(
                        Map.entry("get_card {}", "`id` is required."),
                        Map.entry(
                                "get_card {\"id\":\"aurora/ecko\"}",
                                "There is no model aurora/ecko. Did you mean aurora/echo"),
                        Map.entry("get_card {\"id\":\"aurora/echo\",\"lang\":\"fr\"}", "`lang` must be one of en, zh"),
                        Map.entry("get_card {\"id\":{\"a\":1}}", "`id` must be a text"),
                        Map.entry("get_card {\"idd\":\"aurora/echo\"}", "`idd` is unknown; the arguments are id"),
                        Map.entry("search_models {\"limit\":50}", "`limit` must be between 1 and 20, was 50"),
                        Map.entry("search_models {\"kind\":[\"chat\"]}", "`kind` must be one of"),
                        Map.entry("search_models {\"q\":\"\\u0000\"}", "`q` must not contain the character NUL"),
                        Map.entry("compare_models {\"ids\":[\"aurora/echo\"]}", "`ids` must name 2 to 10"),
                        Map.entry("lineage {\"id\":\"aurora/echo\",\"depth\":11}", "`depth` must be between 1 and 10"),
                        Map.entry("resolve {\"id\":\"nobody knows\"}", "There is no model"),
                        Map.entry("cost {\"model\":\"aurora/echo\"}", "`input` or another amount is required"),
                        Map.entry("cost {\"model\":\"aurora/echo\",\"input\":-1}", "/usage/input must be a number"),
                        Map.entry("recommend {\"capability\":[\"contxt\"]}", "`capability` must name capabilities"),
                        Map.entry("get_bands {\"capability\":\"contxt\"}", "There is no capability contxt"))
                .forEach((call, expected) -> {
                    String[] parts = call.split(" ", 2);
                    JsonNode result = call(parts[0], parts[1]);
                    assertTrue(result.get("isError").asBoolean(), call);
                    assertTrue(text(result).startsWith(expected), () -> call + ": " + text(result));
                });
    }

    @Test
    void every_tool_takes_any_spelling_of_an_id_and_null_for_what_is_absent() {
        assertEquals(
                call("cost", "{\"model\":\"aurora/echo\",\"input\":1000000}")
                        .get("structuredContent")
                        .get("total"),
                call("cost", "{\"model\":\"eu/aurora/echo\",\"provider\":null,\"input\":1000000,\"output\":null}")
                        .get("structuredContent")
                        .get("total"));
        assertEquals(
                "aurora/echo",
                call("compare_models", "{\"ids\":[\"openrouter:aurora/echo\",\"aurora/diamond-top\"],\"lang\":null}")
                        .at("/structuredContent/models/0/id")
                        .asText());
    }

    @Test
    void cards_are_resources() {
        assertEquals(
                "modeltree://guide",
                result("resources/list", "{}").at("/resources/0/uri").asText());
        assertEquals(
                "modeltree://model/{vendor}/{slug}/card",
                result("resources/templates/list", "{}")
                        .at("/resourceTemplates/0/uriTemplate")
                        .asText());
        JsonNode card = result("resources/read", "{\"uri\":\"modeltree://model/aurora/echo/card\"}")
                .at("/contents/0");
        assertEquals("text/markdown", card.get("mimeType").asText());
        assertEquals(
                send("GET", "/api/v1/models/aurora/echo/card", null, "Accept", "text/markdown")
                        .body(),
                card.get("text").asText());
        JsonNode missing = json(
                post(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"modeltree://model/no/body/card\"}}"));
        assertEquals(-32002, missing.at("/error/code").asInt());
    }

    @Test
    void each_message_is_a_request_of_its_own_and_nothing_is_left_of_it() {
        HttpResponse<String> first = post(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}");
        assertEquals(200, first.statusCode());
        assertEquals("2025-06-18", json(first).at("/result/protocolVersion").asText());
        assertTrue(first.headers().firstValue("Mcp-Session-Id").isEmpty());
        assertEquals("no-store", first.headers().firstValue("Cache-Control").orElse(""));
        assertEquals(
                202,
                post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                        .statusCode());
        // One that another instance may have given.
        assertEquals(
                200,
                post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", "Mcp-Session-Id", "elsewhere")
                        .statusCode());
        for (String broken : List.of(
                "",
                "{",
                "[]",
                "null",
                "7",
                "{}",
                "{\"method\":7}",
                "{\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":5}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"resolve\",\"arguments\":[]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1e999999999,\"method\":\"ping\"}")) {
            HttpResponse<String> refused = post(broken);
            assertEquals(400, refused.statusCode(), broken + refused.body());
            assertTrue(json(refused).at("/error/code").asInt() < -32000, refused.body());
        }
        assertEquals(
                400,
                post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", "Mcp-Protocol-Version", "1999-01-01")
                        .statusCode());
        assertEquals(
                200,
                post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nosuch\"}").statusCode());
        assertNothingIsLeft();
    }

    @Test
    void nothing_grows_with_messages_about_sessions() throws ReflectiveOperationException {
        for (String method : List.of(
                "resources/subscribe",
                "resources/unsubscribe",
                "notifications/cancelled",
                "logging/setLevel",
                "completion/complete",
                "notifications/roots/list_changed")) {
            for (int i = 0; i < 20; i++) {
                HttpResponse<String> answer = post("{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"method\":\"" + method
                        + "\",\"params\":{\"uri\":\"modeltree://u/" + i
                        + "\",\"requestId\":7,\"level\":\"debug\",\"ref\":{\"type\":\"ref/prompt\",\"name\":\"x\"}}}");
                assertEquals(200, answer.statusCode(), answer::body);
                assertEquals(i, json(answer).path("id").asInt(-1), () -> method + answer.body());
                if (method.startsWith("resources/")) {
                    assertEquals("{}", json(answer).get("result").toString());
                }
            }
        }
        // What the extension keeps by session can be seen only within it.
        Field subscribers = Class.forName("io.quarkiverse.mcp.server.runtime.ResourceManagerImpl")
                .getDeclaredField("uriToSubscribers");
        subscribers.setAccessible(true);
        assertEquals(Map.of(), subscribers.get(ClientProxy.unwrap(resources)));
        for (String[] kept : List.of(
                new String[] {"runtime.CancellationRequests", "cancellationRequests"},
                new String[] {"runtime.ServerRequests", "responseHandlers"})) {
            Class<?> type = Class.forName("io.quarkiverse.mcp.server." + kept[0]);
            Field field = type.getDeclaredField(kept[1]);
            field.setAccessible(true);
            Object bean = ClientProxy.unwrap(Arc.container().instance(type).get());
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertEquals(Map.of(), field.get(bean), kept[1]));
        }
        assertNothingIsLeft();
    }

    @Test
    void there_is_no_stream_and_no_other_path() {
        assertEquals(405, send("GET", "/mcp", null).statusCode());
        assertEquals(405, send("DELETE", "/mcp", null, "Mcp-Session-Id", "x").statusCode());
        assertEquals(405, send("PUT", "/mcp", "{}").statusCode());
        assertEquals(
                "POST, OPTIONS",
                send("GET", "/mcp", null).headers().firstValue("Allow").orElse(""));
        for (String path : List.of("/mcp/", "/mcp/sse", "/mcp/messages/1", "/mcp;x=1")) {
            assertEquals(404, send("GET", path, null).statusCode(), path);
            int status =
                    send("POST", path, "{}", "Content-Type", "application/json").statusCode();
            // Where nothing exists, a write is asked for its token first.
            assertEquals(path.contains("s") ? 401 : 404, status, path);
        }
        assertEquals(
                415, send("POST", "/mcp", "{}", "Content-Type", "text/plain").statusCode());
        assertEquals(413, post("{\"a\":\"" + "x".repeat(1 << 20) + "\"}").statusCode());
    }

    @Test
    void a_page_of_another_origin_may_not_use_the_tools() {
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
        for (String origin : List.of(
                "http://evil.example",
                "http://localhost.evil.example",
                "http://localhost:80.evil.example",
                "null",
                "file://")) {
            assertEquals(403, post(ping, "Origin", origin).statusCode(), origin);
        }
        for (String origin : List.of("http://localhost:6274", "https://127.0.0.1", "http://[::1]:3000")) {
            assertEquals(200, post(ping, "Origin", origin).statusCode(), origin);
        }
        assertEquals(200, post(ping).statusCode());
    }

    /** The last session ends a moment after its answer. */
    private void assertNothingIsLeft() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> StreamSupport.stream(sessions.spliterator(), false)
                        .findAny()
                        .isEmpty());
    }
}
