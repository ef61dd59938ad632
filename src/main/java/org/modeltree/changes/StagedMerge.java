package org.modeltree.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.revision.UsesSql;

/** Merges of staged documents, with each other and with stored ones. */
@UsesSql("reads and writes whole sets in turn, through a cursor and COPY")
final class StagedMerge {

    private static final int FETCH_SIZE = 500;

    /** Of more records about the same thing, the first are combined. */
    private static final int MAX_COMBINED = 100;

    private static final String DIFFERING = """
            select line, at, type, doc, before from staged
            where before is not null and doc is not null
              and before || (doc - '{origin,sources}'::text[]) <> before
            order by line
            """;

    private final Connection connection;
    private final CatalogRecords records;
    private final StagingCopy copy;

    StagedMerge(Connection connection, CatalogRecords records, StagingCopy copy) {
        this.connection = connection;
        this.records = records;
        this.copy = copy;
    }

    /** Combines the documents of a type that are about the same thing into the first of them. */
    void combine(RecordType type, Merge merge) throws SQLException {
        remerge(repeated(type), row -> {
            JsonNode documents = records.trusted(row.getString("documents")).get("all");
            ObjectNode combined = (ObjectNode) documents.get(0);
            for (int i = 1; i < documents.size(); i++) {
                combined = type.merged(combined, (ObjectNode) documents.get(i), merge);
            }
            return type.prepared(combined);
        });
    }

    /** Merges the staged documents with the stored ones that differ. */
    void withStored(Merge merge) throws SQLException {
        remerge(DIFFERING, row -> {
            RecordType type = records.type(row.getString("type"));
            return type.prepared(type.merged(
                    records.trusted(row.getString("before")), records.trusted(row.getString("doc")), merge));
        });
    }

    /** Computes the new record of one row, which also has the columns {@code line} and {@code at}. */
    @FunctionalInterface
    private interface Remerging {
        StagedRecord of(ResultSet row) throws SQLException;
    }

    /** Replaces the documents of staged records by those computed from the rows of a query. */
    private void remerge(String sql, Remerging remerging) throws SQLException {
        List<StagedRecord> merged = new ArrayList<>();
        // Reads and writes alternate on one connection: each batch is written after it is read.
        try (Statement declare = connection.createStatement()) {
            declare.execute("delete from remerged");
            declare.execute("declare remerging no scroll cursor for " + sql);
            while (true) {
                try (ResultSet rows = declare.executeQuery("fetch " + FETCH_SIZE + " from remerging")) {
                    while (rows.next()) {
                        merged.add(remerging.of(rows).at(rows.getLong("line"), rows.getString("at")));
                    }
                }
                if (merged.isEmpty()) {
                    break;
                }
                copy.remerge(merged);
                merged.clear();
            }
            declare.execute("close remerging");
            declare.execute(
                    "update staged s set doc = r.doc, derived = r.derived from remerged r where r.line = s.line");
        }
    }

    /** Records of one type of which later ones are about the same thing, with the documents in the order of the file. */
    private static String repeated(RecordType type) {
        return """
                select min(r.line) as line, (array_agg(r.at order by r.line))[1] as at,
                       jsonb_build_object('all', jsonb_agg(r.doc order by r.line)) as documents
                from (
                    select s.line, s.at, s.key, s.doc, row_number() over (partition by s.key order by s.line) as position
                    from staged s
                    where s.type = '%s' and s.doc is not null
                ) r
                where r.position <= %d
                group by r.key
                having count(*) > 1
                order by 1
                """.formatted(type.type(), MAX_COMBINED);
    }
}
