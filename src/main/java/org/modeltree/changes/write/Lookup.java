package org.modeltree.changes.write;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.modeltree.changes.RecordType;
import org.modeltree.revision.UsesSql;

/**
 * Query for the stored document of a target, and for its revision.
 *
 * @param sql text with two parameters
 * @param key key of the target
 * @param id id of the model that the target belongs to, or its own
 */
@UsesSql("the views of record types have no entities")
record Lookup(String sql, String key, String id) {

    static Lookup of(WriteTarget target, RecordType type) {
        // A type whose records belong to no model has a table of the same name.
        String table = target.model() == null ? target.type() : "model";
        return new Lookup(
                """
                select (select v.doc from %s v join (select cast(? as text) collate "C" as key) s on %s),
                       (select revision from %s where id = ?)""".formatted(type.view(), type.matches(), table),
                target.key(),
                target.model() == null ? target.key() : target.model());
    }

    void bind(Script script) throws SQLException {
        script.text(key).text(id);
    }

    /** What the row of the query says. */
    Found found(ResultSet row, long catalogRevision) throws SQLException {
        long revision = row.getLong(2);
        return new Found(catalogRevision, row.wasNull() ? null : Long.valueOf(revision), row.getString(1));
    }
}
