package org.modeltree.exports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Other catalogs' files and APIs, as their clients ask for them. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class DropInsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String MODELS = "/compat/openrouter/api/v1/models";

    /** Files by their paths, with the formats of the export. */
    private static final Map<String, String> FILES = Map.of(
            "/compat/models.dev/api.json", "models.dev-api",
            "/compat/models.dev/models.json", "models.dev",
            "/compat/litellm/model_prices_and_context_window.json", "litellm");

    private static final String CATALOG = """
            {"type":"vendor","id":"aurora","name":"Aurora"}
            {"type":"provider","id":"hostco","name":"Host Co"}
            {"type":"provider","id":"openrouter","name":"OpenRouter"}
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"model","id":"aurora/echo","name":"Echo","releaseDate":"RELEASED","modalities":{"input":["text","image"],"output":["text"]},"supports":{"tools":true,"temperature":false}}
            {"type":"model","id":"aurora/painter","name":"Painter","releaseDate":"2024-03","modalities":{"input":["text"],"output":["image"]}}
            {"type":"model","id":"aurora/quiet","name":"Quiet","aliases":["quiet-latest"]}
            {"type":"measurement","model":"aurora/echo","benchmark":"context-window","raw":131072,"source":"https://aurora.example"}
            {"type":"measurement","model":"aurora/quiet","benchmark":"context-window","raw":8192,"source":"https://aurora.example"}
            {"type":"offering","provider":"hostco","id":"echo-1","model":"aurora/echo","contextWindow":64000,"maxOutput":4096,"supports":{"tools":false},"prices":[{"kind":"metered","input":"1.5","output":"3"}]}
            {"type":"offering","provider":"openrouter","id":"aurora-ai/echo","model":"aurora/echo","prices":[{"kind":"metered","input":"2","output":"4"}]}
            {"type":"offering","provider":"openrouter","id":"aurora-ai/echo:free","model":"aurora/echo","prices":[{"kind":"free"}]}
            {"type":"offering","provider":"hostco","id":"quiet","model":"aurora/quiet","prices":[{"kind":"subscription"}]}
            {"type":"offering","provider":"hostco","id":"quiet-old","model":"aurora/quiet","retiredDate":"2020-01-01","prices":[{"kind":"unknown"}]}
            """;

    /** Ten days ago. */
    private final LocalDate released = LocalDate.now(ZoneOffset.UTC).minusDays(10);

    @BeforeEach
    void three_models() {
        Importing.empty();
        Importing.done("format=modeltree", CATALOG.replace("RELEASED", released.toString()));
    }

    private static HttpResponse<byte[]> send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    private static JsonNode get(String path) {
        HttpResponse<byte[]> response = send("GET", path);
        assertEquals(
                200, response.statusCode(), () -> path + " " + new String(response.body(), StandardCharsets.UTF_8));
        return json(response);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    @Test
    void a_file_at_its_own_path_is_the_export_with_the_same_validator_and_encoding() {
        FILES.forEach((path, format) -> {
            for (String encoding : List.of("identity", "gzip")) {
                Importing.Answer export = Importing.get("/export?format=" + format, "Accept-Encoding", encoding)
                        .is(200);
                HttpResponse<byte[]> file = send("GET", path, "Accept-Encoding", encoding);
                assertEquals(200, file.statusCode());
                assertArrayEquals(export.bytes(), file.body(), path);
                for (String name : List.of(
                        "ETag",
                        "Content-Type",
                        "Cache-Control",
                        "Vary",
                        "Modeltree-Revision",
                        "Access-Control-Allow-Origin",
                        "Access-Control-Expose-Headers")) {
                    assertEquals(export.header(name), header(file, name), path + " " + name);
                }
                assertEquals(export.header("Content-Encoding"), header(file, "Content-Encoding"));
                HttpResponse<byte[]> head = send("HEAD", path, "Accept-Encoding", encoding);
                assertEquals("200 " + export.header("ETag"), head.statusCode() + " " + header(head, "ETag"));
                assertEquals(
                        304,
                        send("GET", path, "Accept-Encoding", encoding, "If-None-Match", export.header("ETag"))
                                .statusCode());
            }
        });
    }

    @Test
    void a_file_has_problems_as_errors_and_no_parameters() {
        HttpResponse<byte[]> refused = send("GET", "/compat/models.dev/api.json?format=csv");
        assertEquals("400 application/problem+json", refused.statusCode() + " " + header(refused, "Content-Type"));
        assertEquals("format", json(refused).at("/errors/0/parameter").asText());
        HttpResponse<byte[]> nowhere = send("GET", "/compat/models.dev/other.json");
        assertEquals("404 application/problem+json", nowhere.statusCode() + " " + header(nowhere, "Content-Type"));
        HttpResponse<byte[]> written = send("DELETE", "/compat/models.dev/api.json");
        assertEquals("405 application/problem+json", written.statusCode() + " " + header(written, "Content-Type"));
    }

    @Test
    void openrouters_list_has_the_types_that_its_clients_require() {
        JsonNode list = get(MODELS + "?output_modalities=all");
        assertEquals("4 {\"next\":null}", list.get("total_count") + " " + list.get("links"));
        long created = released.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        assertEquals(
                "{\"id\":\"aurora-ai/echo\",\"canonical_slug\":\"aurora/echo\",\"hugging_face_id\":null,"
                        + "\"name\":\"Aurora: Echo\",\"created\":" + created + ",\"description\":\"\","
                        + "\"context_length\":131072,\"architecture\":{\"modality\":\"text+image->text\","
                        + "\"input_modalities\":[\"text\",\"image\"],\"output_modalities\":[\"text\"],"
                        + "\"tokenizer\":\"Other\",\"instruct_type\":null},"
                        + "\"pricing\":{\"prompt\":\"0.000002\",\"completion\":\"0.000004\"},"
                        + "\"top_provider\":{\"context_length\":null,\"max_completion_tokens\":null,\"is_moderated\":false},"
                        + "\"per_request_limits\":null,\"supported_parameters\":[\"tool_choice\",\"tools\"],"
                        + "\"default_parameters\":{},\"supported_voices\":null,\"knowledge_cutoff\":null,"
                        + "\"expiration_date\":null,"
                        + "\"links\":{\"details\":\"/compat/openrouter/api/v1/models/aurora/echo/endpoints\"}}",
                list.at("/data/0").toString());
        JsonNode quiet = list.at("/data/3");
        assertEquals("aurora/quiet", quiet.get("id").asText());
        assertEquals(
                "{\"prompt\":\"-1\",\"completion\":\"-1\"}",
                quiet.get("pricing").toString());
        assertEquals(
                "0 [] []",
                quiet.get("created") + " " + quiet.get("supported_parameters") + " " + quiet.get("endpoints"));
    }

    private static String ids(String query) {
        List<String> ids = new ArrayList<>();
        JsonNode list = get(MODELS + query);
        list.get("data").forEach(entry -> ids.add(entry.get("id").asText().replaceFirst("^aurora(-ai)?/", "")));
        return list.get("total_count") + " " + String.join(" ", ids);
    }

    @Test
    void every_documented_filter_selects_what_it_says() {
        assertEquals("3 echo echo:free quiet", ids(""));
        assertEquals("1 painter", ids("?output_modalities=image"));
        assertEquals("3 echo echo:free painter", ids("?output_modalities=text,image"));
        assertEquals("4 echo echo:free painter quiet", ids("?output_modalities=text,all"));
        assertEquals("2 echo echo:free", ids("?input_modalities=image"));
        assertEquals("2 echo echo:free", ids("?supported_parameters=tools,tool_choice"));
        assertEquals("0 ", ids("?supported_parameters=tools,temperature"));
        assertEquals("1 quiet", ids("?q=QUI"));
        assertEquals("2 echo echo:free", ids("?q=aurora:%20e"));
        assertEquals("2 echo echo:free", ids("?context=131072"));
        assertEquals("0 ", ids("?context=131073"));
        assertEquals("1 echo", ids("?min_price=2"));
        assertEquals("1 echo:free", ids("?max_price=1.99"));
        assertEquals("2 echo echo:free", ids("?max_output_price=4"));
        assertEquals("0 ", ids("?min_output_price=4.01"));
        assertEquals("2 echo echo:free", ids("?model_authors=Aurora-AI,nobody"));
        assertEquals("2 echo echo:free", ids("?providers=OpenRouter"));
        assertEquals("3 echo echo:free quiet", ids("?providers=host%20co"));
        assertEquals("2 echo echo:free", ids("?max_age_days=10"));
        assertEquals("0 ", ids("?max_age_days=9"));
        assertEquals("0 ", ids("?min_age_days=11"));
    }

    @Test
    void every_order_has_unknown_values_last() {
        assertEquals("4 echo echo:free painter quiet", ids("?output_modalities=all&sort=newest"));
        assertEquals("3 echo:free echo quiet", ids("?sort=pricing-low-to-high"));
        assertEquals("3 echo echo:free quiet", ids("?sort=pricing-high-to-low"));
        assertEquals("4 echo echo:free quiet painter", ids("?output_modalities=all&sort=context-high-to-low"));
    }

    @Test
    void pages_follow_each_other_and_cover_the_list() {
        List<String> all = new ArrayList<>();
        String next = MODELS + "?sort=pricing-low-to-high&limit=2";
        int pages = 0;
        while (next != null) {
            JsonNode page = get(next);
            assertEquals(3, page.get("total_count").asInt());
            page.get("data").forEach(entry -> all.add(entry.get("id").asText()));
            next = page.at("/links/next").textValue();
            pages++;
        }
        assertEquals(2, pages);
        assertEquals(List.of("aurora-ai/echo:free", "aurora-ai/echo", "aurora/quiet"), all);
        assertEquals("3 ", ids("?offset=3"));
        assertEquals("3 echo:free", ids("?offset=1&limit=1"));
    }

    /** The system lists the open files of a process here. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void of_many_selections_a_limited_number_of_files_is_kept() throws IOException {
        for (int i = 0; i < 120; i++) {
            assertEquals("1 quiet", ids("?q=quiet&context=" + i));
        }
        try (Stream<Path> opened = Files.list(Path.of("/proc/self/fd"))) {
            long files = opened.filter(DropInsTest::isExport).count();
            // The service may not have noticed yet that the last client has left.
            assertTrue(files == 100 || files == 101, () -> files + " files");
        }
    }

    private static boolean isExport(Path open) {
        try {
            return Files.readSymbolicLink(open).toString().contains("modeltree-export-");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @Test
    void a_selection_has_a_validator_of_its_own_that_a_write_changes() {
        HttpResponse<byte[]> cheap = send("GET", MODELS + "?max_price=1");
        HttpResponse<byte[]> other = send("GET", MODELS + "?max_price=2");
        assertNotEquals(header(cheap, "ETag"), header(other, "ETag"));
        assertEquals(header(cheap, "ETag"), header(send("HEAD", MODELS + "?max_price=1"), "ETag"));
        assertEquals(
                304,
                send("GET", MODELS + "?max_price=1", "If-None-Match", header(cheap, "ETag"))
                        .statusCode());
        Importing.write("PATCH", "/models/aurora/echo", "{\"name\": \"Echo 2\"}", "If-Match", "*")
                .is(200);
        HttpResponse<byte[]> after = send("GET", MODELS + "?max_price=1", "If-None-Match", header(cheap, "ETag"));
        assertEquals(200, after.statusCode());
        assertEquals("Aurora: Echo 2", json(after).at("/data/0/name").asText());
    }

    @Test
    void parameters_that_only_openrouter_can_answer_are_refused_and_undocumented_ones_are_ignored() {
        for (String query :
                List.of("category=programming", "sort=most-popular", "limit=1001", "min_price=x", "zdr=true")) {
            HttpResponse<byte[]> refused = send("GET", MODELS + "?" + query);
            assertEquals("400 application/json", refused.statusCode() + " " + header(refused, "Content-Type"), query);
            assertEquals(400, json(refused).at("/error/code").asInt());
            String message = json(refused).at("/error/message").asText();
            assertTrue(message.contains("`" + query.split("=", 2)[0] + "`"), message);
        }
        assertEquals("3 echo echo:free quiet", ids("?order=newest&_=17"));
    }

    @Test
    void endpoints_are_the_current_offerings_of_the_model() {
        JsonNode data = get(MODELS + "/aurora/echo/endpoints").get("data");
        assertEquals("aurora/echo", data.get("id").asText());
        assertEquals(2, data.get("endpoints").size());
        assertEquals(
                "{\"name\":\"Host Co | aurora/echo\",\"model_id\":\"aurora/echo\",\"model_name\":\"Aurora: Echo\","
                        + "\"context_length\":64000,\"pricing\":{\"prompt\":\"0.0000015\",\"completion\":\"0.000003\"},"
                        + "\"provider_name\":\"Host Co\",\"tag\":\"hostco\",\"quantization\":null,"
                        + "\"max_completion_tokens\":4096,\"max_prompt_tokens\":null,\"supported_parameters\":[],"
                        + "\"uptime_last_5m\":null,\"uptime_last_30m\":null,\"uptime_last_1d\":null,"
                        + "\"latency_last_30m\":null,\"throughput_last_30m\":null,"
                        + "\"supports_implicit_caching\":false,\"supports_voice_cloning\":false,"
                        + "\"supports_tool_choice\":{\"none\":false,\"auto\":false,\"required\":false,\"function\":false}}",
                data.at("/endpoints/0").toString());
        assertEquals("openrouter", data.at("/endpoints/1/tag").asText());
        JsonNode free = get(MODELS + "/aurora-ai/echo:free/endpoints").get("data");
        assertEquals(
                "aurora-ai/echo:free 1",
                free.get("id").asText() + " " + free.get("endpoints").size());
        assertEquals("0", free.at("/endpoints/0/pricing/prompt").asText());
        JsonNode quiet = get(MODELS + "/aurora/quiet/endpoints").get("data");
        assertEquals(1, quiet.get("endpoints").size());
        assertEquals(
                "8192 -1",
                quiet.at("/endpoints/0/context_length") + " "
                        + quiet.at("/endpoints/0/pricing/prompt").asText());
    }

    @Test
    void endpoints_are_never_older_than_the_last_write() {
        String path = MODELS + "/aurora/echo/endpoints";
        HttpResponse<byte[]> before = send("GET", path);
        assertEquals(
                304, send("GET", path, "If-None-Match", header(before, "ETag")).statusCode());
        Importing.write("PATCH", "/providers/hostco", "{\"name\": \"Host & Sons\"}", "If-Match", "*")
                .is(200);
        assertEquals(
                "Host & Sons", get(path).at("/data/endpoints/0/provider_name").asText());
        Importing.write("DELETE", "/models/aurora/echo/offerings/hostco/echo-1", null, "If-Match", "*")
                .is(204);
        assertEquals(1, get(path).at("/data/endpoints").size());
    }

    @Test
    void unknown_models_and_paths_are_errors_as_openrouters_clients_read_them() {
        for (String path :
                List.of(MODELS + "/aurora/nobody/endpoints", MODELS + "/aurora/echo/nosuch", MODELS + "/x")) {
            HttpResponse<byte[]> missing = send("GET", path);
            assertEquals("404 application/json", missing.statusCode() + " " + header(missing, "Content-Type"), path);
            assertEquals(404, json(missing).at("/error/code").asInt());
            assertTrue(json(missing).at("/error/message").asText().length() > 10);
            assertEquals("no-store", header(missing, "Cache-Control"));
        }
    }

    @Test
    void a_token_for_openrouter_says_nothing_here_and_a_wrong_one_of_ours_is_refused() {
        assertEquals(
                200,
                send("GET", MODELS, "Authorization", "Bearer sk-or-v1-0123456789")
                        .statusCode());
        HttpResponse<byte[]> wrong = send("GET", MODELS, "Authorization", "Bearer mt_nosuch");
        assertEquals(401, wrong.statusCode());
        assertEquals(401, json(wrong).at("/error/code").asInt());
        assertEquals(
                401,
                send("GET", "/api/v1/models", "Authorization", "Bearer sk-or-v1-0123456789")
                        .statusCode());
    }
}
