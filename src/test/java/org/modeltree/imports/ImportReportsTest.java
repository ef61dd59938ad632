package org.modeltree.imports;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** What is said of imports that wait or run while the database has its troubles. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class ImportReportsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SILENCE =
            "update import_run set heard_at = heard_at - interval '1 hour'" + " where status in ('queued', 'running')";

    private final List<CompletableFuture<Importing.Answer>> answers = new ArrayList<>();

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    @AfterEach
    void every_request_is_answered() throws Exception {
        for (CompletableFuture<Importing.Answer> answer : answers) {
            answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Holds what an import needs to store anything, until it is closed. */
    private static final class HeldRevision implements AutoCloseable {

        private final Connection connection;

        HeldRevision() throws SQLException {
            connection = Arc.container().instance(AgroalDataSource.class).get().getConnection();
            connection.setAutoCommit(false);
        }

        void take() throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select * from catalog_revision for update");
            }
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.close();
        }
    }

    private String begun(String id) {
        Set<String> before = runs();
        String line = "{\"type\":\"model\",\"id\":\"" + id + "\",\"name\":\"One\"}";
        // The answer comes when the import has ended.
        answers.add(CompletableFuture.supplyAsync(() -> Importing.post("format=modeltree", line)));
        await().atMost(PATIENCE).until(() -> runs().size() > before.size());
        Set<String> begun = runs();
        begun.removeAll(before);
        assertEquals(1, begun.size());
        return begun.iterator().next();
    }

    /** Ids of all imports. */
    private static Set<String> runs() {
        Set<String> ids = new HashSet<>();
        Importing.get("/imports", "Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                .is(200)
                .json()
                .get("data")
                .forEach(run -> ids.add(run.get("id").asText()));
        return ids;
    }

    private static String status(String id) {
        return Importing.report(id).get("status").asText();
    }

    private static void awaitStatus(String status, String id) {
        await().atMost(PATIENCE).until(() -> status(id).equals(status));
    }

    private static boolean isFresh(String id) {
        return Importing.ask("select 1 from import_run where heard_at > clock_timestamp() - interval '20 seconds'"
                        + " and id = '" + id + "'")
                != null;
    }

    @Test
    void an_import_that_waits_is_heard_of_even_after_the_database_refused_its_report() throws SQLException {
        String running;
        String waiting;
        try (HeldRevision held = new HeldRevision()) {
            held.take();
            running = begun("orbit/first");
            awaitStatus("running", running);
            waiting = begun("orbit/second");
            assertEquals("queued", status(waiting));
            // A sequence counts what is rolled back, too.
            Importing.execute("create sequence refusals");
            Importing.execute("create function refuse() returns trigger language plpgsql as"
                    + " $$ begin perform nextval('refusals'); raise exception 'a drill'; end $$");
            Importing.execute("create trigger refused before update on import_run execute function refuse()");
            await().atMost(PATIENCE)
                    .until(() -> Integer.parseInt(Importing.ask("select last_value from refusals")) > 2);
            Importing.execute("drop trigger refused on import_run");
            Importing.execute("drop function refuse");
            Importing.execute("drop sequence refusals");
            Importing.execute(SILENCE);
            await().atMost(PATIENCE).until(() -> isFresh(running) && isFresh(waiting));
            assertTrue(Set.of("running", "queued").contains(status(waiting)));
        }
        awaitStatus("done", running);
        awaitStatus("done", waiting);
    }

    @Test
    void an_import_that_was_declared_failed_stores_nothing() throws SQLException {
        String running;
        String waiting;
        try (HeldRevision held = new HeldRevision()) {
            held.take();
            running = begun("orbit/first");
            awaitStatus("running", running);
            waiting = begun("orbit/second");
            Importing.execute("create function mute() returns trigger language plpgsql as $$ begin"
                    + " if new.status in ('queued', 'running') and new.heard_at > old.heard_at then return null; end if;"
                    + " return new; end $$");
            Importing.execute("create trigger muted before update on import_run for each row execute function mute()");
            Importing.execute(SILENCE);
            assertEquals("failed", status(running));
            assertEquals("failed", status(waiting));
            Importing.execute("drop trigger muted on import_run");
            Importing.execute("drop function mute");
        }
        // They run one after the other, so those before it are over when this one is.
        awaitStatus("done", begun("orbit/third"));
        assertEquals("failed", status(running));
        assertEquals("failed", status(waiting));
        assertEquals(Set.of("orbit/third"), Importing.models().keySet());
    }
}
