package org.modeltree.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.modeltree.changes.RecordFault;
import org.modeltree.changes.RetainedFact;
import org.modeltree.http.problem.DidYouMean;

/** Counters and findings of a running import. One thread writes, others may read. */
final class ImportProgress {

    private static final int MAX_REJECTIONS = 100;
    private static final int MAX_UNMATCHED = 1_000;
    private static final int MAX_RETAINED = 100;
    private static final int MAX_CHANGES = 1_000;
    /** Characters of the changes in a report; a value may be as long as a line of the file. */
    private static final int MAX_CHANGE_CHARACTERS = 500_000;

    private static final int MAX_KEYS = 500;
    private static final String FURTHER_NOTES = "further notes, not listed";
    private static final int MAX_POINTER = 1_000;

    private static final int MAX_VALUE = 200;
    /** Unknown ids for which similar ones are looked up. */
    private static final int MAX_LOOKED_UP = 5;

    private final ImportJob job;
    private final Long size;
    private Long comparedWith;
    private long bytes;
    private long lines;
    private long created;
    private long updated;
    private long unchanged;
    private long rejected;
    private long unmatchedTotal;
    private long excluded;
    private long keptTotal;
    private long changesTotal;
    private long changeCharacters;
    private final List<ImportReport.Rejection> rejections = new ArrayList<>();
    private final Map<Integer, RecordFault.Missing> missingIds = new TreeMap<>();
    private final List<ImportReport.Unmatched> unmatched = new ArrayList<>();
    private final List<ImportReport.KeptFact> kept = new ArrayList<>();
    private final List<ImportReport.FactChange> changes = new ArrayList<>();
    private final Map<String, ImportReport.Note> notes = new LinkedHashMap<>();
    private final TreeSet<String> ignored = new TreeSet<>();

    ImportProgress(ImportJob job, Long size) {
        this.job = job;
        this.size = size;
    }

    ImportJob job() {
        return job;
    }

    /** Remembers the revision of the catalog that the import is compared with. */
    synchronized void compared(long revision) {
        comparedWith = revision;
    }

    /** A report of this import, with the revision that it created or was compared with; null until then. */
    synchronized ImportReport.AtRevision atRevision(ImportReport report) {
        return new ImportReport.AtRevision(report, report.revision() == null ? comparedWith : report.revision());
    }

    synchronized void read(long count) {
        bytes += count;
    }

    synchronized void staged() {
        lines++;
    }

    synchronized void counted(long newOnes, long changed, long same) {
        created = newOnes;
        updated = changed;
        unchanged += same;
    }

    synchronized void same(long count) {
        unchanged += count;
    }

    /**
     * Reports an invalid entry.
     *
     * @param missing the record that the value should name; null unless that is what is wrong
     */
    synchronized void reject(ImportReport.Rejection rejection, RecordFault.Missing missing) {
        rejected++;
        if (rejections.size() < MAX_REJECTIONS) {
            if (missing != null) {
                missingIds.put(rejections.size(), missing);
            }
            rejections.add(new ImportReport.Rejection(
                    rejection.line(),
                    shortened(rejection.pointer(), MAX_POINTER),
                    rejection.reason(),
                    shortened(rejection.value()),
                    rejection.suggestions()));
        }
    }

    /** Completes the rejections of ids that nothing has with similar ids; looks up the first few of them only. */
    synchronized void suggest(Function<RecordFault.Missing, List<String>> similar) {
        Map<RecordFault.Missing, List<String>> found = new HashMap<>();
        missingIds.forEach((index, missing) -> {
            if (found.containsKey(missing) || found.size() < MAX_LOOKED_UP) {
                List<String> ids = found.computeIfAbsent(missing, similar);
                ImportReport.Rejection first = rejections.get(index);
                rejections.set(
                        index,
                        new ImportReport.Rejection(
                                first.line(),
                                first.pointer(),
                                first.reason()
                                        + DidYouMean.question(
                                                ids.stream().limit(1).toList()),
                                first.value(),
                                ids));
            }
        });
        missingIds.clear();
    }

    synchronized long rejected() {
        return rejected;
    }

    synchronized List<ImportReport.Rejection> rejections() {
        return List.copyOf(rejections);
    }

    synchronized void unmatched(String provider, String id, List<String> candidates) {
        unmatchedTotal++;
        if (unmatched.size() < MAX_UNMATCHED) {
            unmatched.add(new ImportReport.Unmatched(provider, id, candidates));
        }
    }

    /** Counts an offering that a curator rejected. */
    synchronized void excluded() {
        excluded++;
    }

    synchronized void kept(RetainedFact fact) {
        kept(fact.model(), fact.fact(), fact.value(), fact.origin(), fact.refused());
    }

    synchronized void kept(String model, String fact, JsonNode value, String origin, JsonNode refused) {
        keptTotal++;
        if (kept.size() < MAX_RETAINED) {
            kept.add(new ImportReport.KeptFact(model, fact, value, origin, refused));
        }
    }

    /**
     * Reports a fact that a dry run would change.
     *
     * @param size characters of its values
     */
    synchronized void changed(ImportReport.FactChange change, int size) {
        changesTotal++;
        changeCharacters += size;
        if (changes.size() < MAX_CHANGES && changeCharacters <= MAX_CHANGE_CHARACTERS) {
            changes.add(change);
        }
    }

    synchronized void note(String pointer, String reason, String value) {
        // Some reasons name a key of the file, so there may be any number of them.
        String kept = notes.size() < MAX_KEYS || notes.containsKey(reason) ? reason : FURTHER_NOTES;
        notes.merge(
                kept,
                new ImportReport.Note(kept, 1, shortened(pointer, MAX_POINTER), shortened(value)),
                (first, more) -> new ImportReport.Note(reason, first.count() + 1, first.pointer(), first.value()));
    }

    synchronized void ignored(String key) {
        if (ignored.size() < MAX_KEYS) {
            ignored.add(shortened(key));
        }
    }

    synchronized ImportReport report(String status, Long revision, Instant finishedAt) {
        return new ImportReport(
                job.id(),
                status,
                job.format(),
                job.dryRun(),
                job.skip() ? "skip" : "reject",
                created,
                updated,
                unchanged,
                rejected,
                List.copyOf(rejections),
                List.copyOf(unmatched),
                unmatchedTotal,
                excluded,
                new ArrayList<>(kept),
                keptTotal,
                List.copyOf(changes),
                changesTotal,
                List.copyOf(notes.values()),
                List.copyOf(ignored),
                revision,
                new ImportReport.Progress(bytes, size, lines),
                job.actor(),
                job.startedAt(),
                finishedAt);
    }

    private static String shortened(String value) {
        return shortened(value, MAX_VALUE);
    }

    /** The beginning of what is too long for a report, which a file can make as long as itself. */
    private static String shortened(String value, int most) {
        if (value == null || value.length() <= most) {
            return value;
        }
        // Half of a pair of surrogates cannot be stored.
        int end = Character.isHighSurrogate(value.charAt(most - 1)) ? most - 1 : most;
        return value.substring(0, end) + "…";
    }
}
