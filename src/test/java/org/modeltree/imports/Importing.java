package org.modeltree.imports;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.revision.LatestRevision;

/** HTTP client for imports and for checking their results. */
public final class Importing {

    static final ObjectMapper JSON = new ObjectMapper();
    static final Path STARTER = Path.of("target/classes/catalog/starter.ndjson");

    private static final String API = "/api/v1";
    /** Beginnings of the paths that are not below {@link #API}. */
    private static final List<String> OTHERS = List.of("/compat/", "/badge/");

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int LIMIT = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Importing() {}

    /** A response with any body. */
    public record Answer(HttpResponse<byte[]> response) {
        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        public byte[] bytes() {
            return response.body();
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException noJson) {
                throw new UncheckedIOException(noJson);
            }
        }

        public Answer is(int status) {
            assertEquals(status, status(), this::text);
            return this;
        }
    }

    public static Answer send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + (isOutsideOfApi(path) ? "" : API) + path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOutsideOfApi(String path) {
        return OTHERS.stream().anyMatch(path::startsWith);
    }

    public static Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public static JsonNode json(String path) {
        return get(path).is(200).json();
    }

    /** A write by the admin. */
    public static Answer write(String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + EmptyCatalogProfile.ADMIN));
        all.addAll(
                List.of("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json"));
        all.addAll(List.of(headers));
        return send(
                method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8), all.toArray(new String[0]));
    }

    /** An unconditional write by the admin. */
    static Answer curate(String method, String path, String body) {
        return write(method, path, body, "If-Match", "*");
    }

    static Answer post(String query, byte[] body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + EmptyCatalogProfile.ADMIN));
        all.addAll(List.of(headers));
        return send("POST", "/imports?" + query, body, all.toArray(new String[0]));
    }

    static Answer post(String query, String body) {
        return post(query, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The report of an import that was accepted, after waiting for its end if the service did not. */
    static JsonNode ended(Answer answer) {
        if (answer.status() != 202) {
            return answer.is(200).json();
        }
        String id = answer.json().get("id").asText();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !Set.of("queued", "running")
                        .contains(report(id).get("status").asText()));
        return report(id);
    }

    /** The report of an import that is done. */
    public static JsonNode done(String query, byte[] body) {
        JsonNode report = ended(post(query, body));
        assertEquals("done", report.get("status").asText(), report::toString);
        return report;
    }

    public static JsonNode done(String query, String body) {
        return done(query, body.getBytes(StandardCharsets.UTF_8));
    }

    public static JsonNode done(String query, Path file) {
        return done(query, read(file));
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path fixture(String name) {
        return Path.of("src/test/resources/imports", name);
    }

    static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    public static String export() {
        return get("/export").is(200).text();
    }

    public static long revision() {
        return Long.parseLong(
                get("/models?limit=1").is(200).header("Modeltree-Revision").trim());
    }

    /** Numbers of created, updated and unchanged records in a report. */
    static String counts(JsonNode report) {
        return report.get("created") + " " + report.get("updated") + " " + report.get("unchanged");
    }

    /** Imports the same file again: nothing changes, and there is no new revision. */
    static void assertAllUnchanged(String query, byte[] file, JsonNode first) {
        long before = revision();
        String exported = export();
        JsonNode again = done(query, file);
        assertEquals("0 0", again.get("created") + " " + again.get("updated"), () -> shortly(again));
        assertTrue(again.get("revision").isNull(), () -> shortly(again));
        assertEquals(first.get("rejected"), again.get("rejected"));
        assertEquals(first.get("unmatchedTotal"), again.get("unmatchedTotal"));
        assertTrue(again.get("unchanged").asLong() > 0, () -> shortly(again));
        assertEquals(exported, export());
        assertEquals(before, revision());
    }

    /** A report without its lists. */
    static String shortly(JsonNode report) {
        StringBuilder text = new StringBuilder(
                report.get("format").asText() + ": " + report.get("status").asText());
        for (String count : List.of("created", "updated", "unchanged", "rejected", "unmatchedTotal", "keptTotal")) {
            text.append(", ").append(count).append(' ').append(report.get(count));
        }
        report.get("notes")
                .forEach(note -> text.append("\n    ")
                        .append(note.get("count"))
                        .append(" × ")
                        .append(note.get("reason").asText()));
        text.append("\n    ignored keys: ").append(report.get("ignoredKeys").size());
        report.get("rejections").forEach(one -> text.append("\n    rejected ").append(one));
        return text.toString();
    }

    /** Every model by its id. */
    static Map<String, JsonNode> models() {
        return models("");
    }

    /** Every model by its id, with further query parameters, each after an ampersand. */
    static Map<String, JsonNode> models(String parameters) {
        Map<String, JsonNode> models = new TreeMap<>();
        String next = "/models?limit=" + LIMIT + parameters;
        while (next != null) {
            JsonNode page = json(next);
            page.get("data").forEach(model -> models.put(model.get("id").asText(), model));
            JsonNode link = page.at("/links/next");
            next = link.isTextual() ? link.asText().substring(API.length()) : null;
        }
        return models;
    }

    /** Every offering by provider and id, with its model. */
    static Map<String, JsonNode> offerings() {
        Map<String, JsonNode> offerings = new TreeMap<>();
        models("&include=offerings")
                .forEach((id, model) -> model.get("offerings").forEach(offering -> {
                    ((ObjectNode) offering).put("model", id);
                    offerings.put(
                            offering.at("/provider/id").asText() + " "
                                    + offering.get("id").asText(),
                            offering);
                }));
        return offerings;
    }

    /** The change log after a revision, as an admin sees it. */
    static JsonNode log(long since) {
        return get("/changes?since=" + since, "Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                .is(200)
                .json()
                .get("data");
    }

    /** The report of an import by its id. */
    static JsonNode report(String id) {
        return get("/imports/" + id, "Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                .is(200)
                .json();
    }

    /** Empties the catalog; its revision keeps counting. */
    public static void empty() {
        // Truncating a table costs new files for it and for each of its indexes, so small tables are deleted from.
        execute("""
                do $$
                declare
                    t regclass;
                begin
                    set local session_replication_role = replica;
                    for t in
                        select format('%I', tablename)::regclass from pg_tables
                        where schemaname = 'public' and tablename not in (
                            'flyway_schema_history', 'catalog_revision', 'lineage_guard', 'api_token', 'change_feed',
                            'retention', 'price_day')
                    loop
                        if pg_relation_size(t) > 1000000 then
                            execute format('truncate table %s cascade', t);
                        elsif pg_relation_size(t) > 0 then
                            execute format('delete from %s', t);
                        end if;
                    end loop;
                end $$""");
        execute("update catalog_revision set revision = revision + 1");
        // The service would hear of this change a moment later, as of a change by another instance.
        long emptied = Long.parseLong(ask("select revision from catalog_revision"));
        Arc.container().instance(LatestRevision.class).get().advanceTo(emptied);
        assertTrue(revision() >= emptied);
    }

    /** Executes a statement, waiting for the changes of other transactions instead of failing because of them. */
    public static void execute(String sql) {
        try (Connection connection =
                        Arc.container().instance(AgroalDataSource.class).get().getConnection();
                Statement statement = connection.createStatement()) {
            // The pool sets its own isolation level again. With that one, the heartbeat of an import, a cleanup or any
            // other work in the background between snapshot and update fails the statement.
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String ask(String sql) {
        try (Connection connection =
                        Arc.container().instance(AgroalDataSource.class).get().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
