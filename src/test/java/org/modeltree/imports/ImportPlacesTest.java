package org.modeltree.imports;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.TransactionMoments;

/** What imports take of what others need, and that they give it back. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class ImportPlacesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PLACES_OF_ONE_CALLER = 12;
    private static final byte[] GOOD =
            "{\"type\":\"model\",\"id\":\"orbit/one\",\"name\":\"One\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] WRONG = "no json\n".getBytes(StandardCharsets.UTF_8);

    @Inject
    TransactionMoments moments;

    @Inject
    AgroalDataSource pool;

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    @AfterEach
    void no_more_happens() {
        moments.rest();
    }

    @Test
    void reports_of_imports_that_begin_to_wait_take_no_more_connections_than_are_theirs() throws Exception {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        int most = 0;
        try (Connection other = pool.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table import_run in share mode");
            for (int i = 0; i < PLACES_OF_ONE_CALLER; i++) {
                answers.add(CompletableFuture.supplyAsync(() ->
                        Importing.post("format=modeltree&dryRun=true", GOOD).status()));
            }
            await().atMost(PATIENCE).until(() -> waitingReports() > 0);
            for (int i = 0; i < 20; i++) {
                most = Math.max(most, waitingReports());
                TimeUnit.MILLISECONDS.sleep(50);
            }
            other.rollback();
        }
        assertEquals(1, most);
        for (CompletableFuture<Integer> answer : answers) {
            assertEquals(200, answer.get(60, TimeUnit.SECONDS));
        }
    }

    private static int waitingReports() {
        return Integer.parseInt(Importing.ask("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                + " and datname = current_database() and query like 'insert into import_run%'"));
    }

    @Test
    void an_import_that_ends_without_memory_for_its_last_report_gives_its_place_back() {
        for (int i = 0; i <= PLACES_OF_ONE_CALLER; i++) {
            AtomicInteger transactions = new AtomicInteger();
            moments.atBegin(() -> {
                // The first says that it runs, the second is the import itself.
                if (Thread.currentThread().getName().equals("import 1") && transactions.incrementAndGet() == 3) {
                    QuarkusTransaction.rollback();
                    throw new OutOfMemoryError("a drill");
                }
            });
            Importing.Answer answer = Importing.post("format=modeltree", WRONG);
            moments.rest();
            assertEquals(422, answer.status(), answer::text);
            assertTrue(transactions.get() >= 3);
        }
        await().atMost(PATIENCE)
                .until(() -> Importing.ask("select count(*) from import_run where status = 'rejected'")
                        .equals(Integer.toString(PLACES_OF_ONE_CALLER + 1)));
        Importing.done("format=modeltree", GOOD);
    }

    @Test
    void an_import_that_cannot_begin_to_wait_for_want_of_memory_gives_its_place_back() {
        for (int i = 0; i <= PLACES_OF_ONE_CALLER; i++) {
            moments.atBegin(() -> {
                if (!Thread.currentThread().getName().startsWith("import ")) {
                    QuarkusTransaction.rollback();
                    throw new OutOfMemoryError("a drill");
                }
            });
            Importing.Answer answer = Importing.post("format=modeltree", GOOD);
            moments.rest();
            assertEquals(500, answer.status(), answer::text);
        }
        Importing.done("format=modeltree", GOOD);
    }
}
