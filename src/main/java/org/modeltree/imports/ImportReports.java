package org.modeltree.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.modeltree.revision.Commit;
import org.modeltree.revision.Connections;
import org.modeltree.revision.LatestRevision;
import org.modeltree.revision.NetworkTimeout;
import org.modeltree.revision.UsesSql;

/** Store of import reports in the database, shared by all instances of the service. */
@UsesSql("separate transactions beside that of the import")
@ApplicationScoped
class ImportReports {

    /** An import without a heartbeat for this long ended with the instance that ran it. */
    private static final String SILENT = "heard_at < clock_timestamp() - interval '1 minute'";

    /** Escaped NUL character, but not the end of an escaped backslash. */
    private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private final Connections connections;
    private final ObjectMapper json;
    private final LatestRevision latest;

    ImportReports(Connections connections, ObjectMapper json, LatestRevision latest) {
        this.connections = connections;
        this.json = json;
        this.latest = latest;
    }

    /**
     * Stores a report in a separate transaction, which is also a heartbeat of the import. Few requests wait for it, so it
     * has its own timeout for an unresponsive database.
     *
     * @return false if the import is already over, by another report or because it was marked as failed
     */
    boolean put(ImportReport report) {
        return Commit.stored(QuarkusTransaction.requiringNew(), ending -> {
            try (Connection connection = connections.open();
                    Statement statement = connection.createStatement()) {
                NetworkTimeout.within(NetworkTimeout.OF_SHORT_WORK, connection, () -> {
                    statement.execute("set transaction isolation level read committed");
                    ending.commit(connection, put(connection, report));
                    return null;
                });
            }
        });
    }

    /** Stores a report in the connection's transaction. */
    boolean put(Connection connection, ImportReport report) throws SQLException {
        // The database's clock serves all instances.
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into import_run (id, status, heard_at, report, started_at)
                values (?, ?, clock_timestamp(), cast(? as jsonb), ?)
                on conflict on constraint import_run_pkey do update
                set status = excluded.status, heard_at = excluded.heard_at, report = excluded.report
                where import_run.status in ('queued', 'running')
                """)) {
            statement.setString(1, report.id());
            statement.setString(2, report.status());
            statement.setString(3, text(report));
            statement.setTimestamp(4, Timestamp.from(report.startedAt()));
            return statement.executeUpdate() > 0;
        }
    }

    /**
     * Finds a report by the id of its import. An import without a heartbeat for too long is marked as failed here, and
     * {@link #put} then refuses any other result, so the import is rolled back. Who reads that an import is done reads its
     * records from then on, also if the import has not yet informed this instance.
     */
    Optional<ImportReport.AtRevision> find(String id) {
        Optional<StoredReport> found = QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = connections.open();
                    Statement statement = connection.createStatement()) {
                statement.execute("set transaction isolation level read committed");
                Optional<StoredReport> stored = stored(connection, id);
                if (stored.filter(StoredReport::isLost).isPresent()
                        && !stored.get().readOnly()) {
                    markFailed(connection, stored.get().asFailed());
                    stored = stored(connection, id);
                }
                return stored;
            }
        });
        found.ifPresent(stored -> latest.advanceTo(stored.revision()));
        return found.map(StoredReport::found);
    }

    private record StoredReport(ImportReport report, Instant at, boolean silent, boolean readOnly, long revision) {

        boolean isLost() {
            return silent && !report.isOver();
        }

        ImportReport.AtRevision found() {
            return new ImportReport.AtRevision(isLost() ? asFailed() : report, revision);
        }

        ImportReport asFailed() {
            return report.ended(ImportReport.FAILED, at);
        }
    }

    private Optional<StoredReport> stored(Connection connection, String id)
            throws SQLException, JsonProcessingException {
        try (PreparedStatement statement = connection.prepareStatement("select heard_at, report, " + SILENT
                + " as silent, current_setting('transaction_read_only') = 'on' as read_only,"
                + " (select revision from catalog_revision) as revision"
                + " from import_run where id = ?")) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new StoredReport(
                                json.readValue(row.getString("report"), ImportReport.class),
                                row.getTimestamp("heard_at").toInstant(),
                                row.getBoolean("silent"),
                                row.getBoolean("read_only"),
                                row.getLong("revision")))
                        : Optional.empty();
            }
        }
    }

    private void markFailed(Connection connection, ImportReport failed) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update import_run set status = 'failed', report = cast(? as jsonb)"
                        + " where id = ? and status in ('queued', 'running') and " + SILENT)) {
            statement.setString(1, text(failed));
            statement.setString(2, failed.id());
            statement.executeUpdate();
        }
    }

    private String text(ImportReport report) {
        try {
            // Values from a file may contain NUL characters, which jsonb does not allow.
            return NUL.matcher(json.writeValueAsString(report)).replaceAll("$1\\\\ufffd");
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
