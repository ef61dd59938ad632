package org.modeltree.oracle.identity;

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
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.Urls;
import org.modeltree.oracle.generated.GeneratedOfferings;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class ResolveOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleResolve resolve = new OracleResolve(oracle);

    @Test
    void every_canonical_id_resolves_to_itself() {
        Checks.each(oracle.walk(), model -> check(model.id()));
    }

    @Test
    void every_other_spelling_of_an_id_is_an_alias() {
        Checks.each(oracle.walk(), model -> {
            check(model.record().id());
            check(model.id().toUpperCase(Locale.ROOT));
        });
    }

    @Test
    void every_alias_resolves_in_any_case() {
        List<String> aliases = new ArrayList<>();
        for (OracleModel model : oracle.walk()) {
            for (String alias : model.aliases()) {
                aliases.add(alias);
                // The contract does not define case folding beyond ASCII.
                if (StandardCharsets.US_ASCII.newEncoder().canEncode(alias)) {
                    aliases.add(alias.toUpperCase(Locale.ROOT));
                    aliases.add(alias.toLowerCase(Locale.ROOT));
                }
            }
        }
        Checks.each(aliases, this::check);
    }

    @Test
    void every_id_of_a_provider_resolves_to_its_model() {
        Checks.each(oracle.catalog.offerings(), offering -> {
            check(offering.id());
            check(offering.provider() + "/" + offering.id());
        });
    }

    @Test
    void the_provider_is_named_only_if_its_id_is_unique() {
        check(GeneratedOfferings.SHARED_BY_ONE_MODEL);
        check("hostco/" + GeneratedOfferings.SHARED_BY_ONE_MODEL);
        check("meshcloud/" + GeneratedOfferings.SHARED_BY_TWO_MODELS);
    }

    @Test
    void an_ambiguous_id_is_not_resolved_and_suggests_its_models() {
        assertEquals(
                new TreeSet<>(List.of("c3/twin-1", "c3-labs/twin-2")),
                resolve.candidates(GeneratedOfferings.SHARED_BY_TWO_MODELS));
        check(GeneratedOfferings.SHARED_BY_TWO_MODELS);
    }

    @Test
    void a_canonical_id_wins_over_an_alias_and_an_alias_over_a_providers_id() {
        check("text-zorro-001");
        check("hostco/text-zorro-001");
        check("aurora/etude");
        check("unlisted/aurora/etude");
    }

    @Test
    void an_unknown_id_is_not_resolved() {
        Checks.each(
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
        ApiResponse answer = ApiResponse.get("/api/v1/resolve?id=" + Urls.encode(id));
        String request = answer.request() + " (" + id + ")";
        var expected = resolve.resolve(id);
        if (expected.isPresent()) {
            assertEquals(200, answer.status(), answer::summary);
            JsonAssert.assertSame(expected.get(), answer.body(), request);
            return;
        }
        assertEquals(404, answer.status(), answer::summary);
        Set<String> suggestions = new TreeSet<>();
        answer.body().path("suggestions").forEach(node -> suggestions.add(node.asText()));
        Set<String> candidates = resolve.candidates(id);
        assertTrue(suggestions.containsAll(candidates), () -> request + " suggested " + suggestions);
    }

    /** Guards the tests above: the generated catalog has ids that providers share. */
    @Test
    void some_providers_share_an_id() {
        long shared = oracle.catalog.offerings().stream()
                .map(OfferingRecord::id)
                .filter(id -> oracle.catalog.offerings().stream()
                                .filter(other -> other.id().equals(id))
                                .count()
                        > 1)
                .distinct()
                .count();
        assertTrue(shared > 5, () -> "only " + shared);
    }
}
