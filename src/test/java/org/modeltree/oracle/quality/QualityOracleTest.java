package org.modeltree.oracle.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.Orderings;
import org.modeltree.oracle.Pagination;
import org.modeltree.oracle.RandomRequests;
import org.modeltree.oracle.generated.HandmadeModels;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class QualityOracleTest {
    private static final String PATH = "/api/v1/quality";
    private static final List<String> SEVERITIES = List.of("error", "warning", "info");

    /** Rules that the generated catalog cannot break, because an import with such facts is rejected. */
    private static final Set<String> NOTHING_TO_FIND = Set.of("lifecycle_out_of_order");

    private final Oracle oracle = Oracle.get();
    private final OracleQuality expected = new OracleQuality(oracle, LocalDate.now(ZoneOffset.UTC));

    @Test
    void every_rule_has_exactly_the_expected_findings() {
        JsonNode rules = ApiResponse.ok(PATH).path("rules");
        List<JsonNode> each = new ArrayList<>();
        rules.forEach(each::add);
        Checks.each(each, rule -> {
            String name = rule.path("rule").asText();
            String path = PATH + "?limit=200&rule=" + name;
            List<ApiResponse> pages = Pagination.pages(path);
            Map<String, JsonNode> found = byFact(Pagination.data(pages, 200));
            assertEquals(expected.of(name).keySet(), found.keySet(), path);
            assertEquals(found.size(), rule.path("count").asInt(), path);
            assertEquals(1, pages.get(0).body().path("rules").size(), path);
            expected.of(name).forEach((fact, values) -> {
                JsonNode finding = found.get(fact);
                assertEquals(rule.path("severity"), finding.path("severity"), fact);
                assertEquals(6, finding.size(), fact);
                assertFalse(finding.path("detail").asText().contains("null"), finding::toString);
                assertTrue(finding.path("detail").asText().matches("(?s)\\S.*\\S\\."), finding::toString);
                for (Map.Entry<String, JsonNode> value : values.properties()) {
                    JsonAssert.assertSame(
                            value.getValue(),
                            finding.path("values").path(value.getKey()),
                            path + " " + fact + " " + value.getKey());
                }
            });
        });
    }

    @Test
    void the_generated_catalog_breaks_every_rule_that_it_can() {
        Set<String> unbroken = new TreeSet<>();
        for (JsonNode rule : ApiResponse.ok(PATH).path("rules")) {
            if (rule.path("count").asInt() == 0) {
                unbroken.add(rule.path("rule").asText());
            }
        }
        unbroken.removeAll(NOTHING_TO_FIND);
        // The generated catalog cannot contain this case; RulesTest covers it.
        unbroken.removeAll(Set.of("not_applicable_but_known"));
        assertEquals(Set.of(), unbroken);
    }

    @Test
    void pages_of_any_size_give_the_same_report() {
        List<JsonNode> whole = list(Pagination.data(Pagination.pages(PATH + "?limit=200"), 200));
        List<JsonNode> sorted = new ArrayList<>(whole);
        sorted.sort(Comparator.<JsonNode>comparingInt(
                        finding -> SEVERITIES.indexOf(finding.path("severity").asText()))
                .thenComparing(finding -> finding.path("rule").asText())
                .thenComparing(finding -> finding.path("model").asText(), Orderings.CODE_POINTS)
                .thenComparing(finding -> finding.path("fact").asText(), Orderings.CODE_POINTS));
        assertEquals(sorted, whole);
        assertEquals(whole, list(Pagination.data(Pagination.pages(PATH), 50)));
        assertEquals(whole, list(Pagination.data(Pagination.pages(PATH + "?limit=7"), 7)));
        assertEquals(whole.size(), new HashSet<>(whole).size());
    }

    @Test
    void filters_select_from_the_complete_report() {
        List<JsonNode> whole = list(Pagination.data(Pagination.pages(PATH + "?limit=200"), 200));
        for (String severity : SEVERITIES) {
            assertEquals(
                    whole.stream()
                            .filter(finding -> finding.path("severity").asText().equals(severity))
                            .toList(),
                    list(Pagination.data(Pagination.pages(PATH + "?limit=200&severity=" + severity), 200)));
        }
        assertEquals(
                whole.stream()
                        .filter(finding -> finding.path("model").asText().matches("(aurora|c3)/.*"))
                        .toList(),
                list(Pagination.data(Pagination.pages(PATH + "?limit=200&vendor=aurora,c3"), 200)));
        Checks.each(new RandomRequests(oracle, 40).random().some(oracle.models(), 40), model -> {
            // A vendor without a name is reported on the first requested model, whichever that is.
            List<JsonNode> found = new ArrayList<>(
                    list(Pagination.data(Pagination.pages(PATH + "?limit=200&model=" + model.id()), 200)));
            found.removeIf(finding -> finding.path("rule").asText().equals("vendor_unnamed"));
            assertEquals(
                    whole.stream()
                            .filter(finding -> finding.path("model").asText().equals(model.id())
                                    && !finding.path("rule").asText().equals("vendor_unnamed"))
                            .toList(),
                    found,
                    model.id());
        });
        assertEquals(
                0, ApiResponse.ok(PATH + "?vendor=nobody").at("/meta/total").asInt());
    }

    @Test
    void an_alias_selects_its_model() {
        assertEquals(
                ApiResponse.ok(PATH + "?model=" + HandmadeModels.MANY_NAMES).path("data"),
                ApiResponse.ok(PATH + "?model=TEXT-zorro-001," + HandmadeModels.MANY_NAMES)
                        .path("data"));
        JsonNode nobody = ApiResponse.ok(PATH + "?model=nobody/nothing");
        assertEquals(0, nobody.at("/meta/total").asInt());
        assertEquals("nobody/nothing", nobody.at("/suggestions/0/value").asText());
    }

    @Test
    void invalid_parameters_are_rejected_by_name() {
        assertRejected("rule=nope", "rule");
        assertRejected("rule=no_context,nope", "rule");
        assertRejected("rule=", "rule");
        assertRejected("severity=ERROR", "severity");
        assertRejected("severity=fatal", "severity");
        assertRejected("model=", "model");
        assertRejected("model=" + "x".repeat(202), "model");
        assertRejected("model=" + String.join(",", Collections.nCopies(51, "a/b")), "model");
        assertRejected("vendor=", "vendor");
        assertRejected("vendor=" + "x".repeat(101), "vendor");
        assertRejected("limit=0", "limit");
        assertRejected("limit=201", "limit");
        assertRejected("cursor=nonsense", "cursor");
        assertRejected("nonsense=1", "nonsense");
        assertRejected("rule=no_context&rule=no_context", "rule");
        assertRejected("lang=fr", "lang");
        String next = ApiResponse.ok(PATH + "?limit=2&severity=info")
                .at("/links/next")
                .asText();
        String cursor = next.replaceAll(".*[?&]cursor=([^&]*).*", "$1");
        assertRejected("limit=2&cursor=" + cursor, "cursor");
        assertRejected("limit=2&severity=info&vendor=aurora&cursor=" + cursor, "cursor");
        assertEquals(
                3,
                ApiResponse.ok(PATH + "?limit=3&severity=info&cursor=" + cursor)
                        .path("data")
                        .size());
    }

    private static void assertRejected(String query, String parameter) {
        ApiResponse answer = ApiResponse.get(PATH + "?" + query);
        assertEquals(400, answer.status(), answer::summary);
        assertEquals(parameter, answer.body().at("/errors/0/parameter").asText(), answer::summary);
    }

    private static Map<String, JsonNode> byFact(ArrayNode data) {
        Map<String, JsonNode> byFact = new TreeMap<>();
        for (JsonNode finding : data) {
            String fact =
                    finding.path("model").asText() + " " + finding.path("fact").asText();
            assertTrue(byFact.put(fact, finding) == null, () -> fact + " was found twice");
        }
        return byFact;
    }

    private static List<JsonNode> list(ArrayNode data) {
        List<JsonNode> list = new ArrayList<>();
        for (JsonNode finding : data) {
            assertTrue(finding instanceof ObjectNode, finding::toString);
            list.add(finding);
        }
        return list;
    }
}
