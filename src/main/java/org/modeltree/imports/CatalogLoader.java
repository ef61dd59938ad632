package org.modeltree.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Puts a whole catalog into an empty database, in one transaction: staged by COPY, checked, then merged set by set. */
@ApplicationScoped
public class CatalogLoader {

    private static final int TRANSACTION_TIMEOUT_SECONDS = 3_600;

    private final CatalogReader reader;
    private final DataSource dataSource;
    private final ObjectMapper json;
    private final Clock clock;

    CatalogLoader(CatalogReader reader, DataSource dataSource, ObjectMapper json, Clock clock) {
        this.reader = reader;
        this.dataSource = dataSource;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Loads the catalog if there is none yet; two services that start at once load it once.
     *
     * @return the number of models loaded; −1 where the database had a catalog already
     * @throws CatalogFault if a line is wrong; nothing is loaded
     */
    public long loadIfEmpty(InputStream catalog) {
        return QuarkusTransaction.requiringNew()
                .timeout(TRANSACTION_TIMEOUT_SECONDS)
                .call(() -> {
                    try (Connection connection = dataSource.getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute("set transaction isolation level read committed");
                        statement.execute("set local statement_timeout = 0");
                        try (ResultSet revision =
                                statement.executeQuery("select revision from catalog_revision for update")) {
                            revision.next();
                            if (revision.getLong(1) > 0) {
                                return -1L;
                            }
                        }
                        statement.execute(StagingSql.CREATE);
                        stage(catalog, connection);
                        statement.execute("analyze staged");
                        check(statement);
                        return merge(connection, statement);
                    }
                });
    }

    private void stage(InputStream catalog, Connection connection) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(StagingSql.COPY);
        try {
            reader.read(catalog, line -> write(copy, line));
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void write(CopyIn copy, CatalogLine line) {
        try {
            String row = line.number() + "," + quoted(line.type()) + "," + quoted(line.key()) + ","
                    + quoted(json.writeValueAsString(line.document())) + "\n";
            byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
            copy.writeToCopy(bytes, 0, bytes.length);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (SQLException fault) {
            throw new IllegalStateException("the line could not be staged", fault);
        }
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\"", "\"\"") + "\"";
    }

    private static void check(Statement statement) throws SQLException {
        List<CatalogFault.Fault> faults = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(StagingSql.FAULTS)) {
            while (rows.next()) {
                faults.add(new CatalogFault.Fault(rows.getLong(1), rows.getString(2), rows.getString(3)));
            }
        }
        if (!faults.isEmpty()) {
            throw new CatalogFault(faults);
        }
    }

    private long merge(Connection connection, Statement statement) throws SQLException {
        try (PreparedStatement revision = connection.prepareStatement(StagingSql.NEXT_REVISION)) {
            revision.setTimestamp(1, Timestamp.from(clock.instant()));
            revision.executeUpdate();
        }
        for (String merge : StagingSql.MERGES) {
            statement.executeUpdate(merge);
        }
        try (ResultSet models = statement.executeQuery("select count(*) from model")) {
            models.next();
            return models.getLong(1);
        }
    }
}
