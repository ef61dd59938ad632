package org.modeltree.changes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.modeltree.revision.UsesSql;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** COPY of records into the staging tables. While one runs, its connection cannot run statements. */
@UsesSql("COPY into temporary tables")
final class StagingCopy implements AutoCloseable {

    private final Connection connection;
    private final CatalogRecords records;
    private CopyIn copy;

    StagingCopy(Connection connection, CatalogRecords records) {
        this.connection = connection;
        this.records = records;
    }

    /** Adds a row to {@code staged}; begins a COPY if none runs. */
    void stage(StagedRecord record) throws SQLException {
        if (copy == null) {
            copy = begin("staged (line, at, type, key, doc, derived)");
        }
        // A place may be the key of an invalid entry, and the database knows no NUL characters.
        String at = record.at().replace('\0', '\ufffd');
        send(record.number() + "," + quoted(at) + "," + quoted(record.type()) + "," + quoted(record.key()) + ","
                + json(record.document()) + "," + json(record.derived()) + "\n");
    }

    /** Adds rows to {@code remerged}. No other COPY may run. */
    void remerge(Iterable<StagedRecord> results) throws SQLException {
        copy = begin("remerged (line, doc, derived)");
        for (StagedRecord record : results) {
            send(record.number() + "," + json(record.document()) + "," + json(record.derived()) + "\n");
        }
        end();
    }

    /** Ends the COPY, if one runs. */
    void end() throws SQLException {
        if (copy != null) {
            copy.endCopy();
            copy = null;
        }
    }

    @Override
    public void close() throws SQLException {
        if (copy != null && copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private CopyIn begin(String columns) throws SQLException {
        return connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + columns + " from stdin with (format csv)");
    }

    private void send(String row) throws SQLException {
        byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
    }

    private String json(ObjectNode document) {
        return document == null ? "" : quoted(records.text(document));
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\"", "\"\"") + "\"";
    }
}
