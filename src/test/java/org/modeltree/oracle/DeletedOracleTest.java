package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.Lines.DeletedLine;

/** A model that is no more says so wherever it was, and what to use instead. */
@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class DeletedOracleTest {
    private static final List<String> ENDINGS = List.of(
            "",
            "?lang=zh&fields=name",
            "/document",
            "/card",
            "/card?lang=zh",
            "/scores",
            "/lineage",
            "/lineage?depth=2",
            "/measurements",
            "/measurements/a",
            "/offerings",
            "/offerings/hostco/shared-one",
            "/offerings/hostco/with/slashes");

    private final Oracle oracle = Oracle.get();

    @Test
    void every_path_of_a_deleted_model_is_gone_and_names_the_successor() {
        Walk.each(oracle.catalog.deleted(), line -> {
            String id = Oracle.fold(line.id());
            for (String ending : ENDINGS) {
                assertGone(Urls.model(id) + ending, line);
            }
            assertGone(Urls.model(id.toUpperCase(Locale.ROOT)), line);
            assertGone(Urls.model(id.toUpperCase(Locale.ROOT)) + "/card", line);
            assertGone(Urls.model(Urls.encode(id)), line);
            assertGone(Urls.model(Urls.encode(line.id())) + "/scores", line);
        });
    }

    @Test
    void a_deleted_model_is_in_no_list() {
        List<String> ids =
                oracle.catalog.deleted().stream().map(DeletedLine::id).toList();
        String path = "/api/v1/models?ids=" + Urls.list(ids);
        assertEquals(0, Answer.ok(path).at("/meta/total").asInt(), path);
        Walk.each(ids, id -> {
            Answer answer = Answer.to("/api/v1/resolve?id=" + Urls.encode(id));
            assertEquals(404, answer.status(), answer::said);
        });
    }

    private static void assertGone(String path, DeletedLine line) {
        Answer answer = Answer.to(path);
        assertEquals(410, answer.status(), answer::said);
        assertEquals("application/problem+json", answer.header("Content-Type"), answer::said);
        assertEquals("gone", answer.body().path("code").asText(), answer::said);
        // Whether it is called as it was asked for or by its canonical id is nowhere said.
        assertTrue(
                Oracle.fold(answer.body().path("detail").asText()).contains(Oracle.fold(line.id())), answer::said);
        assertTrue(answer.body().has("successor"), answer::said);
        if (line.successor() == null) {
            assertTrue(answer.body().path("successor").isNull(), answer::said);
        } else {
            assertEquals(
                    Oracle.fold(line.successor()),
                    answer.body().path("successor").asText(),
                    answer::said);
        }
    }
}
