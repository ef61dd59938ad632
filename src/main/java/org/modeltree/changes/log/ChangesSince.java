package org.modeltree.changes.log;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.RecordType;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.dependency.Part;
import org.modeltree.revision.dependency.RevisionChanges;

/** Reads which parts of the catalog changed after a revision, in one statement and so in one snapshot. */
@UsesSql("a prepared statement on a connection outside of the pool")
final class ChangesSince {

    private static final String MOVED = "moved";
    private static final String NOW = "now";

    private final String sql;
    private final int maxRows;

    /**
     * Reads of a log.
     *
     * @param maxRows number of records up to which single parts are recorded; beyond, everything
     */
    ChangesSince(CatalogRecords records, int maxRows) {
        this.maxRows = maxRows;
        String models = records.types().stream()
                .filter(type -> type.model() != null)
                .map(ChangesSince::models)
                .collect(Collectors.joining(" "));
        // Columns: revision, kind, type, key, models, keys. The rows of the current revision and of moved tallies have
        // a kind
        // of their own.
        sql = """
            with since (revision) as (values (cast(? as bigint))),
            entry as (
                select c.* from change c, since s where c.revision > s.revision order by c.revision, c.id limit %1$d
            ),
            imported as (
                select e.revision, i.type, i.key, i.before, i.after
                from entry e join import_change i on i.import_id = e.import_id
                where e.kind = 'import' limit %1$d
            )
            select r.revision, 'now' as kind, null as type, null as key,
                   cast(null as text[]) as models, cast(null as text[]) as keys
            from catalog_revision r
            union all
            select m.revision, 'moved', null, b.id, null, null
            from since s cross join benchmark b
            join band_move m on m.benchmark_id = b.id and m.revision > s.revision
            union all
            select e.revision, e.kind, e.type, e.subject, array[e.model_id, e.moved_from],
                   case when e.type = 'model' then array(
                       select distinct split_part(p.path, '/', 2)
                       from jsonb_array_elements(e.patch) o
                       cross join lateral (values (o.value ->> 'path'), (o.value ->> 'from')) p (path)
                       where p.path is not null) end
            from entry e
            union all
            select i.revision, case when i.before is null then 'create' when i.after is null then 'delete' else 'update' end,
                   i.type, i.key,
                   case i.type %2$s end,
                   case when i.type = 'model' then array(
                       select k.key from jsonb_object_keys(coalesce(i.before, '{}') || coalesce(i.after, '{}')) k (key)
                       where i.before -> k.key is distinct from i.after -> k.key) end
            from imported i
            """.formatted(maxRows + 1, models);
    }

    private static String models(RecordType type) {
        return "when '%1$s' then array[i.before ->> '%2$s', i.after ->> '%2$s']".formatted(type.type(), type.model());
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /**
     * What changed after a revision.
     *
     * @param since −1 before the first call, after which anything may have changed
     */
    RevisionChanges read(PreparedStatement statement, long since) throws SQLException {
        // Nothing is cached before the first call, so the whole log need not be read.
        statement.setLong(1, since < 0 ? Long.MAX_VALUE : since);
        Reading reading = new Reading(since, maxRows);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                reading.add(rows);
            }
        }
        return reading.changes();
    }

    /** Changes after one revision, as they are read. */
    private static final class Reading {

        private final long since;
        private final int maxRows;
        private final Set<Part> parts = new HashSet<>();
        private final Set<String> moved = new HashSet<>();
        private final Set<Long> logged = new TreeSet<>();
        private final Set<Long> imports = new HashSet<>();
        private final Set<Long> importedRecords = new HashSet<>();
        private long now;
        private int count;
        private boolean known = true;

        Reading(long since, int maxRows) {
            this.since = since;
            this.maxRows = maxRows;
        }

        void add(ResultSet row) throws SQLException {
            long revision = row.getLong("revision");
            String kind = row.getString("kind");
            switch (kind) {
                case NOW -> now = revision;
                case MOVED -> {
                    moved.add(row.getString("key"));
                    parts.add(Part.tally(row.getString("key")));
                }
                case "import" -> {
                    logged.add(revision);
                    imports.add(revision);
                }
                default -> {
                    logged.add(revision);
                    importedRecords.add(revision);
                    count++;
                    ChangeRow change = new ChangeRow(
                            kind,
                            row.getString("type"),
                            row.getString("key"),
                            texts(row.getArray("models")),
                            texts(row.getArray("keys")));
                    if (change.isKnown()) {
                        change.addTo(parts);
                    } else {
                        known = false;
                    }
                }
            }
        }

        /** The log must name every revision, and the records of every import; older versions and repairs may not. */
        private boolean isComplete() {
            return known
                    && since >= 0
                    && count <= maxRows
                    && logged.size() == now - since
                    && importedRecords.containsAll(imports);
        }

        RevisionChanges changes() {
            // If the database was restored from a backup, its revisions say nothing about those before.
            return new RevisionChanges(
                    since,
                    Math.max(since, now),
                    now >= since && isComplete() ? Optional.of(parts) : Optional.empty(),
                    moved);
        }
    }

    private static List<String> texts(Array array) throws SQLException {
        if (array == null) {
            return List.of();
        }
        return Stream.of((String[]) array.getArray())
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
