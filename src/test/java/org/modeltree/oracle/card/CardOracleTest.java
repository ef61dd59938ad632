package org.modeltree.oracle.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
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
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.Urls;
import org.modeltree.oracle.generated.GeneratedCatalog;
import org.modeltree.oracle.generated.HandmadeModels;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class CardOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleCard cards = new OracleCard(oracle);

    @Test
    void every_english_card_is_right() {
        Checks.each(oracle.walk(), model -> check(model, "en"));
    }

    @Test
    void every_chinese_card_falls_back_to_english() {
        Checks.each(oracle.walk(), model -> check(model, "zh"));
    }

    @Test
    void a_model_with_only_a_name_has_a_card() {
        OracleModel bare = oracle.model(HandmadeModels.BARE);
        assertEquals(Map.of(), oracle.measurements(bare), "the bare model must have no measurements");
        check(bare, "en");
        check(bare, "zh");
    }

    /** Every status has one label per language, and no two statuses share a label. */
    @Test
    void every_status_has_one_label() {
        Map<String, Set<String>> labelsByStatus = new TreeMap<>();
        for (OracleModel model : oracle.models()) {
            for (String lang : List.of("en", "zh")) {
                JsonNode card = ApiResponse.ok(path(model, lang));
                JsonNode pricing = card.path("pricing");
                String kind = pricing.path("kind").asText();
                addLabel(labelsByStatus, lang + " pricing " + kind, pricing.path("label"));
                addLabel(labelsByStatus, lang + " summary " + kind, pricing.path("summary"));
                card.path("availability")
                        .forEach(statement -> addLabel(
                                labelsByStatus,
                                lang + " " + statement.path("status").asText(),
                                statement.path("label")));
            }
        }
        TreeSet<String> kinds = new TreeSet<>();
        labelsByStatus.forEach((status, labels) -> {
            // A metered model is paid per token or per use.
            assertEquals(
                    status.endsWith(" metered") ? 2 : 1,
                    labels.size(),
                    () -> "seed " + GeneratedCatalog.SEED + ", " + status + " has the labels " + labels);
            kinds.add(status.split(" ", -1)[0]);
        });
        assertEquals(Set.of("en", "zh"), kinds);
        for (String group : List.of("en pricing", "zh pricing")) {
            Set<String> labels = new HashSet<>();
            labelsByStatus.forEach((status, texts) -> {
                if (status.startsWith(group)) {
                    labels.addAll(texts);
                }
            });
            assertEquals(6, labels.size(), () -> group + " has one label for different kinds: " + labelsByStatus);
        }
        assertEquals(Set.of("Pay per token", "Pay per use"), labelsByStatus.get("en pricing metered"));
        assertEquals(Set.of("Pay per token", "Pay per use"), labelsByStatus.get("en summary metered"));
        assertNotEquals(labelsByStatus.get("en available"), labelsByStatus.get("zh available"));
        assertNotEquals(labelsByStatus.get("en unknown"), labelsByStatus.get("en not_available"));
    }

    @Test
    void the_language_of_a_card_can_come_from_the_header() {
        Checks.each(oracle.models().subList(0, 20), model -> {
            ApiResponse answer = ApiResponse.get(Urls.model(model.id()) + "/card", Map.of("Accept-Language", "zh-HK"));
            JsonAssert.assertSame(
                    cards.card(model, "zh"), answer.body(), answer.request() + " with Accept-Language zh-HK");
        });
    }

    private static void addLabel(Map<String, Set<String>> labels, String status, JsonNode label) {
        labels.computeIfAbsent(status, key -> new TreeSet<>()).add(label.asText());
    }

    private void check(OracleModel model, String lang) {
        String path = path(model, lang);
        JsonAssert.assertSame(cards.card(model, lang), ApiResponse.ok(path), "GET " + path);
    }

    private static String path(OracleModel model, String lang) {
        return Urls.model(model.id()) + "/card?lang=" + lang;
    }
}
