package org.modeltree.revision;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;
import org.modeltree.revision.dependency.ChangedParts;
import org.modeltree.revision.sql.ReadConnection;
import org.modeltree.revision.sql.Sql;
import org.modeltree.revision.sql.SqlQuery;
import org.postgresql.PGConnection;

/** What is read in a snapshot belongs to one revision, whether it takes one round trip or several. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class SnapshotTest {

    private static final String REVISION = "select r.revision from catalog_revision r";

    @Inject
    Reading reading;

    @Inject
    ChangedParts changed;

    /** What reading a revision twice gave, and how often it was tried. */
    record Read(List<Long> revisions, int tries, boolean inTransaction) {}

    /** Reads the revision twice, with something between the two. */
    @ApplicationScoped
    @UsesSql("a test")
    static class Reading {

        private final Sql sql;
        private final Snapshot snapshot;
        private final ReadConnection connection;
        private final EntityManager entities;
        private int tries;

        Reading(Sql sql, Snapshot snapshot, ReadConnection connection, EntityManager entities) {
            this.entities = entities;
            this.sql = sql;
            this.snapshot = snapshot;
            this.connection = connection;
        }

        void begin() {
            tries = 0;
        }

        @InSnapshot
        public Read twice(boolean expectOne, boolean withRevision, Runnable between) {
            tries++;
            if (expectOne) {
                snapshot.expectOneRoundTrip();
            }
            List<Long> revisions =
                    new ArrayList<>(sql.byKey(REVISION, Long.class).list());
            if (withRevision) {
                snapshot.recordRevision(revisions.get(0));
            }
            if (tries == 1) {
                between.run();
            }
            revisions.addAll(sql.byKey(REVISION, Long.class).list());
            return new Read(revisions, tries, !connection.<Boolean>read(Connection::getAutoCommit));
        }

        /** Uses what is in memory if it may, and then reads the revision by statements that say so, with something between them. */
        @InSnapshot
        public Read eachWithRevision(boolean fromMemory, Runnable between) {
            tries++;
            List<Long> revisions = new ArrayList<>();
            if (fromMemory && snapshot.ofMemory().isPresent()) {
                snapshot.beginsInMemory();
                revisions.add(snapshot.revision().orElseThrow());
            } else {
                snapshot.expectOneRoundTrip();
                revisions.add(withRevision());
            }
            if (tries == 1) {
                between.run();
            }
            revisions.add(withRevision());
            boolean[] alone = new boolean[1];
            connection.readWithRevision(own -> {
                alone[0] = own.getAutoCommit();
                return snapshot.revision();
            });
            return new Read(revisions, tries, !alone[0]);
        }

        private long withRevision() {
            return sql.byKey(REVISION, Long.class)
                    .withRevision(revision -> revision)
                    .first()
                    .orElseThrow();
        }

        /** Reads the revision, and then nothing by a statement that would say its revision. */
        @InSnapshot
        public Read nothingWithRevision() {
            tries++;
            snapshot.expectOneRoundTrip();
            List<Long> revisions = new ArrayList<>(List.of(withRevision()));
            sql.byKey("select r.revision from catalog_revision r where false", Long.class)
                    .withRevision(revision -> revision)
                    .list();
            return new Read(revisions, tries, !connection.<Boolean>read(Connection::getAutoCommit));
        }

        /** The transactions of two queries that are sent together, by the time when they began and their isolation. */
        @InSnapshot
        public List<String> transactionsOfOneRoundTrip() {
            String text =
                    "select :name || cast(transaction_timestamp() as text) || current_setting('transaction_isolation')";
            SqlQuery<String> ahead =
                    sql.byKey(text, String.class).with("name", "").ahead();
            List<String> both = new ArrayList<>(
                    sql.byKey(text, String.class).with("name", "").list());
            both.addAll(ahead.list());
            snapshot.recordRevision(0);
            return both;
        }

        /** Uses what is in memory, and reads the revision after that. */
        @InSnapshot
        public Read afterMemory(Runnable between) {
            tries++;
            snapshot.beginsInMemory();
            List<Long> revisions = new ArrayList<>(List.of(snapshot.revision().orElseThrow()));
            if (tries == 1) {
                between.run();
            }
            revisions.addAll(sql.byKey(REVISION, Long.class).list());
            return new Read(revisions, tries, !connection.<Boolean>read(Connection::getAutoCommit));
        }

        /** The revision of what is in memory; empty if the database has to be asked. */
        @InSnapshot
        public OptionalLong ofMemory() {
            return snapshot.ofMemory();
        }

        /** As {@link #ofMemory}, after a statement that does not read its revision. */
        @InSnapshot
        public OptionalLong ofMemoryAfterStatement() {
            sql.byKey(REVISION, Long.class).list();
            return snapshot.ofMemory();
        }

        /** After how many executions the driver prepares a statement: before Hibernate uses the connection, meanwhile and after. */
        @InSnapshot
        public List<Integer> prepareThresholds(String query) {
            List<Integer> thresholds = new ArrayList<>();
            thresholds.add(threshold());
            try {
                entities.unwrap(Session.class)
                        .doWork(lent ->
                                thresholds.add(lent.unwrap(PGConnection.class).getPrepareThreshold()));
                entities.createNativeQuery(query).getResultList();
            } catch (PersistenceException fault) {
                thresholds.add(-1);
            }
            thresholds.add(threshold());
            snapshot.recordRevision(0);
            return thresholds;
        }

        private int threshold() {
            return connection.read(own -> own.unwrap(PGConnection.class).getPrepareThreshold());
        }

        @InSnapshot
        public boolean onceInTransaction() {
            snapshot.expectOneRoundTrip();
            boolean inTransaction = !connection.<Boolean>read(Connection::getAutoCommit);
            snapshot.recordRevision(0);
            return inTransaction;
        }
    }

    private static void change() {
        try (Connection connection = DriverManager.getConnection(
                        ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class),
                        "postgres",
                        "");
                Statement statement = connection.createStatement()) {
            statement.execute("update catalog_revision set revision = revision + 1");
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private Read read(boolean expectOne, boolean withRevision, Runnable between) {
        reading.begin();
        return reading.twice(expectOne, withRevision, between);
    }

    @Test
    void a_transaction_does_not_see_what_changes_while_it_lasts() {
        Read read = read(false, true, SnapshotTest::change);
        assertEquals(read.revisions().get(0), read.revisions().get(1));
        assertEquals(1, read.tries());
    }

    @Test
    void a_single_round_trip_takes_no_transaction() {
        assertEquals(false, reading.onceInTransaction());
    }

    @Test
    void queries_that_are_sent_together_see_one_snapshot() {
        List<String> transactions = reading.transactionsOfOneRoundTrip();
        assertEquals(2, transactions.size());
        assertEquals(transactions.get(0), transactions.get(1));
        assertTrue(transactions.get(0).endsWith("repeatable read"), transactions.get(0));
    }

    @Test
    void what_takes_more_than_was_expected_is_read_on_if_nothing_has_changed() {
        Read read = read(true, true, () -> {});
        assertEquals(read.revisions().get(0), read.revisions().get(1));
        assertEquals(1, read.tries());
        assertEquals(true, read.inTransaction());
    }

    @Test
    void what_takes_more_than_was_expected_is_read_again_if_the_catalog_has_changed() {
        Read read = read(true, true, SnapshotTest::change);
        assertEquals(read.revisions().get(0), read.revisions().get(1));
        assertEquals(2, read.tries());
        assertEquals(true, read.inTransaction());
    }

    @Test
    void what_takes_more_than_was_expected_is_read_again_if_its_revision_is_not_known() {
        Read read = read(true, false, () -> {});
        assertEquals(2, read.tries());
    }

    @Test
    void statements_that_read_the_same_revision_need_no_transaction() {
        reading.begin();
        Read read = reading.eachWithRevision(false, () -> {});
        assertEquals(1, read.revisions().stream().distinct().count());
        assertEquals(1, read.tries());
        assertEquals(false, read.inTransaction());
    }

    @Test
    void statements_that_read_different_revisions_are_sent_again_in_a_transaction() {
        reading.begin();
        Read read = reading.eachWithRevision(false, SnapshotTest::change);
        assertEquals(1, read.revisions().stream().distinct().count());
        assertEquals(2, read.tries());
        assertEquals(true, read.inTransaction());
    }

    @Test
    void what_begins_in_memory_needs_no_transaction_for_statements_that_read_the_same_revision() {
        Read read = asRequest(0, () -> reading.eachWithRevision(true, () -> {}));
        assertEquals(1, read.revisions().stream().distinct().count());
        assertEquals(1, read.tries());
        assertEquals(false, read.inTransaction());
        Read changed = asRequest(0, () -> reading.eachWithRevision(true, SnapshotTest::change));
        assertEquals(1, changed.revisions().stream().distinct().count());
        assertEquals(2, changed.tries());
        assertEquals(true, changed.inTransaction());
    }

    @Test
    void a_statement_that_finds_nothing_says_no_revision_and_is_sent_again_in_a_transaction() {
        reading.begin();
        Read read = reading.nothingWithRevision();
        assertEquals(2, read.tries());
        assertEquals(true, read.inTransaction());
    }

    @Test
    void no_snapshot_and_no_connection_is_left_behind() {
        for (int i = 0; i < 50; i++) {
            read(i % 2 == 0, true, () -> {});
        }
        assertEquals(
                false,
                Arc.container().requestContext().isActive()
                        && Arc.container().instance(Snapshot.class).get().isOpen());
    }

    /** Reads as a request that has seen a revision, when all changes are known. */
    private <T> T asRequest(long seen, Supplier<T> read) {
        long revision = Long.parseLong(Importing.ask(REVISION));
        await().until(() -> changed.completeTo() >= revision);
        ManagedContext request = Arc.container().requestContext();
        request.activate();
        try {
            reading.begin();
            Arc.container().instance(Snapshot.class).get().markReadOnly(seen);
            return read.get();
        } finally {
            request.terminate();
        }
    }

    @Test
    void what_begins_in_memory_is_read_on_if_nothing_has_changed() {
        Read read = asRequest(0, () -> reading.afterMemory(() -> {}));
        assertEquals(read.revisions().get(0), read.revisions().get(1));
        assertEquals(1, read.tries());
        assertEquals(true, read.inTransaction());
    }

    @Test
    void what_begins_in_memory_is_read_again_if_the_catalog_has_changed() {
        Read read = asRequest(0, () -> reading.afterMemory(SnapshotTest::change));
        assertEquals(read.revisions().get(0), read.revisions().get(1));
        assertEquals(2, read.tries());
        assertEquals(true, read.inTransaction());
    }

    @Test
    void memory_is_of_the_newest_revision_that_the_client_has_seen_or_not_used() {
        long revision = asRequest(0, reading::ofMemory).getAsLong();
        assertEquals(Long.toString(revision), Importing.ask(REVISION));
        assertEquals(OptionalLong.of(revision), asRequest(revision, reading::ofMemory));
        assertEquals(OptionalLong.empty(), asRequest(revision + 1, reading::ofMemory));
        assertEquals(OptionalLong.empty(), asRequest(0, reading::ofMemoryAfterStatement));
        // Without a request, nothing says which revision is new enough.
        assertEquals(OptionalLong.empty(), reading.ofMemory());
    }

    @Test
    void a_connection_prepares_statements_after_hibernate_as_before() {
        assertEquals(List.of(5, 0, 5), reading.prepareThresholds("select 1"));
        assertEquals(List.of(5, 0, -1, 5), reading.prepareThresholds("select 1 / 0"));
        assertEquals(List.of(5, 0, 5), reading.prepareThresholds("select 1"));
    }
}
