package org.modeltree.monitoring;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.generated.GeneratedCatalog;

/** The page of metrics, the alerts and the dashboard name what a running service serves. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class MonitoringTest {

    private static final Path DIRECTORY = Path.of("deploy", "monitoring");
    private static final Path PAGE = Path.of("src", "docs", "metrics.md");
    private static final Path RUNBOOK = Path.of("src", "docs", "alerts.md");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\|([^|]*)\\| [^|]+ \\|");
    private static final Pattern CODE = Pattern.compile("`(\\w+)`");
    private static final Pattern PANEL_VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");

    /** Labels that Prometheus adds when it scrapes. */
    private static final Set<String> SCRAPED = Set.of("job", "instance");

    /** Metrics that only some collectors of garbage have. */
    private static final String CONCURRENT = "jvm_gc_concurrent_phase_time_seconds";

    /** Metric that Prometheus itself makes. */
    private static final String UP = "up";

    private static ServedMetrics served;

    private static String get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path));
        try {
            return HTTP.send(
                            (headers.length > 0 ? request.headers(headers) : request).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(path, broken);
        }
    }

    /** Some of everything, so that each series exists; once, because a full collection of all that the tests keep takes a second. */
    @BeforeEach
    void use() {
        if (served != null) {
            return;
        }
        for (String path : List.of("/models", "/models/aurora/echo/card", "/models/aurora/none", "/bands", "/export")) {
            get("/api/v1" + path);
        }
        System.gc();
        served = ServedMetrics.of(get("/q/metrics", "Accept", "text/plain;version=0.0.4"));
    }

    @Test
    void the_page_lists_each_metric_with_its_type_and_labels() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Set<String> labels = new TreeSet<>();
                CODE.matcher(row.group(3)).results().forEach(label -> labels.add(label.group(1)));
                documented.put(row.group(1), row.group(2) + " " + labels);
            } else {
                assertTrue(
                        !line.startsWith("| `") || line.startsWith("| `deploy"), () -> "no row of a metric: " + line);
            }
        }
        Map<String, String> all = new TreeMap<>();
        served.types().forEach((metric, type) -> all.put(metric, type + " " + served.labels(metric)));
        documented.keySet().removeIf(metric -> metric.startsWith(CONCURRENT) && !all.containsKey(metric));
        assertEquals(lines(documented), lines(all));
    }

    private static String lines(Map<String, String> metrics) {
        StringBuilder lines = new StringBuilder();
        metrics.forEach(
                (metric, rest) -> lines.append(metric).append(' ').append(rest).append('\n'));
        return lines.toString();
    }

    @Test
    void no_label_has_many_values() {
        served.samples()
                .forEach((metric, labels) -> labels.forEach((label, values) -> {
                    if (!label.equals("uri")) {
                        assertTrue(values.size() <= 30, () -> metric + " " + label + ": " + values);
                    }
                    values.forEach(value -> assertTrue(!value.contains("aurora"), () -> metric + ": " + value));
                }));
    }

    @Test
    void the_size_of_the_catalog_is_counted() {
        // Other tests of this profile may add some.
        int models = GeneratedCatalog.get().models().size();
        Pattern counted = Pattern.compile("modeltree_catalog_rows\\{type=\"model\",?} ([0-9]+)\\.0");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> counted.matcher(get("/q/metrics", "Accept", "text/plain;version=0.0.4"))
                        .results()
                        .anyMatch(count -> Integer.parseInt(count.group(1)) >= models));
    }

    @Test
    void alerts_ask_for_what_exists() throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        alerts().forEach(alert ->
                queries.put(alert.get("alert").asText(), alert.get("expr").asText()));
        assertEquals(22, queries.size());
        assertEquals(List.of(), faults(queries));
    }

    @Test
    void panels_and_variables_of_the_dashboard_ask_for_what_exists() throws IOException {
        JsonNode dashboard =
                new ObjectMapper().readTree(DIRECTORY.resolve("dashboard.json").toFile());
        Map<String, String> queries = new LinkedHashMap<>();
        Set<String> variables = new TreeSet<>(Set.of("__rate_interval", "__range", "__all"));
        for (JsonNode variable : dashboard.at("/templating/list")) {
            variables.add(variable.get("name").asText());
            if (variable.get("type").asText().equals("query")) {
                queries.put(
                        "variable " + variable.get("name").asText(),
                        variable.get("query").asText());
            }
        }
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.put(
                        panel.get("title").asText() + " " + target.get("refId").asText(),
                        target.get("expr").asText());
            }
        }
        assertTrue(queries.size() > 50, () -> queries.size() + " queries");
        assertEquals(List.of(), faults(queries));
        queries.forEach((where, query) -> PANEL_VARIABLE
                .matcher(query)
                .results()
                .forEach(used -> assertTrue(variables.contains(used.group(1)), () -> where + " uses " + used.group())));
    }

    @Test
    void a_query_for_what_does_not_exist_is_found() {
        assertEquals(
                List.of(
                        "metric: there is no modeltree_none",
                        "label: modeltree_cache_requests_total has no label outcome",
                        "value: modeltree_cache_requests_total has no result=none",
                        "group: no metric has the label kind"),
                faults(
                        Map.of("metric", "rate(modeltree_none[5m]) > 0"),
                        Map.of("label", "modeltree_cache_requests_total{outcome=~\"x\"}"),
                        Map.of("value", "modeltree_cache_requests_total{result=\"none\"}"),
                        Map.of("group", "sum by (kind) (modeltree_ready)")));
    }

    @SafeVarargs
    private static List<String> faults(Map<String, String>... queries) {
        List<String> faults = new ArrayList<>();
        for (Map<String, String> some : queries) {
            some.forEach((where, text) -> {
                Query query = Query.of(text);
                Set<String> labels = new TreeSet<>(SCRAPED);
                assertTrue(!query.selectors().isEmpty(), () -> where + " asks for nothing: " + text);
                for (Query.Selector selector : query.selectors()) {
                    String metric = selector.metric();
                    Map<String, Set<String>> own = served.samples().get(metric);
                    if (own == null && !metric.equals(UP)) {
                        faults.add(where + ": there is no " + metric);
                    } else if (own != null) {
                        labels.addAll(own.keySet());
                        selector.conditions().forEach(condition -> check(where, metric, own, condition, faults));
                    }
                }
                query.grouping().stream()
                        .filter(label -> !labels.contains(label))
                        .forEach(label -> faults.add(where + ": no metric has the label " + label));
            });
        }
        return faults;
    }

    private static void check(
            String where,
            String metric,
            Map<String, Set<String>> labels,
            Query.Condition condition,
            List<String> faults) {
        String label = condition.label();
        if (SCRAPED.contains(label)) {
            return;
        }
        if (!labels.containsKey(label)) {
            faults.add(where + ": " + metric + " has no label " + label);
        } else if (condition.operator().equals("=")
                && !labels.get(label).contains(condition.value())
                // No request of this test fails.
                && !condition.value().equals("SERVER_ERROR")) {
            faults.add(where + ": " + metric + " has no " + label + "=" + condition.value());
        }
    }

    @Test
    void each_alert_has_a_section_of_the_runbook_and_a_test() throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode alert : alerts()) {
            String name = alert.get("alert").asText();
            names.add(name);
            assertEquals(
                    RUNBOOK.toString().replace('\\', '/') + "#" + name.toLowerCase(java.util.Locale.ROOT),
                    alert.at("/annotations/runbook_url").asText());
            assertTrue(
                    Set.of("critical", "warning")
                            .contains(alert.at("/labels/severity").asText()),
                    name);
        }
        List<String> sections = Files.readAllLines(RUNBOOK).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4))
                .toList();
        assertEquals(names, sections);
        Set<String> tested = new TreeSet<>();
        JsonNode tests =
                new YAMLMapper().readTree(DIRECTORY.resolve("alerts.test.yaml").toFile());
        for (JsonNode test : tests.get("tests")) {
            for (JsonNode one : test.get("alert_rule_test")) {
                if (!one.get("exp_alerts").isEmpty()) {
                    tested.add(one.get("alertname").asText());
                }
            }
        }
        assertEquals(new TreeSet<>(names), tested);
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (JsonNode group : new YAMLMapper()
                .readTree(DIRECTORY.resolve("alerts.yaml").toFile())
                .get("groups")) {
            group.get("rules").forEach(alerts::add);
        }
        return alerts;
    }
}
