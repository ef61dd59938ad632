package org.modeltree.oracle;

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

@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class QualityOracleTest {
    private static final String PATH = "/api/v1/quality";
    private static final List<String> SEVERITIES = List.of("error", "warning", "info");

    /** Its facts cannot be in the invented catalog: no file with them is taken. */
    private static final Set<String> NOTHING_TO_FIND = Set.of("lifecycle_out_of_order");

    private final Oracle oracle = Oracle.get();
    private final OracleQuality expected = new OracleQuality(oracle, LocalDate.now(ZoneOffset.UTC));

    @Test
    void every_rule_finds_just_what_it_says() {
        JsonNode rules = Answer.ok(PATH).path("rules");
        List<JsonNode> each = new ArrayList<>();
        rules.forEach(each::add);
        Walk.each(each, rule -> {
            String name = rule.path("rule").asText();
            String path = PATH + "?limit=200&rule=" + name;
            List<Answer> pages = Walk.pages(path);
            Map<String, JsonNode> found = byFact(Walk.data(pages, 200));
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
                    Trees.assertSame(
                            value.getValue(),
                            finding.path("values").path(value.getKey()),
                            path + " " + fact + " " + value.getKey());
                }
            });
        });
    }

    @Test
    void the_invented_catalog_breaks_every_rule_that_it_can() {
        Set<String> unbroken = new TreeSet<>();
        for (JsonNode rule : Answer.ok(PATH).path("rules")) {
            if (rule.path("count").asInt() == 0) {
                unbroken.add(rule.path("rule").asText());
            }
        }
        unbroken.removeAll(NOTHING_TO_FIND);
        // Where the format leaves no room for it, or the dice never throw it: shown on the handmade catalog.
        unbroken.removeAll(Set.of("not_applicable_but_known"));
        assertEquals(Set.of(), unbroken);
    }

    @Test
    void pages_of_any_size_make_the_same_report_the_worst_first() {
        List<JsonNode> whole = list(Walk.data(Walk.pages(PATH + "?limit=200"), 200));
        List<JsonNode> sorted = new ArrayList<>(whole);
        sorted.sort(Comparator.<JsonNode>comparingInt(
                        finding -> SEVERITIES.indexOf(finding.path("severity").asText()))
                .thenComparing(finding -> finding.path("rule").asText())
                .thenComparing(finding -> finding.path("model").asText(), Orders.CODE_POINTS)
                .thenComparing(finding -> finding.path("fact").asText(), Orders.CODE_POINTS));
        assertEquals(sorted, whole);
        assertEquals(whole, list(Walk.data(Walk.pages(PATH), 50)));
        assertEquals(whole, list(Walk.data(Walk.pages(PATH + "?limit=7"), 7)));
        assertEquals(whole.size(), new HashSet<>(whole).size());
    }

    @Test
    void filters_take_what_they_name_out_of_the_whole_report() {
        List<JsonNode> whole = list(Walk.data(Walk.pages(PATH + "?limit=200"), 200));
        for (String severity : SEVERITIES) {
            assertEquals(
                    whole.stream()
                            .filter(finding -> finding.path("severity").asText().equals(severity))
                            .toList(),
                    list(Walk.data(Walk.pages(PATH + "?limit=200&severity=" + severity), 200)));
        }
        assertEquals(
                whole.stream()
                        .filter(finding -> finding.path("model").asText().matches("(aurora|c3)/.*"))
                        .toList(),
                list(Walk.data(Walk.pages(PATH + "?limit=200&vendor=aurora,c3"), 200)));
        Walk.each(new Questions(oracle, 40).dice().some(oracle.models(), 40), model -> {
            // A vendor without a name is found at the first of the models asked for, whichever that is.
            List<JsonNode> found =
                    new ArrayList<>(list(Walk.data(Walk.pages(PATH + "?limit=200&model=" + model.id()), 200)));
            found.removeIf(finding -> finding.path("rule").asText().equals("vendor_unnamed"));
            assertEquals(
                    whole.stream()
                            .filter(finding -> finding.path("model").asText().equals(model.id())
                                    && !finding.path("rule").asText().equals("vendor_unnamed"))
                            .toList(),
                    found,
                    model.id());
        });
        assertEquals(0, Answer.ok(PATH + "?vendor=nobody").at("/meta/total").asInt());
    }

    @Test
    void a_model_may_be_named_by_an_alias() {
        assertEquals(
                Answer.ok(PATH + "?model=" + HandmadeModels.MANY_NAMES).path("data"),
                Answer.ok(PATH + "?model=TEXT-zorro-001," + HandmadeModels.MANY_NAMES)
                        .path("data"));
        assertEquals(404, Answer.to(PATH + "?model=nobody/nothing").status());
    }

    @Test
    void what_it_cannot_be_asked_is_refused_by_name() {
        refused("rule=nope", "rule");
        refused("rule=no_context,nope", "rule");
        refused("rule=", "rule");
        refused("severity=ERROR", "severity");
        refused("severity=fatal", "severity");
        refused("model=", "model");
        refused("model=" + "x".repeat(202), "model");
        refused("model=" + String.join(",", Collections.nCopies(51, "a/b")), "model");
        refused("vendor=", "vendor");
        refused("vendor=" + "x".repeat(101), "vendor");
        refused("limit=0", "limit");
        refused("limit=201", "limit");
        refused("cursor=nonsense", "cursor");
        refused("nonsense=1", "nonsense");
        refused("rule=no_context&rule=no_context", "rule");
        refused("lang=fr", "lang");
        String next =
                Answer.ok(PATH + "?limit=2&severity=info").at("/links/next").asText();
        String cursor = next.replaceAll(".*[?&]cursor=([^&]*).*", "$1");
        refused("limit=2&cursor=" + cursor, "cursor");
        refused("limit=2&severity=info&vendor=aurora&cursor=" + cursor, "cursor");
        assertEquals(
                3,
                Answer.ok(PATH + "?limit=3&severity=info&cursor=" + cursor)
                        .path("data")
                        .size());
    }

    private static void refused(String query, String parameter) {
        Answer answer = Answer.to(PATH + "?" + query);
        assertEquals(400, answer.status(), answer::said);
        assertEquals(parameter, answer.body().at("/errors/0/parameter").asText(), answer::said);
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
