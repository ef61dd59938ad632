package org.modeltree.oracle.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.Urls;
import org.modeltree.oracle.generated.GeneratedCatalog;
import org.modeltree.oracle.generated.HandmadeModels;

/** Several cards at once are the cards that single requests give. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class CardListOracleTest {

    private static final int MAX_CARDS = 50;

    private final Oracle oracle = Oracle.get();

    private static String path(List<String> ids, String lang) {
        return "/api/v1/cards"
                + QueryParams.none().with("ids", String.join(",", ids)).with("lang", lang);
    }

    @Test
    void every_card_in_a_list_is_the_one_at_its_own_path() {
        List<OracleModel> models = oracle.models();
        List<List<OracleModel>> requests = new ArrayList<>();
        for (int from = 0; from < models.size(); from += MAX_CARDS) {
            requests.add(models.subList(from, Math.min(models.size(), from + MAX_CARDS)));
        }
        Checks.each(requests, requested -> {
            String lang = requests.indexOf(requested) % 2 == 0 ? "en" : "zh";
            List<String> ids =
                    new ArrayList<>(requested.stream().map(OracleModel::id).toList());
            Collections.shuffle(ids, new Random(GeneratedCatalog.SEED));
            JsonNode list = ApiResponse.ok(path(ids, lang));
            assertEquals(ids, ids(list));
            assertEquals(ids.size(), list.at("/meta/total").asInt());
            assertEquals(0, list.get("missing").size());
            assertTrue(list.at("/links/next").isNull());
            for (JsonNode card : list.get("data")) {
                String single = Urls.model(card.get("id").asText()) + "/card?lang=" + lang;
                assertEquals(ApiResponse.ok(single), card, single);
            }
        });
    }

    @Test
    void aliases_are_understood_and_each_model_has_one_card() {
        OracleModel named = oracle.model(HandmadeModels.MANY_NAMES);
        List<String> ids = new ArrayList<>(named.aliases().stream()
                .filter(alias -> !alias.contains(","))
                .limit(5)
                .toList());
        assertTrue(ids.size() > 1, ids::toString);
        ids.add("aurora/echo");
        ids.add(named.id());
        ids.add("aurora/Echo");
        assertEquals(List.of(named.id(), "aurora/echo"), ids(ApiResponse.ok(path(ids, "en"))));
    }

    @Test
    void ids_without_a_model_are_listed_with_suggestions_and_the_others_are_answered() {
        JsonNode list = ApiResponse.ok(path(List.of("aurora/ecko", "aurora/echo", "no/body", "NO/Body"), "en"));
        assertEquals(List.of("aurora/echo"), ids(list));
        JsonNode missing = list.get("missing");
        assertEquals("aurora/ecko", missing.at("/0/id").asText());
        assertEquals("not_found", missing.at("/0/reason").asText());
        assertTrue(missing.at("/0/successor").isNull());
        List<String> suggestions = new ArrayList<>();
        missing.at("/0/suggestions").forEach(id -> suggestions.add(id.asText()));
        assertTrue(suggestions.contains("aurora/echo"), suggestions::toString);
        assertEquals("no/body", missing.at("/1/id").asText());
        assertEquals("NO/Body", missing.at("/2/id").asText());
        assertEquals(3, missing.size());
        assertEquals(1, list.at("/meta/total").asInt());
    }

    @Test
    void a_deleted_model_is_listed_with_its_successor() {
        JsonNode deleted = oracle.catalog.records().stream()
                .filter(record -> record.path("type").asText().equals("deleted") && record.hasNonNull("successor"))
                .findFirst()
                .orElseThrow();
        JsonNode missing =
                ApiResponse.ok(path(List.of(deleted.get("id").asText()), "en")).at("/missing/0");
        assertEquals("deleted", missing.get("reason").asText());
        assertEquals(
                Oracle.fold(deleted.get("successor").asText()),
                missing.get("successor").asText());
        assertEquals(0, missing.get("suggestions").size());
    }

    @Test
    void too_many_ids_and_none_are_refused() {
        for (String query : List.of("", "?ids=", "?ids=a/b,,c/d", "?ids=" + "a/b,".repeat(MAX_CARDS) + "c/d")) {
            ApiResponse refused = ApiResponse.get("/api/v1/cards" + query);
            assertEquals(400, refused.status(), refused::summary);
            assertEquals("ids", refused.body().at("/errors/0/parameter").asText());
        }
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.get("data").forEach(card -> ids.add(card.get("id").asText()));
        return ids;
    }
}
