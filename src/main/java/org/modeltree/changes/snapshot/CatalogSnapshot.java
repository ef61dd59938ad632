package org.modeltree.changes.snapshot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import javax.sql.DataSource;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.RecordType;
import org.modeltree.revision.CatalogState;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.sql.ReadConnection;

/** Streaming reader of the whole catalog in one database snapshot. */
@UsesSql("a cursor over the whole catalog")
@ApplicationScoped
public class CatalogSnapshot {

    private static final int FETCHED_AT_ONCE = 500;

    /** Time without any answer from the database; the largest sort of a million models takes a fraction of this. */
    private static final Duration MAX_SILENCE = Duration.ofMinutes(2);

    /**
     * Read from the end, so that it ends at once unless only these types were changed for long. If no such change is kept, it was
     * at the latest the last one that is not.
     */
    private static final String LAST_CHANGE_EXCEPT = """
            (select c.revision, c.changed_at from change c
             where (c.type is null or c.type <> all (?)) and c.revision > (select r.changes_until from retention r)
             order by c.revision desc, c.id desc limit 1)
            union all
            select r.changes_until, r.changes_until_at from retention r where r.changes_until > 0
            order by revision desc limit 1
            """;

    private final DataSource dataSource;
    private final ReadConnection reader;
    private final CatalogRecords records;

    CatalogSnapshot(DataSource dataSource, ReadConnection reader, CatalogRecords records) {
        this.dataSource = dataSource;
        this.reader = reader;
        this.records = records;
    }

    /** As {@link Opened#lastChangeExcept}, in the current read transaction. */
    public CatalogState lastChangeExcept(List<String> types, CatalogState state) {
        return reader.inTransaction(connection -> lastChangeExcept(connection, types, state));
    }

    private static CatalogState lastChangeExcept(Connection connection, List<String> types, CatalogState state)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LAST_CHANGE_EXCEPT)) {
            statement.setArray(1, connection.createArrayOf("text", types.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new CatalogState(row.getLong(1), row.getTimestamp(2).toInstant())
                        : state;
            }
        }
    }

    /** Takes a connection; the caller closes the result. */
    public Opened open() {
        try {
            return new Opened(dataSource.getConnection());
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** A connection with a snapshot of the catalog. */
    public final class Opened implements AutoCloseable {

        private final Connection connection;

        private Opened(Connection connection) {
            this.connection = connection;
        }

        /**
         * Takes the snapshot.
         *
         * @return state of the catalog in the snapshot
         */
        public CatalogState begin() {
            try (Statement statement = connection.createStatement()) {
                // Statements may take long here, but an unresponsive database is given up.
                connection.setNetworkTimeout(Runnable::run, (int) MAX_SILENCE.toMillis());
                // Transactions are repeatable read, so the first statement takes the snapshot for all.
                connection.setAutoCommit(false);
                statement.execute("set local statement_timeout = 0");
                try (ResultSet row = statement.executeQuery("select revision, changed_at from catalog_revision")) {
                    row.next();
                    return new CatalogState(row.getLong(1), row.getTimestamp(2).toInstant());
                }
            } catch (SQLException fault) {
                throw new IllegalStateException(fault);
            }
        }

        /**
         * State of the catalog after the last change of anything but records of these types; the given state if no such change
         * is logged.
         */
        public CatalogState lastChangeExcept(List<String> types, CatalogState state) {
            try {
                return CatalogSnapshot.lastChangeExcept(connection, types, state);
            } catch (SQLException fault) {
                throw new IllegalStateException(fault);
            }
        }

        /** Number of models in the snapshot. */
        public long models() {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select count(*) from model")) {
                row.next();
                return row.getLong(1);
            } catch (SQLException fault) {
                throw new IllegalStateException(fault);
            }
        }

        /** All records, type by type. */
        public Iterator<ObjectNode> byType() {
            List<Iterator<ObjectNode>> all = new ArrayList<>();
            records.types().forEach(recordType -> all.add(new Rows(recordType, recordType.order(), null)));
            return chained(all.iterator());
        }

        /** Vendors, providers, benchmarks and capabilities, then each model with its measurements, edges and offerings, by id. */
        public Iterator<ObjectNode> byModel() {
            List<Iterator<ObjectNode>> all = new ArrayList<>();
            for (String type : List.of("vendor", "provider", "benchmark", "capability")) {
                RecordType recordType = records.type(type);
                all.add(new Rows(recordType, recordType.order(), null));
            }
            List<Rows> parts = List.of(
                    new Rows(records.type("measurement"), "v.model_id, v.slug", "model"),
                    new Rows(records.type("edge"), "v.child_id, v.parent_id", "child"),
                    new Rows(records.type("offering"), "v.model_id, v.provider_id, v.provider_model_id", "model"));
            RecordType models = records.type("model");
            all.add(new WithParts(new Rows(models, models.order(), null), parts));
            return chained(all.iterator());
        }

        @Override
        public void close() {
            try (connection) {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setNetworkTimeout(Runnable::run, 0);
            } catch (SQLException lost) {
                // The pool detects broken connections by itself, and nothing was written.
                return;
            }
        }

        private static Iterator<ObjectNode> chained(Iterator<Iterator<ObjectNode>> all) {
            return new Iterator<>() {
                private Iterator<ObjectNode> current = all.next();

                @Override
                public boolean hasNext() {
                    while (!current.hasNext() && all.hasNext()) {
                        current = all.next();
                    }
                    return current.hasNext();
                }

                @Override
                public ObjectNode next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    return current.next();
                }
            };
        }

        /** Models, each followed by its own records. */
        private static final class WithParts implements Iterator<ObjectNode> {

            private final Rows models;
            private final List<Rows> parts;
            private String model = "";

            WithParts(Rows models, List<Rows> parts) {
                this.models = models;
                this.parts = parts;
            }

            @Override
            public boolean hasNext() {
                return models.hasNext() || parts.stream().anyMatch(part -> part.isNextOf(model));
            }

            @Override
            public ObjectNode next() {
                for (Rows part : parts) {
                    if (part.isNextOf(model)) {
                        return part.next();
                    }
                }
                ObjectNode next = models.next();
                model = next.get("id").asText();
                return next;
            }
        }

        /** Records of one type; queried when the first one is needed. */
        private final class Rows implements Iterator<ObjectNode> {

            private final RecordType recordType;
            private final String order;
            private final String modelKey;
            private ResultSet rows;
            private ObjectNode next;

            Rows(RecordType recordType, String order, String modelKey) {
                this.recordType = recordType;
                this.order = order;
                this.modelKey = modelKey;
            }

            boolean isNextOf(String model) {
                return hasNext() && next.get(modelKey).asText().equals(model);
            }

            @Override
            public boolean hasNext() {
                try {
                    if (rows == null) {
                        Statement statement = connection.createStatement();
                        statement.closeOnCompletion();
                        statement.setFetchSize(FETCHED_AT_ONCE);
                        rows = statement.executeQuery(
                                "select v.doc from " + recordType.view() + " v order by " + order);
                    }
                    if (next == null && !rows.isClosed()) {
                        if (rows.next()) {
                            next = records.published(records.trusted(rows.getString(1)));
                        } else {
                            rows.close();
                        }
                    }
                    return next != null;
                } catch (SQLException fault) {
                    throw new IllegalStateException(fault);
                }
            }

            @Override
            public ObjectNode next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                ObjectNode current = next;
                next = null;
                return current;
            }
        }
    }
}
