package org.modeltree.exports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
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
import org.modeltree.revision.UsesSql;

/** Reads the whole catalog in one snapshot, a few lines at a time. */
@UsesSql("a cursor over the whole catalog")
@ApplicationScoped
class CatalogSnapshot {

    private static final int FETCHED_AT_ONCE = 500;

    /** The greatest sort of a million models takes a part of this. */
    private static final Duration MAX_SILENCE = Duration.ofMinutes(2);

    private final DataSource dataSource;
    private final CatalogRecords lines;

    CatalogSnapshot(DataSource dataSource, CatalogRecords lines) {
        this.dataSource = dataSource;
        this.lines = lines;
    }

    /** Takes a connection; whoever does closes it. */
    Opened open() {
        try {
            return new Opened(dataSource.getConnection());
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** A connection, and the snapshot of the catalog that is taken on it. */
    final class Opened implements AutoCloseable {

        private final Connection connection;

        private Opened(Connection connection) {
            this.connection = connection;
        }

        /** Takes the snapshot. @return the catalog's revision in it */
        long begin() {
            try (Statement statement = connection.createStatement()) {
                // A statement may take its time here, but a database that says nothing at all is given up.
                connection.setNetworkTimeout(Runnable::run, (int) MAX_SILENCE.toMillis());
                // The connections are repeatable read, so the first statement takes the snapshot of all.
                connection.setAutoCommit(false);
                statement.execute("set local statement_timeout = 0");
                try (ResultSet row = statement.executeQuery("select revision from catalog_revision")) {
                    row.next();
                    return row.getLong(1);
                }
            } catch (SQLException fault) {
                throw new IllegalStateException(fault);
            }
        }

        /** Everything, type by type. */
        Iterator<ObjectNode> byType() {
            List<Iterator<ObjectNode>> all = new ArrayList<>();
            lines.types().forEach(kind -> all.add(new Rows(kind, kind.order(), null)));
            return chained(all.iterator());
        }

        /** Vendors, providers and benchmarks, then each model with its measurements, edges and offerings, by id. */
        Iterator<ObjectNode> byModel() {
            List<Iterator<ObjectNode>> all = new ArrayList<>();
            for (String type : List.of("vendor", "provider", "benchmark")) {
                RecordType kind = lines.type(type);
                all.add(new Rows(kind, kind.order(), null));
            }
            List<Rows> parts = List.of(
                    new Rows(lines.type("measurement"), "v.model_id, v.slug", "model"),
                    new Rows(lines.type("edge"), "v.child_id, v.parent_id", "child"),
                    new Rows(lines.type("offering"), "v.model_id, v.provider_id, v.provider_model_id", "model"));
            RecordType models = lines.type("model");
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
                // The pool tells broken connections by itself, and nothing was written.
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

        /** Models, each followed by what belongs to it. */
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

        /** The lines of one type; asked for when the first is. */
        private final class Rows implements Iterator<ObjectNode> {

            private final RecordType kind;
            private final String order;
            private final String modelKey;
            private ResultSet rows;
            private ObjectNode ahead;

            Rows(RecordType kind, String order, String modelKey) {
                this.kind = kind;
                this.order = order;
                this.modelKey = modelKey;
            }

            boolean isNextOf(String model) {
                return hasNext() && ahead.get(modelKey).asText().equals(model);
            }

            @Override
            public boolean hasNext() {
                try {
                    if (rows == null) {
                        Statement statement = connection.createStatement();
                        statement.closeOnCompletion();
                        statement.setFetchSize(FETCHED_AT_ONCE);
                        rows = statement.executeQuery("select v.doc from " + kind.view() + " v order by " + order);
                    }
                    if (ahead == null && !rows.isClosed()) {
                        if (rows.next()) {
                            ahead = lines.published(lines.trusted(rows.getString(1)));
                        } else {
                            rows.close();
                        }
                    }
                    return ahead != null;
                } catch (SQLException fault) {
                    throw new IllegalStateException(fault);
                }
            }

            @Override
            public ObjectNode next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                ObjectNode next = ahead;
                ahead = null;
                return next;
            }
        }
    }
}
