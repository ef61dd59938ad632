package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Whatever name of a model is in the path, the answer is where the model is. */
@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class RedirectOracleTest {
    private static final List<String> ENDINGS = List.of(
            "",
            "/card",
            "/scores",
            "/lineage",
            "/offerings",
            "?lang=zh&fields=name%2Ckind",
            "/card?lang=zh",
            "/lineage?direction=ancestors,descendants&depth=3",
            "/scores?lang=zh-Hant");

    private final Oracle oracle = Oracle.get();

    @Test
    void every_alias_as_one_encoded_segment_leads_to_the_model() {
        Walk.each(
                oracle.models(),
                model -> model.aliases().forEach(alias -> {
                    for (String ending :
                            model.id().equals(HandmadeModels.MANY_NAMES) ? ENDINGS : ENDINGS.subList(0, 2)) {
                        assertMoves(Urls.encode(alias), model, ending);
                    }
                }));
    }

    @Test
    void an_alias_of_two_segments_leads_to_the_model() {
        Walk.each(oracle.models(), model -> {
            for (String alias : model.aliases()) {
                String[] segments = alias.split("/", -1);
                if (segments.length == 2 && !segments[0].isEmpty() && !segments[1].isEmpty()) {
                    ENDINGS.forEach(ending ->
                            assertMoves(Urls.encode(segments[0]) + "/" + Urls.encode(segments[1]), model, ending));
                }
            }
        });
    }

    @Test
    void a_canonical_id_as_one_encoded_segment_leads_to_two() {
        Walk.each(oracle.models(), model -> {
            assertMoves(Urls.encode(model.id()), model, "");
            assertMoves(Urls.encode(model.id()).replace("%2F", "%2f"), model, "/card?lang=zh");
        });
    }

    @Test
    void another_spelling_of_an_id_leads_to_the_canonical_one() {
        Walk.each(oracle.models(), model -> {
            assertMoves(model.id().toUpperCase(Locale.ROOT), model, "");
            assertMoves(model.id().toUpperCase(Locale.ROOT), model, "/scores?lang=zh");
            assertMoves(Urls.encode(model.id().toUpperCase(Locale.ROOT)), model, "/lineage?depth=1");
        });
    }

    @Test
    void a_canonical_path_does_not_move() {
        Walk.each(oracle.models(), model -> {
            for (String ending : List.of("", "/card", "/scores", "/lineage", "/offerings")) {
                Answer answer = Answer.to(Urls.model(model.id()) + ending);
                assertEquals(200, answer.status(), answer::said);
            }
        });
    }

    @Test
    void a_name_of_no_model_leads_nowhere_and_suggests_what_is_near() {
        Answer typo = Answer.to(Urls.model("aurora/falconet-zanzibra-7b"));
        assertEquals(404, typo.status(), typo.question());
        assertTrue(typo.body().path("suggestions").toString().contains("\"aurora/falconet-zanzibar-7b\""), typo::said);
        Walk.each(
                List.of("nobody/nothing", "nobody%2Fnothing", "nobody", "nobody%2Fnothing/card", "aurora/50%25-off"),
                id -> {
                    Answer answer = Answer.to(Urls.model(id));
                    assertEquals(404, answer.status(), answer::said);
                });
    }

    private static void assertMoves(String writtenId, OracleModel model, String ending) {
        Answer answer = Answer.to(Urls.model(writtenId) + ending);
        assertEquals(308, answer.status(), answer::said);
        assertEquals(Urls.model(model.id()) + ending, answer.header("Location"), answer.question());
    }
}
