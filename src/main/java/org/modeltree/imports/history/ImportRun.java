package org.modeltree.imports.history;

import java.time.Instant;

/**
 * JSON view of an import in a list: its report without what the report quotes from the file.
 *
 * @param id id of the import
 * @param status {@code queued}, {@code running}, {@code done}, {@code rejected} (nothing is stored, because entries are
 *     invalid) or {@code failed}
 * @param format name of the format
 * @param dryRun whether the import stores nothing
 * @param onError {@code reject} or {@code skip}
 * @param created number of records created
 * @param updated number of records changed
 * @param unchanged number of records that were already stored as they are
 * @param rejected number of invalid entries
 * @param unmatchedTotal number of offerings whose model was not found
 * @param excluded number of offerings that are left out, because a curator rejected them
 * @param keptTotal number of facts that a more trusted source retained
 * @param changesTotal number of facts that a dry run would change
 * @param revision revision of the catalog that the import created; null if it created none
 * @param progress how far the import is
 * @param actor name of the caller
 * @param startedAt time of the request
 * @param finishedAt time of the end; null until then
 */
public record ImportRun(
        String id,
        String status,
        String format,
        boolean dryRun,
        String onError,
        long created,
        long updated,
        long unchanged,
        long rejected,
        long unmatchedTotal,
        long excluded,
        long keptTotal,
        long changesTotal,
        Long revision,
        Progress progress,
        String actor,
        Instant startedAt,
        Instant finishedAt) {

    /**
     * Progress of an import.
     *
     * @param bytes bytes read so far
     * @param of size of the catalog in bytes; null if it is unknown
     * @param lines records staged so far
     */
    public record Progress(long bytes, Long of, long lines) {}
}
