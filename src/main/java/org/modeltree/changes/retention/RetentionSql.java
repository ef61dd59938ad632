package org.modeltree.changes.retention;

/** Statements of {@link Retention}. Each handles a limited number of rows, so that none takes long or locks much. */
final class RetentionSql {

    /** Only one instance removes at a time. The lock ends with the connection. */
    static final String LOCK = "select pg_try_advisory_lock(hashtextextended('modeltree retention', 0))";

    static final String FLOORS = "select changes_until, versions_until from retention";

    /**
     * The last revision before the first of the next entries that is younger than an interval, with the latest time up to it;
     * null if there is none. The newest revision is never too old, because clients compare with it. Parameters: revision after
     * which, entries at most, interval.
     */
    static final String LAST_OLD = """
            with next as (
                select c.revision, c.changed_at from change c
                where c.revision > ? order by c.revision, c.id limit ?),
            cutoff as (select clock_timestamp() - cast(? as interval) as at)
            select max(n.revision) as until, max(n.changed_at) as until_at
            from next n, cutoff k, catalog_revision r
            where n.changed_at < k.at and n.revision < r.revision
              and n.revision < coalesce((
                select min(y.revision) from next y, cutoff c where y.changed_at >= c.at), r.revision)
            """;

    /** First, and in the same transaction: who reads finds either the entries or that they are gone. */
    static final String MOVE_CHANGES = "update retention set changes_until = ?, changes_until_at = ?";

    /**
     * Merges stay, because ids of merged models lead to others by them; they are not listed. What an import changed goes with its
     * entry, because its undo needs to know what was merged since.
     */
    static final String DELETE_CHANGES = """
            with removed as (
                delete from change where revision > ? and revision <= ? and kind <> 'merge' returning import_id)
            delete from import_change i using removed r where i.import_id = r.import_id
            """;

    /** Which revisions moved a band is known as long as their entries are. */
    static final String DELETE_MOVES = """
            delete from band_move m using benchmark b where m.benchmark_id = b.id and m.revision > ? and m.revision <= ?
            """;

    static final String MOVE_VERSIONS = "update retention set versions_until = ?";

    /** The key of the last of the next versions, in the order of their keys. Parameters: key after which, versions at most. */
    static final String LAST_VERSION = """
            select n.model_id, n.revision from (
                select v.model_id, v.revision from model_version v
                where (v.model_id, v.revision) > (cast(? as text) collate "C", ?)
                order by v.model_id, v.revision limit ?) n
            order by n.model_id desc, n.revision desc limit 1
            """;

    /** Parameters: key after which, last key, revision up to which versions have ended. */
    static final String DELETE_VERSIONS = """
            delete from model_version v
            where (v.model_id, v.revision) > (cast(? as text) collate "C", ?)
              and (v.model_id, v.revision) <= (cast(? as text) collate "C", ?)
              and v.until_revision <= ?
            """;

    /** What an import changed goes with its report, without which it cannot be undone. Parameters: interval, reports at most. */
    static final String DELETE_REPORTS = """
            with old as (
                select r.id from import_run r
                where r.status not in ('queued', 'running') and r.started_at < clock_timestamp() - cast(? as interval)
                order by r.started_at, r.id limit ?),
            forgotten as (delete from import_change c using old where c.import_id = old.id)
            delete from import_run r using old where r.id = old.id
            """;

    private RetentionSql() {}
}
