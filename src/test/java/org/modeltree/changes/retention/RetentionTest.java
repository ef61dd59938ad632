package org.modeltree.changes.retention;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** What is older than the settings allow is removed, and who asks for it is told. Here 30 days for changes and 10 for others. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.OtherSettings.class)
class RetentionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @BeforeEach
    void two_models() {
        Importing.empty();
        create("elm/one");
        create("elm/two");
    }

    private static void create(String id) {
        Importing.write("PUT", "/models/" + id, "{\"name\": \"One\"}", "If-None-Match", "*")
                .is(201);
    }

    /** The revision of the change. */
    private static long rename(String id, String name) {
        Importing.write("PATCH", "/models/" + id, "{\"name\": \"" + name + "\"}", "If-Match", "*")
                .is(200);
        return Importing.revision();
    }

    /** Makes all changes up to a revision older. */
    private static void age(int days, long until) {
        Importing.execute(
                "update change set changed_at = changed_at - interval '" + days + " days' where revision <= " + until);
    }

    private static long number(String sql) {
        return Long.parseLong(Importing.ask(sql));
    }

    private static void awaitRemoved(String column, long until) {
        await().atMost(PATIENCE).until(() -> number("select " + column + " from retention") == until);
    }

    private static void assertTold(String parameter, Importing.Answer answer) {
        JsonNode problem = answer.is(410).json();
        assertEquals("no_longer_kept", problem.get("code").asText());
        assertEquals("urn:modeltree:problem:no-longer-kept", problem.get("type").asText());
        assertEquals(parameter, problem.at("/errors/0/parameter").asText());
        assertTrue(
                problem.get("detail").asText().startsWith("`" + parameter + "` must be at least "), problem.toString());
    }

    @Test
    void old_changes_are_removed_and_a_client_that_lags_behind_is_told_so() {
        long last = rename("elm/one", "Uno");
        String next = Importing.get("/changes?limit=1")
                .is(200)
                .json()
                .at("/links/next")
                .asText();
        long kept = rename("elm/one", "Due");
        long newest = rename("elm/two", "Tre");
        age(31, last);
        awaitRemoved("changes_until", last);

        assertEquals(0, number("select count(*) from change where revision <= " + last));
        assertEquals(List.of(kept, newest), revisions("/changes"));
        assertEquals(List.of(kept, newest), revisions("/changes?since=" + last));
        assertEquals(List.of(kept), revisions("/changes?model=elm/one"));
        assertTold("since", Importing.get("/changes?since=" + (last - 1)));
        assertTold("since", Importing.get("/changes?since=0"));
        assertTold("cursor", Importing.get(next.substring("/api/v1".length())));
        assertTold("since", Importing.get("/changes/stream?since=" + (last - 1)));
        assertTold("Last-Event-ID", Importing.get("/changes/stream", "Last-Event-ID", last + "-1"));
    }

    @Test
    void an_import_whose_entry_is_removed_cannot_be_undone() {
        String id = Importing.done("format=modeltree", "{\"type\":\"model\",\"id\":\"elm/three\",\"name\":\"Three\"}\n")
                .get("id")
                .asText();
        long imported = Importing.revision();
        rename("elm/one", "Uno");
        age(31, imported);
        awaitRemoved("changes_until", imported);
        String refused = Importing.write("POST", "/imports/" + id + "/undo", null)
                .is(409)
                .json()
                .get("detail")
                .asText();
        assertTrue(refused.contains("no longer kept"), refused);
    }

    @Test
    void the_newest_change_is_kept_however_old_it_is() {
        long newest = rename("elm/one", "Uno");
        age(400, newest);
        awaitRemoved("changes_until", newest - 1);
        assertEquals(List.of(newest), revisions("/changes"));
        assertEquals(newest, Importing.revision());
    }

    @Test
    void ids_of_merged_models_lead_to_others_when_the_merge_is_no_longer_listed() {
        Importing.write("POST", "/models/elm/two/merge", "{\"into\": \"elm/one\"}", "If-Match", "*")
                .is(200);
        long merged = Importing.revision();
        long newest = rename("elm/one", "Uno");
        age(31, merged);
        awaitRemoved("changes_until", merged);
        assertEquals(List.of(newest), revisions("/changes"));
        assertEquals(List.of(newest), revisions("/changes?model=elm/one"));
        assertEquals(
                "/api/v1/models/elm/one",
                Importing.get("/models/elm/two?atRevision=" + newest)
                        .is(308)
                        .header("Location")
                        .replaceFirst("[?].*", ""));
    }

    @Test
    void versions_that_ended_long_ago_are_removed() {
        long first = Importing.revision();
        long second = rename("elm/one", "Uno");
        long third = rename("elm/one", "Due");
        rename("elm/two", "Tre");
        age(11, second);
        awaitRemoved("versions_until", second);
        await().atMost(PATIENCE).until(() -> number("select count(*) from model_version") == 2);

        assertTold("atRevision", Importing.get("/models/elm/one?atRevision=" + first));
        assertEquals("Uno", nameAt(second));
        assertEquals("Due", nameAt(third));
        assertEquals(4, revisions("/changes?since=" + (first - 1)).size(), "the log is kept longer");
        Importing.get("/models/elm/none?atRevision=" + first).is(404);
    }

    @Test
    void answers_from_before_the_removal_are_not_given_any_more() {
        long first = Importing.revision();
        long last = rename("elm/one", "Uno");
        rename("elm/two", "Tre");
        // However a client encodes what it asks for.
        List<String> changes = Stream.of(
                        "/changes?since=", "/changes?s%69nce=", "/ch%61nges?since=", "/changes;a=b?since=")
                .map(query -> query + (first - 1))
                .toList();
        List<String> versions = Stream.of("atRevision=", "%61tRevision=", "at%52evision=", "lang=zh&atRevisio%6e=")
                .map(query -> "/models/elm/one?" + query + first)
                .toList();
        changes.forEach(path -> assertEquals(3, revisions(path).size(), path));
        versions.forEach(path -> Importing.get(path).is(200));
        age(31, last);
        awaitRemoved("changes_until", last);
        changes.forEach(path -> assertTold("since", Importing.get(path)));
        versions.forEach(path -> assertTold("atRevision", Importing.get(path)));
    }

    @Test
    void an_entry_with_an_old_time_removes_no_younger_ones_before_it() {
        long first = Importing.revision();
        long old = rename("elm/one", "Uno");
        long wrong = rename("elm/one", "Due");
        rename("elm/two", "Tre");
        age(31, first);
        Importing.execute("update change set changed_at = changed_at - interval '90 days' where revision = " + wrong);
        awaitRemoved("changes_until", first);
        Importing.execute("insert into import_run (id, status, heard_at, report, started_at) values ('later', 'done',"
                + " clock_timestamp(), '{}', clock_timestamp() - interval '11 days')");
        // Reports come last, so a whole look lies between.
        await().atMost(PATIENCE).until(() -> number("select count(*) from import_run where id = 'later'") == 0);
        assertEquals(first, number("select changes_until from retention"));
        assertEquals(List.of(old, wrong, wrong + 1), revisions("/changes"));
    }

    @Test
    void versions_that_are_kept_longer_than_the_log_was_are_not_removed() {
        long first = Importing.revision();
        long second = rename("elm/one", "Uno");
        rename("elm/two", "Tre");
        // As if the log had been kept for a shorter time.
        Importing.execute("update retention set changes_until = " + second + ", changes_until_at = clock_timestamp()");
        Importing.execute("insert into import_run (id, status, heard_at, report, started_at) values ('later', 'done',"
                + " clock_timestamp(), '{}', clock_timestamp() - interval '11 days')");
        await().atMost(PATIENCE).until(() -> number("select count(*) from import_run where id = 'later'") == 0);
        assertTrue(number("select versions_until from retention") < first);
        assertTrue(number("select count(*) from model_version where until_revision = " + second) > 0);
    }

    private static String nameAt(long revision) {
        return Importing.get("/models/elm/one?atRevision=" + revision)
                .is(200)
                .json()
                .get("name")
                .asText();
    }

    @Test
    void reports_of_old_imports_are_removed_but_not_of_one_that_runs() {
        Importing.execute("""
                insert into import_run (id, status, heard_at, report, started_at)
                select s.status, s.status, clock_timestamp(), '{}', clock_timestamp() - interval '1 day' * s.days
                from (values ('running', 40), ('done', 11), ('rejected', 9)) s (status, days)""");
        Importing.execute(
                "insert into import_change (import_id, number, type, key) values ('done', 1, 'model', 'elm/one')");
        await().atMost(PATIENCE).until(() -> number("select count(*) from import_run where id = 'done'") == 0);
        assertEquals("rejected running", Importing.ask("select string_agg(id, ' ' order by id) from import_run"));
        assertEquals(0, number("select count(*) from import_change"));
    }

    private static List<Long> revisions(String path) {
        return StreamSupport.stream(
                        Importing.get(path).is(200).json().get("data").spliterator(), false)
                .map(change -> change.get("revision").asLong())
                .toList();
    }

    @Test
    void settings_that_contradict_each_other_prevent_the_start() {
        assertRefused("modeltree.retention.changes must be 0s", Duration.ofHours(23), Duration.ZERO);
        assertRefused("modeltree.retention.versions must be 0s", Duration.ZERO, Duration.ofMillis(1));
        assertRefused("must not be longer than", Duration.ofDays(30), Duration.ofDays(31));
    }

    private static void assertRefused(String reason, Duration changes, Duration versions) {
        RetentionSettings settings = new SmallRyeConfigBuilder()
                .withMapping(RetentionSettings.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValue("modeltree.retention.changes", changes.toString())
                .withDefaultValue("modeltree.retention.versions", versions.toString())
                .build()
                .getConfigMapping(RetentionSettings.class);
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> new Retention(settings, null, null).start(null));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }
}
