package org.modeltree.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * How an import went, or how far it is, as JSON.
 *
 * @param status {@code queued, running, done, rejected} (nothing was stored, because something was rejected) or {@code
 *     failed}
 * @param rejections the first of them
 * @param unmatched the first of the offerings whose model was not found
 * @param kept the first of the facts that were not changed
 * @param revision that it made; null where it made none
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
        List<KeptFact> kept,
        long keptTotal,
        List<Note> notes,
        List<String> ignoredKeys,
        Long revision,
        Progress progress,
        String actor,
        Instant startedAt,
        Instant finishedAt) {

    /** Still to be begun. */
    static final String QUEUED = "queued";

    /** Begun. */
    static final String RUNNING = "running";

    /** Stored, or shown to be storable. */
    static final String DONE = "done";

    /** Not stored. */
    static final String REJECTED = "rejected";

    /** Not stored, and it is not the catalog's fault. */
    static final String FAILED = "failed";

    /**
     * An entry that is broken.
     *
     * @param line of the file, from 1; null where it has none
     * @param pointer JSON pointer, into the line where there is one, else into the file
     */
    record Rejection(Long line, String pointer, String reason, String value) {}

    /** An offering whose model was not found, and the models that it may be. */
    record Unmatched(String provider, String id, List<String> candidates) {}

    /** A fact that was not changed, who said it, and what was said now. */
    record KeptFact(String model, String fact, JsonNode value, String origin, JsonNode refused) {}

    /** What was stored, but not as it stood there, how often, and where it was the first time. */
    record Note(String reason, long count, String pointer, String value) {}

    /**
     * How far it is.
     *
     * @param of bytes in all; null where that is not known
     */
    record Progress(long bytes, Long of, long lines) {}

    /** Whether it will not change any more. */
    boolean isOver() {
        return !status.equals(QUEUED) && !status.equals(RUNNING);
    }

    /** The same with another status, over at this moment. */
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
                kept,
                keptTotal,
                notes,
                ignoredKeys,
                revision,
                progress,
                actor,
                startedAt,
                at);
    }
}
