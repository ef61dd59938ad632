package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.Lines.OfferingLine;

@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class ResolveOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleResolve resolve = new OracleResolve(oracle);

    @Test
    void every_canonical_id_means_itself() {
        Walk.each(oracle.models(), model -> check(model.id()));
    }

    @Test
    void every_other_spelling_of_an_id_is_an_alias() {
        Walk.each(oracle.models(), model -> {
            check(model.line().id());
            check(model.id().toUpperCase(Locale.ROOT));
        });
    }

    @Test
    void every_alias_means_its_model_in_any_case() {
        List<String> aliases = new ArrayList<>();
        for (OracleModel model : oracle.models()) {
            for (String alias : model.aliases()) {
                aliases.add(alias);
                // How letters beyond ASCII change case is nowhere said.
                if (StandardCharsets.US_ASCII.newEncoder().canEncode(alias)) {
                    aliases.add(alias.toUpperCase(Locale.ROOT));
                    aliases.add(alias.toLowerCase(Locale.ROOT));
                }
            }
        }
        Walk.each(aliases, this::check);
    }

    @Test
    void every_id_of_a_provider_means_the_model_that_it_serves_by_it() {
        Walk.each(oracle.catalog.offerings(), offering -> {
            check(offering.id());
            check(offering.provider() + "/" + offering.id());
        });
    }

    @Test
    void the_provider_is_named_only_where_no_other_has_the_id() {
        check(InventedOfferings.SHARED_BY_ONE_MODEL);
        check("hostco/" + InventedOfferings.SHARED_BY_ONE_MODEL);
        check("meshcloud/" + InventedOfferings.SHARED_BY_TWO_MODELS);
    }

    @Test
    void an_id_that_means_different_models_is_not_resolved_and_both_are_suggested() {
        assertEquals(
                new TreeSet<>(List.of("c3/twin-1", "c3-labs/twin-2")),
                resolve.candidates(InventedOfferings.SHARED_BY_TWO_MODELS));
        check(InventedOfferings.SHARED_BY_TWO_MODELS);
    }

    @Test
    void an_alias_goes_before_a_providers_own_id_and_a_canonical_id_before_both() {
        check("text-zorro-001");
        check("hostco/text-zorro-001");
        check("aurora/etude");
        check("unlisted/aurora/etude");
    }

    @Test
    void what_nobody_ever_called_a_model_is_not_found() {
        Walk.each(
                List.of(
                        "nobody/nothing",
                        "nothing",
                        "%",
                        "_____",
                        "a",
                        "/",
                        "aurora/",
                        "/echo",
                        "aurora",
                        "🙈",
                        "' or 1=1"),
                this::check);
    }

    private void check(String id) {
        Answer answer = Answer.to("/api/v1/resolve?id=" + Urls.encode(id));
        String question = answer.question() + " (" + id + ")";
        var expected = resolve.resolve(id);
        if (expected.isPresent()) {
            assertEquals(200, answer.status(), answer::said);
            Trees.assertSame(expected.get(), answer.body(), question);
            return;
        }
        assertEquals(404, answer.status(), answer::said);
        Set<String> suggestions = new TreeSet<>();
        answer.body().path("suggestions").forEach(node -> suggestions.add(node.asText()));
        Set<String> candidates = resolve.candidates(id);
        assertTrue(suggestions.containsAll(candidates), () -> question + " suggested " + suggestions);
    }

    /** The invented catalog should have what this test is about. */
    @Test
    void some_providers_share_an_id() {
        long shared = oracle.catalog.offerings().stream()
                .map(OfferingLine::id)
                .filter(id -> oracle.catalog.offerings().stream()
                                .filter(other -> other.id().equals(id))
                                .count()
                        > 1)
                .distinct()
                .count();
        assertTrue(shared > 5, () -> "only " + shared);
    }
}
