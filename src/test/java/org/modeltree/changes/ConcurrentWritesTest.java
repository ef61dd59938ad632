package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Concurrent writes: each change is applied completely and once, and none is lost. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class ConcurrentWritesTest {
    private static final String MODELS = "/api/v1/models/";
    private static final Client CURATOR = Client.admin();
    private static final Client READER = Client.anybody();
    private static final int WRITERS = 50;
    private static final int FIELD = 10;

    private static long revision() {
        return READER.get("/api/v1/vendors?limit=1").is(200).revision();
    }

    private static void capability(String id) {
        CURATOR.create("/api/v1/benchmarks/" + id, json("{label: 'B', unit: 'points'}"));
        CURATOR.create(
                "/api/v1/capabilities/" + id,
                json("{label: {en: 'C'}, description: {en: 'D'}, benchmark: '%s',".formatted(id)
                        + " scale: {kind: 'linear', floor: 0, ceiling: 10}}"));
    }

    @Test
    void fifty_writers_on_ten_models_lose_nothing() throws SQLException {
        capability("weide");
        for (int i = 0; i < FIELD; i++) {
            CURATOR.create(MODELS + "weide/m" + i, json("{name: 'M'}"));
        }
        long before = revision();
        // Each writer adds an alias and a measurement to its model, and retries after a conflict.
        List<Integer> tries = Crowd.all(WRITERS, who -> {
            String model = MODELS + "weide/m" + who % FIELD;
            int asked = insist(model, etag -> CURATOR.put(model + "/aliases/weide-" + who, "If-Match", etag));
            return asked
                    + insist(
                            model,
                            etag -> CURATOR.put(
                                    model + "/measurements/weide." + who,
                                    json("{benchmark: 'weide', raw: %s, source: 'https://w.example/%02d'}"
                                            .formatted(who / 5.0, who)),
                                    "If-Match",
                                    etag));
        });
        System.out.println("Writers asked "
                + tries.stream().mapToInt(Integer::intValue).sum() + " times for " + 2 * WRITERS + " changes");
        assertEquals(before + 2 * WRITERS, revision());
        for (int i = 0; i < FIELD; i++) {
            Set<String> aliases = new TreeSet<>();
            Set<String> measurements = new TreeSet<>();
            for (int who = i; who < WRITERS; who += FIELD) {
                aliases.add("weide-" + who);
                measurements.add("weide." + who);
            }
            JsonNode model = READER.ok(MODELS + "weide/m" + i);
            Set<String> kept = new TreeSet<>();
            model.get("aliases").forEach(alias -> kept.add(alias.asText()));
            assertEquals(aliases, kept);
            assertEquals(
                    measurements,
                    new TreeSet<>(Json.each(
                            READER.ok(MODELS + "weide/m" + i + "/measurements").get("data"), "id")));
        }
        assertLogged(before, 2 * WRITERS);
        assertTallies("weide");
        // All are self-reported and undated, so the lexically first source counts: that of writers 0 to 9.
        for (int i = 0; i < FIELD; i++) {
            JsonNode score =
                    Json.among(READER.ok(MODELS + "weide/m" + i + "/scores").get("data"), "capability", "weide");
            assertEquals(i / 5.0, score.get("exact").asDouble(), 1e-9);
        }
        assertBand("weide");
    }

    /** Write that sends the validator it has read. */
    private interface Change {
        Reply with(String etag);
    }

    private static int insist(String model, Change change) {
        for (int tries = 1; tries <= 200; tries++) {
            Reply reply = change.with(READER.get(model).is(200).etag());
            if (reply.status() == 201) {
                return tries;
            }
            reply.refuses(412, "precondition_failed");
        }
        throw new AssertionError("never succeeded on " + model);
    }

    /** Every later revision has exactly one entry in the log. */
    private static void assertLogged(long since, int changes) {
        List<Long> revisions = new ArrayList<>();
        String next = "/api/v1/changes?limit=200&since=" + since;
        while (next != null) {
            JsonNode page = READER.ok(next);
            page.get("data")
                    .forEach(entry -> revisions.add(entry.get("revision").asLong()));
            next = page.at("/links/next").textValue();
        }
        List<Long> expected = new ArrayList<>();
        for (int i = 1; i <= changes; i++) {
            expected.add(since + i);
        }
        assertEquals(expected, revisions);
    }

    @Test
    void writers_of_different_models_never_make_each_other_fail() {
        for (int i = 0; i < FIELD; i++) {
            CURATOR.create(MODELS + "pappel/m" + i, json("{name: 'M'}"));
        }
        long before = revision();
        Crowd.all(FIELD, who -> {
            String etag = READER.get(MODELS + "pappel/m" + who).etag();
            for (int step = 0; step < 8; step++) {
                Reply reply = CURATOR.patch(
                                MODELS + "pappel/m" + who, json("{name: 'M %d'}".formatted(step)), "If-Match", etag)
                        .is(200);
                etag = reply.etag();
            }
            return etag;
        });
        assertEquals(before + 8 * FIELD, revision());
        assertLogged(before, 8 * FIELD);
    }

    @Test
    void of_two_who_create_or_change_or_delete_the_same_one_wins() {
        for (int round = 0; round < 5; round++) {
            String model = MODELS + "erle/r" + round;
            assertOneWins(
                    201,
                    Crowd.all(
                            4, who -> CURATOR.put(model, json("{name: 'W %d'}".formatted(who)), "If-None-Match", "*")));
            String etag = READER.get(model).etag();
            List<Reply> changes =
                    Crowd.all(4, who -> CURATOR.put(model, json("{name: 'V %d'}".formatted(who)), "If-Match", etag));
            Reply winner = assertOneWins(200, changes);
            assertEquals(winner.body(), READER.ok(model + "/document"));

            String later = READER.get(model).etag();
            List<Reply> mixed = Crowd.all(
                    4,
                    who -> who % 2 == 0
                            ? CURATOR.delete(model, "If-Match", later)
                            : CURATOR.put(model, json("{name: 'U %d'}".formatted(who)), "If-Match", later));
            long won = mixed.stream().filter(reply -> reply.status() < 300).count();
            assertEquals(1, won, () -> mixed.stream().map(Reply::said).toList().toString());
            mixed.stream()
                    .filter(reply -> reply.status() >= 300)
                    .forEach(reply -> assertTrue(List.of(410, 412).contains(reply.status()), reply::said));
        }
    }

    @Test
    void two_models_are_not_deleted_as_each_others_successors() {
        for (int round = 0; round < 5; round++) {
            String a = "erle/a" + round;
            String b = "erle/b" + round;
            CURATOR.create(MODELS + a, json("{name: 'A'}"));
            CURATOR.create(MODELS + b, json("{name: 'B'}"));
            List<Reply> replies = Crowd.all(
                    2,
                    who -> who == 0
                            ? CURATOR.delete(MODELS + a + "?successor=" + b, "If-Match", "*")
                            : CURATOR.delete(MODELS + b + "?successor=" + a, "If-Match", "*"));
            assertEquals(
                    1,
                    replies.stream().filter(reply -> reply.status() == 204).count(),
                    () -> replies.stream().map(Reply::said).toList().toString());
        }
    }

    @Test
    void two_edges_that_make_a_cycle_together_are_not_both_made() {
        for (int round = 0; round < 5; round++) {
            String a = "erle/c" + round;
            String b = "erle/d" + round;
            CURATOR.create(MODELS + a, json("{name: 'A'}"));
            CURATOR.create(MODELS + b, json("{name: 'B'}"));
            List<Reply> replies = Crowd.all(
                    2,
                    who -> CURATOR.put(
                            MODELS + (who == 0 ? a : b) + "/parents/" + (who == 0 ? b : a),
                            json("{relation: 'variant'}"),
                            "If-None-Match",
                            "*"));
            assertEquals(
                    Set.of(201, 409),
                    Set.of(replies.get(0).status(), replies.get(1).status()));
        }
    }

    @Test
    void one_alias_asked_for_by_many_models_means_one_of_them() {
        for (int i = 0; i < 6; i++) {
            CURATOR.create(MODELS + "erle/alias" + i, json("{name: 'M'}"));
        }
        List<Reply> replies = Crowd.all(
                6, who -> CURATOR.put(MODELS + "erle/alias" + who + "/aliases/erle-wanted", "If-None-Match", "*"));
        assertEquals(1, replies.stream().filter(reply -> reply.status() == 201).count());
        assertEquals(5, replies.stream().filter(reply -> reply.status() == 409).count());
    }

    @Test
    void tallies_and_bands_are_those_of_all_measurements_after_many_writes_at_once() throws SQLException {
        capability("hasel");
        for (int i = 0; i < 12; i++) {
            CURATOR.create(MODELS + "hasel/m" + i, json("{name: 'M'}"));
        }
        Crowd.all(12, who -> {
            Random random = new Random(who);
            Set<Integer> mine = new HashSet<>();
            for (int step = 0; step < 10; step++) {
                int id = random.nextInt(3);
                String path = MODELS + "hasel/m" + who + "/measurements/m" + id;
                if (mine.contains(id) && random.nextInt(3) == 0) {
                    CURATOR.delete(path, "If-Match", "*").is(204);
                    mine.remove(id);
                } else {
                    boolean isNew = mine.add(id);
                    CURATOR.put(
                                    path,
                                    json("{benchmark: 'hasel', raw: %s, source: 'https://h.example/%d', verified: %s}"
                                            .formatted(random.nextInt(8) + 0.5, step, random.nextBoolean())),
                                    isNew ? "If-None-Match" : "If-Match",
                                    "*")
                            .is(isNew ? 201 : 200);
                }
            }
            return who;
        });
        assertTallies("hasel");
        assertBand("hasel");
    }

    private static void assertTallies(String benchmark) throws SQLException {
        assertEquals(rows("""
                select raw || ' ' || count(*) from measurement
                where counting and benchmark_id = '%s' group by raw order by raw
                """.formatted(benchmark)), rows("""
                select raw || ' ' || models from tally where benchmark_id = '%s' order by raw
                """.formatted(benchmark)));
        assertEquals(List.of(), rows("""
                select model_id from measurement where benchmark_id = '%s'
                group by model_id having count(*) filter (where counting) <> 1
                """.formatted(benchmark)));
    }

    /** The scale is 0 to 10, so that scores are raw values. */
    private static void assertBand(String benchmark) throws SQLException {
        JsonNode band = READER.ok("/api/v1/bands/" + benchmark);
        List<String> edges = rows("""
                select unnest(percentile_cont(array[0.2, 0.5, 0.8]) within group (order by raw))
                from measurement where counting and benchmark_id = '%s'
                """.formatted(benchmark));
        assertEquals(Double.parseDouble(edges.get(0)), band.at("/lower/exact").asDouble(), 1e-9);
        assertEquals(Double.parseDouble(edges.get(1)), band.at("/median/exact").asDouble(), 1e-9);
        assertEquals(Double.parseDouble(edges.get(2)), band.at("/upper/exact").asDouble(), 1e-9);
    }

    private static List<String> rows(String sql) throws SQLException {
        String url = ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class);
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }

    private static Reply assertOneWins(int status, List<Reply> replies) {
        List<Reply> winners =
                replies.stream().filter(reply -> reply.status() == status).toList();
        assertEquals(
                1,
                winners.size(),
                () -> replies.stream().map(Reply::said).toList().toString());
        replies.stream()
                .filter(reply -> reply.status() != status)
                .forEach(reply -> reply.refuses(412, "precondition_failed"));
        return winners.get(0);
    }
}
