package org.modeltree.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * State or result of an import, as JSON.
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
 * @param rejections the first invalid entries, at most 100
 * @param unmatched the first offerings whose model was not found, at most 1,000
 * @param unmatchedTotal number of offerings whose model was not found
 * @param excluded number of offerings that are left out, because a curator rejected them
 * @param kept the first facts that a more trusted source retained, at most 100
 * @param keptTotal number of facts that a more trusted source retained
 * @param changes the facts that a dry run would change, those of stored records first, at most 1,000; empty otherwise
 * @param changesTotal number of facts that a dry run would change
 * @param notes values that were stored differently than in the file, or left out, by reason
 * @param ignoredKeys keys that the reader does not use, at most 500, of long ones the beginning
 * @param revision revision of the catalog that the import created; null if it created none
 * @param progress how far the import is
 * @param actor name of the caller
 * @param startedAt time of the request
 * @param finishedAt time of the end; null until then
 */
record ImportReport(
        String id,
        String status,
        String format,
        boolean dryRun,
        String onError,
        long created,
        long updated,
        long unchanged,
        long rejected,
        List<Rejection> rejections,
        List<Unmatched> unmatched,
        long unmatchedTotal,
        long excluded,
        List<KeptFact> kept,
        long keptTotal,
        List<FactChange> changes,
        long changesTotal,
        List<Note> notes,
        List<String> ignoredKeys,
        Long revision,
        Progress progress,
        String actor,
        Instant startedAt,
        Instant finishedAt) {

    ImportReport {
        // Reports that earlier versions stored have none.
        changes = changes == null ? List.of() : changes;
    }

    /** Waiting in the queue. */
    static final String QUEUED = "queued";

    /** Being read or stored. */
    static final String RUNNING = "running";

    /** Stored, or valid in a dry run. */
    static final String DONE = "done";

    /** Not stored, because entries are invalid. */
    static final String REJECTED = "rejected";

    /** Not stored, for a reason outside the catalog. */
    static final String FAILED = "failed";

    /**
     * An invalid entry.
     *
     * @param line line of the file, from 1; null if the format has no lines
     * @param pointer JSON pointer into the line if there is one, else into the file; null for the line as a whole
     * @param reason what is wrong, as a predicate: "must be a number"
     * @param value the invalid value, at most 200 characters; null or empty if there is none
     * @param suggestions keys, values or ids that may be meant, the likeliest first
     */
    record Rejection(Long line, String pointer, String reason, String value, List<String> suggestions) {

        Rejection {
            // Reports that earlier versions stored have none.
            suggestions = suggestions == null ? List.of() : suggestions;
        }
    }

    /**
     * An offering whose model was not found.
     *
     * @param provider id of the provider
     * @param id the provider's id of the offering
     * @param candidates ids of models that it may be, the most likely first, at most five
     */
    record Unmatched(String provider, String id, List<String> candidates) {}

    /**
     * A fact that was not changed, because its source is more trusted.
     *
     * @param model id of the model
     * @param fact name of the fact
     * @param value value that stays
     * @param origin origin of that value
     * @param refused value in the imported catalog
     */
    record KeptFact(String model, String fact, JsonNode value, String origin, JsonNode refused) {}

    /**
     * A fact that an import would change.
     *
     * @param type record type
     * @param id key of the record: an id, or ids with a space between
     * @param model id of the model that the record belongs to; null if it belongs to none
     * @param fact key of the document, or {@code sources/} and the fact whose source changes
     * @param before stored value; null if there is none
     * @param after new value; null if it is removed
     * @param origin who states the new value
     */
    record FactChange(
            String type, String id, String model, String fact, JsonNode before, JsonNode after, String origin) {}

    /**
     * Values that were stored differently than in the file, or left out, for one reason.
     *
     * @param reason the reason
     * @param count number of values
     * @param pointer place of the first one
     * @param value the first value, at most 200 characters
     */
    record Note(String reason, long count, String pointer, String value) {}

    /**
     * Progress of an import.
     *
     * @param bytes bytes read so far
     * @param of size of the catalog in bytes; null if it is unknown
     * @param lines records staged so far
     */
    record Progress(long bytes, Long of, long lines) {}

    /**
     * A report with the revision of the catalog.
     *
     * @param revision revision that the import created, or that the catalog had when the report was made; null if unknown
     */
    record AtRevision(ImportReport report, Long revision) {}

    /** Whether the report is final. */
    boolean isOver() {
        return !status.equals(QUEUED) && !status.equals(RUNNING);
    }

    /** A copy with a final status and the time of the end. */
    ImportReport ended(String how, Instant at) {
        return new ImportReport(
                id,
                how,
                format,
                dryRun,
                onError,
                created,
                updated,
                unchanged,
                rejected,
                rejections,
                unmatched,
                unmatchedTotal,
                excluded,
                kept,
                keptTotal,
                changes,
                changesTotal,
                notes,
                ignoredKeys,
                revision,
                progress,
                actor,
                startedAt,
                at);
    }
}
