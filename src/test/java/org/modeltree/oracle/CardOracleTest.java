package org.modeltree.oracle;

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

@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class CardOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleCard cards = new OracleCard(oracle);

    @Test
    void every_card_shows_in_english_what_the_catalog_and_the_formulas_say() {
        Walk.each(oracle.models(), model -> check(model, "en"));
    }

    @Test
    void every_card_shows_in_chinese_what_there_is_and_the_rest_in_english() {
        Walk.each(oracle.models(), model -> check(model, "zh"));
    }

    @Test
    void a_model_that_nothing_is_known_of_has_a_card_all_the_same() {
        OracleModel bare = oracle.model(HandmadeModels.BARE);
        assertEquals(Map.of(), oracle.measurements(bare), "the bare model should be bare");
        check(bare, "en");
        check(bare, "zh");
    }

    /** A status has one label in each language, and no two statuses share one. */
    @Test
    void the_same_status_is_always_said_in_the_same_words() {
        Map<String, Set<String>> labels = new TreeMap<>();
        for (OracleModel model : oracle.models()) {
            for (String lang : List.of("en", "zh")) {
                JsonNode card = Answer.ok(path(model, lang));
                JsonNode pricing = card.path("pricing");
                String kind = pricing.path("kind").asText();
                note(labels, lang + " pricing " + kind, pricing.path("label"));
                note(labels, lang + " summary " + kind, pricing.path("summary"));
                card.path("availability")
                        .forEach(statement -> note(
                                labels, lang + " " + statement.path("status").asText(), statement.path("label")));
            }
        }
        TreeSet<String> kinds = new TreeSet<>();
        labels.forEach((what, words) -> {
            assertEquals(1, words.size(), () -> "seed " + InventedCatalog.SEED + ", " + what + " is said as " + words);
            kinds.add(what.split(" ", -1)[0]);
        });
        assertEquals(Set.of("en", "zh"), kinds);
        for (String group : List.of("en pricing", "zh pricing")) {
            Set<String> words = new HashSet<>();
            labels.forEach((what, said) -> {
                if (what.startsWith(group)) {
                    words.addAll(said);
                }
            });
            assertEquals(5, words.size(), () -> group + " says different kinds alike: " + labels);
        }
        assertEquals(Set.of("Pay per token"), labels.get("en pricing metered"));
        assertEquals(Set.of("Pay-per-token"), labels.get("en summary metered"));
        assertNotEquals(labels.get("en available"), labels.get("zh available"));
        assertNotEquals(labels.get("en unknown"), labels.get("en not_available"));
    }

    @Test
    void the_language_of_a_card_comes_from_the_header_too() {
        Walk.each(oracle.models().subList(0, 20), model -> {
            Answer answer = Answer.to(Urls.model(model.id()) + "/card", Map.of("Accept-Language", "zh-HK"));
            Trees.assertSame(cards.card(model, "zh"), answer.body(), answer.question() + " with Accept-Language zh-HK");
        });
    }

    private static void note(Map<String, Set<String>> labels, String what, JsonNode label) {
        labels.computeIfAbsent(what, key -> new TreeSet<>()).add(label.asText());
    }

    private void check(OracleModel model, String lang) {
        String path = path(model, lang);
        Trees.assertSame(cards.card(model, lang), Answer.ok(path), "GET " + path);
    }

    private static String path(OracleModel model, String lang) {
        return Urls.model(model.id()) + "/card?lang=" + lang;
    }
}
