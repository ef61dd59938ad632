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
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** Keeps the reports of imports, where every instance of the service finds them. */
@ApplicationScoped
class ImportRunLoader {

    /** An import that was not heard of for so long ended with the instance that ran it. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final DataSource dataSource;
    private final ObjectMapper json;
    private final Clock clock;

    ImportRunLoader(DataSource dataSource, ObjectMapper json, Clock clock) {
        this.dataSource = dataSource;
        this.json = json;
        this.clock = clock;
    }

    /** Stores a report in a transaction of its own. */
    void put(ImportReport report) {
        QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("set transaction isolation level read committed");
                put(connection, report);
                return null;
            }
        });
    }

    /**
     * Stores a report in the connection's transaction.
     *
     * @return whether it is stored; the report of an import that has ended does not change any more
     */
    boolean put(Connection connection, ImportReport report) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into import_run (id, status, heard_at, report) values (?, ?, ?, cast(? as jsonb))
                on conflict on constraint import_run_pkey do update
                set status = excluded.status, heard_at = excluded.heard_at, report = excluded.report
                where import_run.status in ('queued', 'running')
                """)) {
            statement.setString(1, report.id());
            statement.setString(2, report.status());
            statement.setTimestamp(3, Timestamp.from(clock.instant()));
            statement.setString(4, text(report));
            return statement.executeUpdate() > 0;
        }
    }

    /** A report, if there is one of this id. */
    Optional<ImportReport> find(String id) {
        return QuarkusTransaction.joiningExisting().call(() -> {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement statement =
                            connection.prepareStatement("select heard_at, report from import_run where id = ?")) {
                statement.setString(1, id);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        return Optional.empty();
                    }
                    ImportReport report = json.readValue(row.getString("report"), ImportReport.class);
                    boolean silent = row.getTimestamp("heard_at")
                            .toInstant()
                            .isBefore(clock.instant().minus(LONGEST_SILENCE));
                    return Optional.of(
                            !report.isOver() && silent
                                    ? report.ended(
                                            ImportReport.FAILED,
                                            row.getTimestamp("heard_at").toInstant())
                                    : report);
                }
            }
        });
    }

    private String text(ImportReport report) {
        try {
            return json.writeValueAsString(report);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
