package org.modeltree.changes.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.RecordFault;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.StagedRecord;
import org.modeltree.changes.StagingTable;
import org.modeltree.revision.UsesSql;

/** Write of one record, without a table to stage it: a round trip for the checks, and one for everything else. */
@UsesSql("the statements of record types, with parameters instead of staged rows")
final class RecordWrite {

    private static final String NEXT_REVISION =
            "update catalog_revision set revision = revision + 1, changed_at = ? returning revision";
    private static final int DOCUMENT = -1;

    private final Connection connection;
    private final CatalogRecords records;
    private final RecordSql sql;
    private final StagedRecord record;
    private final String document;
    private final String derived;
    private final String before;
    private final String model;
    private StagingTable.Staged changed;

    /**
     * Prepares a write.
     *
     * @param record the new record; without a document to delete it
     * @param before the stored document as the database wrote it; null if there is none
     */
    RecordWrite(Connection connection, CatalogRecords records, RecordSqls sqls, StagedRecord record, String before) {
        this.connection = connection;
        this.records = records;
        this.record = record;
        this.before = before;
        document = record.document() == null ? null : records.text(record.document());
        derived = record.derived() == null ? null : records.text(record.derived());
        RecordType type = records.type(record.type());
        ObjectNode stored = before == null ? null : records.trusted(before);
        String former = ChangeEntries.id(stored, type.model());
        model = record.document() == null ? former : ChangeEntries.id(record.document(), type.model());
        if (former != null && !former.equals(model)) {
            throw new IllegalArgumentException("a record that moves to another model is staged: " + record.key());
        }
        RecordSql.Effect effect = record.document() == null
                ? RecordSql.Effect.DELETE
                : before == null ? RecordSql.Effect.CREATE : RecordSql.Effect.UPDATE;
        sql = sqls.of(type, effect);
    }

    /** Conflicts of the record with the stored state; none if the record changes nothing. */
    List<RecordFault> check() throws SQLException {
        List<RecordFault> faults = new ArrayList<>();
        try (Script script =
                Script.withKeptPlans(connection, List.of(sql.check().text()))) {
            bind(script, sql.check());
            try (ResultSet rows = script.next()) {
                while (rows.next()) {
                    int check = rows.getInt(1);
                    if (check == DOCUMENT) {
                        changed = new StagingTable.Staged(
                                rows.getLong(2),
                                record.type(),
                                record.key(),
                                parsed(before),
                                parsed(rows.getString(3)));
                    } else {
                        faults.add(sql.checks()
                                .get(check)
                                .fault()
                                .of(rows.getLong(2), rows.getString(3), rows.getString(4), rows.getString(5)));
                    }
                }
            }
        }
        return changed == null ? List.of() : faults;
    }

    /** Whether the record differs from the stored one. Known after the check. */
    boolean changesAnything() {
        return changed != null;
    }

    /**
     * Stores the record with its entry of the change log, and reads its target again.
     *
     * @return the new revision, and what is stored now
     */
    Found apply(Lookup lookup, Instant now, ChangeEntries.Entry entry) throws SQLException {
        List<String> texts = new ArrayList<>(List.of(NEXT_REVISION));
        sql.apply().forEach(statement -> texts.add(statement.text()));
        texts.add(ChangeEntries.INSERT_NOW);
        texts.add(lookup.sql());
        try (Script script = Script.withKeptPlans(connection, texts)) {
            script.time(Timestamp.from(now));
            for (RecordSql.Statement statement : sql.apply()) {
                bind(script, statement);
            }
            entry.bind(script);
            lookup.bind(script);
            long revision;
            try (ResultSet row = script.nextRow()) {
                revision = row.getLong(1);
            }
            try (ResultSet row = script.nextRow()) {
                return lookup.found(row, revision);
            }
        }
    }

    /** The record before and after the write. Known after the check. */
    StagingTable.Staged changed() {
        return changed;
    }

    private ObjectNode parsed(String text) {
        return text == null ? null : records.trusted(text);
    }

    private void bind(Script script, RecordSql.Statement statement) throws SQLException {
        for (RecordSql.Parameter parameter : statement.parameters()) {
            switch (parameter) {
                case KEY -> script.text(record.key());
                case DOCUMENT -> script.json(document);
                case DERIVED -> script.json(derived);
                case BEFORE -> script.json(before);
                case MODEL -> script.text(model);
            }
        }
    }
}
