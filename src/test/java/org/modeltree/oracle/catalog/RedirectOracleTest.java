package org.modeltree.oracle.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.Urls;
import org.modeltree.oracle.generated.HandmadeModels;

/** Every name of a model in a path redirects to the canonical path. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
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
    void an_alias_in_one_encoded_segment_redirects() {
        Checks.each(
                oracle.walk(),
                model -> model.aliases().forEach(alias -> {
                    for (String ending :
                            model.id().equals(HandmadeModels.MANY_NAMES) ? ENDINGS : ENDINGS.subList(0, 2)) {
                        assertMoves(Urls.encode(alias), model, ending);
                    }
                }));
    }

    @Test
    void an_alias_of_two_segments_redirects() {
        Checks.each(oracle.walk(), model -> {
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
    void a_canonical_id_in_one_encoded_segment_redirects() {
        Checks.each(oracle.walk(), model -> {
            assertMoves(Urls.encode(model.id()), model, "");
            assertMoves(Urls.encode(model.id()).replace("%2F", "%2f"), model, "/card?lang=zh");
        });
    }

    @Test
    void another_spelling_of_an_id_redirects() {
        Checks.each(oracle.walk(), model -> {
            assertMoves(model.id().toUpperCase(Locale.ROOT), model, "");
            assertMoves(model.id().toUpperCase(Locale.ROOT), model, "/scores?lang=zh");
            assertMoves(Urls.encode(model.id().toUpperCase(Locale.ROOT)), model, "/lineage?depth=1");
        });
    }

    @Test
    void a_canonical_path_does_not_redirect() {
        Checks.each(oracle.walk(), model -> {
            for (String ending : List.of("", "/card", "/scores", "/lineage", "/offerings")) {
                ApiResponse answer = ApiResponse.get(Urls.model(model.id()) + ending);
                assertEquals(200, answer.status(), answer::summary);
            }
        });
    }

    @Test
    void an_unknown_name_is_not_found_and_suggests_similar_ids() {
        ApiResponse typo = ApiResponse.get(Urls.model("aurora/falconet-zanzibra-7b"));
        assertEquals(404, typo.status(), typo.request());
        assertTrue(
                typo.body().path("suggestions").toString().contains("\"aurora/falconet-zanzibar-7b\""), typo::summary);
        Checks.each(
                List.of("nobody/nothing", "nobody%2Fnothing", "nobody", "nobody%2Fnothing/card", "aurora/50%25-off"),
                id -> {
                    ApiResponse answer = ApiResponse.get(Urls.model(id));
                    assertEquals(404, answer.status(), answer::summary);
                });
    }

    private static void assertMoves(String writtenId, OracleModel model, String ending) {
        ApiResponse answer = ApiResponse.get(Urls.model(writtenId) + ending);
        boolean moves = Oracle.isMoving(URLDecoder.decode(writtenId, StandardCharsets.UTF_8), model);
        assertEquals(moves ? 307 : 308, answer.status(), answer::summary);
        assertEquals(Urls.model(model.id()) + ending, answer.header("Location"), answer.request());
    }
}
