package org.modeltree.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.modeltree.oracle.GeneratedCatalogProfile;

/** Text of a request is never run: not as SQL, as a header, as a path, as a template or as a script. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class InjectionTest {

    private static final Contract CONTRACT = Contract.committed();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What a condition that is always true looks like in each place of a statement. */
    private static final List<String> ALWAYS_TRUE =
            List.of("' or '1'='1", "x') or ('1'='1", "x\\' or 1=1 --", "%' or '%'='", "\" or \"\"=\"");

    /** Statements that would take longer than the service waits, which it would answer with 503. */
    private static final List<String> SLOW = List.of(
            "'; select pg_sleep(60); --",
            "x'||pg_sleep(60)||'",
            "1 and 1=(select 1 from pg_sleep(60))",
            "(select pg_sleep(60))",
            "$$; select pg_sleep(60); $$",
            "id,(select pg_sleep(60))");

    /** What would be sent as a header, read from a disk, computed, looked up or shown. */
    private static final List<String> OTHERS = List.of(
            "x\r\nX-Injected: 1\r\n\r\nx",
            "../../../../etc/passwd",
            "{{7919*7919}}",
            "${7919*7919}",
            "{7919 * 7919}",
            "#{7919*7919}",
            "${jndi:ldap://127.0.0.1:1/a}",
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
            "%n%n%n%s%x",
            ":p0 ?1 :id",
            "=cmd|' /C calc'!A0");

    /** Filters whose values are texts of the catalog, so that these texts match nothing. */
    private static final Set<String> TEXT_FILTERS = Set.of("vendor", "family", "q", "parent", "ids");

    private static final Pattern INTERNALS =
            Pattern.compile("org\\.modeltree|Exception|PSQL|syntax error|root:x:0|62710561");

    @Test
    void no_parameter_of_a_read_becomes_a_part_of_anything_else() {
        int models = json("/api/v1/models?limit=1").at("/meta/total").asInt();
        List<Executable> checks = new ArrayList<>();
        int place = 0;
        for (Contract.Operation operation : openReads()) {
            String path = ContractTest.filled(operation.path());
            for (JsonNode parameter : CONTRACT.queryParameters(operation)) {
                String name = parameter.get("name").asText();
                for (String text : texts(operation, place++)) {
                    String request = path + "?" + name + "=" + encoded(text) + ContractTest.required(path, name);
                    checks.add(() -> assertHarmless(request));
                }
            }
        }
        assertTrue(checks.size() > 1_000, "requests: " + checks.size());
        assertAll(checks);
        assertEquals(models, json("/api/v1/models?limit=1").at("/meta/total").asInt());
    }

    @Test
    void no_segment_of_a_path_becomes_a_part_of_anything_else() {
        List<Executable> checks = new ArrayList<>();
        int place = 0;
        for (Contract.Operation operation : openReads()) {
            for (JsonNode parameter : CONTRACT.parameters(operation, "path")) {
                String segment = "{" + parameter.get("name").asText() + "}";
                for (String text : texts(operation, place++)) {
                    String path = operation.path().replace(segment, encoded(text));
                    checks.add(() -> assertHarmless(path.replaceAll("\\{[a-zA-Z]+}", "aurora")));
                }
            }
        }
        assertAll(checks);
    }

    private static List<Contract.Operation> openReads() {
        return CONTRACT.operations().stream()
                .filter(operation -> operation.isRead() && operation.role().isEmpty() && !operation.isEndless())
                .toList();
    }

    /** All texts for the list of models, which has most of the filters; some of each kind for others, in turn. */
    private static List<String> texts(Contract.Operation operation, int place) {
        List<String> all = new ArrayList<>();
        for (List<String> kind : List.of(ALWAYS_TRUE, SLOW, OTHERS)) {
            if (operation.path().equals("/api/v1/models")) {
                all.addAll(kind);
            } else {
                all.add(kind.get(place % kind.size()));
            }
        }
        return all;
    }

    @Test
    void a_condition_that_is_always_true_selects_nothing() {
        List<Executable> checks = new ArrayList<>();
        for (String filter : TEXT_FILTERS) {
            for (String text : ALWAYS_TRUE) {
                String request = "/api/v1/models?limit=1&" + filter + "=" + encoded(text);
                checks.add(() -> {
                    HttpResponse<String> response = get(request, "application/json");
                    if (response.statusCode() != 400) {
                        assertEquals(200, response.statusCode(), request);
                        assertEquals(
                                0,
                                MAPPER.readTree(response.body())
                                        .at("/meta/total")
                                        .asInt(-1),
                                request);
                    }
                });
            }
        }
        assertAll(checks);
    }

    @Test
    void no_text_of_a_request_becomes_markup_of_a_page() {
        List<Executable> checks = new ArrayList<>();
        for (String page : List.of(
                "/search?q=",
                "/search?vendor=",
                "/compare?models=",
                "/compare?with=",
                "/bands?cohort=",
                "/changes?before=",
                "/offerings?models=",
                "/?model=",
                "/?lang=",
                "/search?cursor=",
                "/m/aurora/",
                "/nosuch/",
                "/bands/")) {
            for (String text : OTHERS) {
                checks.add(() -> {
                    HttpResponse<String> response = get(page + encoded(text), "text/html");
                    assertTrue(response.statusCode() < 500, page + text + " returned " + response.statusCode());
                    assertFalse(response.body().contains("<script>alert(1)"), page + text);
                    assertFalse(response.body().contains("<img src=x"), page + text);
                    assertFalse(response.body().contains("62710561"), page + text);
                    assertTrue(response.headers().firstValue("X-Injected").isEmpty(), page + text);
                });
            }
        }
        assertAll(checks);
    }

    private static void assertHarmless(String request) {
        HttpResponse<String> first = get(request, "*/*");
        // A machine that is busy may be slow once. A statement that sleeps is slow each time.
        HttpResponse<String> response = first.statusCode() == 503 ? get(request, "*/*") : first;
        assertTrue(
                Set.of(200, 400, 404, 410, 307, 308).contains(response.statusCode()),
                () -> request + " returned " + response.statusCode() + " " + response.body());
        assertTrue(response.headers().firstValue("X-Injected").isEmpty(), request);
        if (response.statusCode() >= 400) {
            assertFalse(INTERNALS.matcher(response.body()).find(), () -> request + " returned " + response.body());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonNode json(String path) {
        try {
            return MAPPER.readTree(get(path, "application/json").body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> get(String path, String accept) {
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                            .header("Accept", accept)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
