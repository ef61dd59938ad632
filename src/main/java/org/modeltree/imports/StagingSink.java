package org.modeltree.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.modeltree.catalog.records.ModelOrigin;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.Origins;
import org.modeltree.changes.RecordFault;
import org.modeltree.changes.StagedRecord;
import org.modeltree.changes.StagingTable;
import org.modeltree.formats.modeltree.ModeltreeReader;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.identity.KnownModels;
import org.modeltree.identity.Match;
import org.modeltree.identity.ModelIndex;
import org.modeltree.identity.OfferingDescriptor;
import org.modeltree.identity.OfferingMatcher;
import org.modeltree.identity.PublisherIds;
import org.modeltree.identity.Spelling;
import org.modeltree.imports.unmatched.Candidate;
import org.modeltree.imports.unmatched.Decisions;
import org.modeltree.imports.unmatched.SeenOffering;

/** Stages the records of a reader, with the place in the file that each came from, and finds the models of offerings. */
final class StagingSink implements CatalogSink, ModeltreeReader.Listener {

    private static final int BATCH_SIZE = 500;
    private static final int MAX_WAITING = 20_000;
    private static final int MAX_CANDIDATES = 5;
    private static final String LINE = "line ";
    private static final String MODEL = "model";
    private static final String BENCHMARK = "benchmark";
    /** Makes the document of an offering complete, so that it can be checked before its model is known. */
    private static final String ANY_MODEL = "any/model";

    private static final Map<String, String> TOKEN_LIMITS =
            Map.of("context-window", "Context window", "max-output", "Output limit");

    private final CatalogRecords records;
    private final StagingTable staging;
    private final KnownModels stored;
    private final ImportProgress progress;
    private final String origin;
    private final Decisions decisions;
    private final ModelIndex created = new ModelIndex();
    private final List<PendingOffering> pending = new ArrayList<>();
    private final List<UnmatchedOffering> waiting = new ArrayList<>();
    private final Set<String> defined = new HashSet<>();
    private final Set<String> unmatchedKeys = new HashSet<>();
    private final List<SeenOffering> unmatched = new ArrayList<>();
    private final List<String> decided = new ArrayList<>();
    private long number;

    /** An offering whose model is looked up with the next batch. */
    private record PendingOffering(
            String at, ObjectNode offering, OfferingDescriptor descriptor, List<ObjectNode> about, String proposed) {}

    /** An offering whose model was not found so far; a later entry may create it. */
    private record UnmatchedOffering(PendingOffering offered, List<Candidate> candidates) {}

    StagingSink(
            CatalogRecords records,
            StagingTable staging,
            KnownModels stored,
            Decisions decisions,
            ImportProgress progress,
            String origin) {
        this.records = records;
        this.staging = staging;
        this.stored = stored;
        this.progress = progress;
        this.origin = origin;
        this.decisions = decisions;
    }

    @Override
    public void record(StagedRecord record) {
        stage(record);
    }

    @Override
    public void fault(RecordFault fault) {
        progress.reject(
                fault.line(), fault.pointer().isEmpty() ? null : fault.pointer(), fault.detail(), fault.value());
    }

    @Override
    public void record(String at, ObjectNode record) {
        String type = record.path("type").asText();
        if (type.equals(BENCHMARK)) {
            defined.add(record.path("id").asText());
        }
        if (stageWithOrigin(at, record, false) && type.equals(MODEL)) {
            created.add(record);
        }
    }

    @Override
    public void about(String at, ObjectNode model) {
        stageWithOrigin(at, model, true);
    }

    @Override
    public Map<String, String> existing(Collection<String> ids) {
        flush();
        return PublisherIds.models(stored, ids);
    }

    @Override
    public void offering(
            String at, ObjectNode offering, OfferingDescriptor descriptor, List<ObjectNode> about, String proposed) {
        if (Stream.of(descriptor.provider(), descriptor.offering(), descriptor.name(), descriptor.link())
                .anyMatch(text -> text != null && text.indexOf('\0') >= 0)) {
            // Matching asks the database, which knows no such character.
            rejected(at, "", "must not contain a NUL character", descriptor.offering());
            return;
        }
        PendingOffering offered = new PendingOffering(at, offering, descriptor, about, proposed);
        String key = SeenOffering.key(descriptor.provider(), descriptor.offering());
        if (decisions.rejected(key)) {
            progress.excluded();
            decided.add(key);
            listed(key);
            return;
        }
        Optional<String> accepted = decisions.accepted(key);
        if (accepted.isPresent()) {
            decided.add(key);
            place(offered, accepted.get(), false);
            return;
        }
        pending.add(offered);
        if (pending.size() >= BATCH_SIZE) {
            match();
        }
    }

    @Override
    public void reject(String at, String reason, String value) {
        rejected(at, "", reason, value);
    }

    @Override
    public void ignored(String key) {
        progress.ignored(key);
    }

    @Override
    public void note(String at, String reason, String value) {
        progress.note(at, reason, value);
    }

    /**
     * Ends the file. Offerings that wait may serve a model that was created for another offering since. A snapshot without
     * such a model becomes one itself.
     */
    void end() {
        match();
        List<UnmatchedOffering> snapshots = new ArrayList<>();
        List<UnmatchedOffering> others = new ArrayList<>();
        for (UnmatchedOffering one : settled(waiting)) {
            (one.candidates().isEmpty() && one.offered().proposed() != null ? snapshots : others).add(one);
        }
        for (UnmatchedOffering one : snapshots) {
            String proposed = one.offered().proposed();
            boolean isNew = created.byKey(List.of(proposed)).isEmpty();
            place(one.offered(), proposed, isNew);
            if (isNew) {
                add(one.offered());
            }
        }
        // The other offerings of such a snapshot are placed now, as the next import of the file would place them.
        (snapshots.isEmpty() ? others : settled(others)).forEach(this::unmatched);
        waiting.clear();
    }

    /** Places the offerings whose model has been created, and returns the others. */
    private List<UnmatchedOffering> settled(List<UnmatchedOffering> offerings) {
        List<Match> matches = new OfferingMatcher(created)
                .match(offerings.stream().map(one -> one.offered().descriptor()).toList());
        List<UnmatchedOffering> rest = new ArrayList<>();
        for (int i = 0; i < offerings.size(); i++) {
            UnmatchedOffering one = offerings.get(i);
            if (matches.get(i) instanceof Match.Found found) {
                place(one.offered(), found.modelId(), false);
            } else {
                Map<String, Candidate> candidates = new LinkedHashMap<>();
                one.candidates().forEach(candidate -> candidates.put(candidate.model(), candidate));
                Candidate.of(matches.get(i)).forEach(candidate -> candidates.putIfAbsent(candidate.model(), candidate));
                rest.add(new UnmatchedOffering(
                        one.offered(),
                        candidates.values().stream().limit(MAX_CANDIDATES).toList()));
            }
        }
        return rest;
    }

    /**
     * Reports a rejection.
     *
     * @param at place of the entry in the file
     * @param pointer JSON pointer into our record of the entry
     */
    void rejected(String at, String pointer, String reason, String value) {
        if (at.startsWith(LINE)) {
            String[] parts = at.substring(LINE.length()).split(" ", 2);
            boolean named = pointer.isEmpty() && parts.length > 1 && parts[1].startsWith("/");
            progress.reject(
                    Long.valueOf(parts[0]), named ? parts[1] : pointer.isEmpty() ? null : pointer, reason, value);
        } else {
            progress.reject(null, at, pointer.isEmpty() ? reason : reason + " (" + pointer + ")", value);
        }
    }

    /** Ends the COPY into the staging table, during which the connection cannot run queries. */
    private void flush() {
        try {
            staging.flush();
        } catch (SQLException fault) {
            throw new IllegalStateException("the records could not be staged", fault);
        }
    }

    /** Finds the models of the pending offerings, including models that this import creates. */
    private void match() {
        if (pending.isEmpty()) {
            return;
        }
        flush();
        List<OfferingDescriptor> descriptors =
                pending.stream().map(PendingOffering::descriptor).toList();
        List<Match> matches = new OfferingMatcher(KnownModels.both(stored, created)).match(descriptors);
        List<Integer> unknown = new ArrayList<>();
        for (int i = 0; i < pending.size(); i++) {
            if (!(matches.get(i) instanceof Match.Found)) {
                unknown.add(i);
            }
        }
        // Queried before anything else is staged, because a connection cannot run queries during COPY.
        List<Match> storedMatches = unknown.isEmpty()
                ? List.of()
                : new OfferingMatcher(stored)
                        .match(unknown.stream().map(descriptors::get).toList());
        for (int i = 0; i < pending.size(); i++) {
            if (matches.get(i) instanceof Match.Found found) {
                place(pending.get(i), found.modelId(), false);
            }
        }
        create(unknown, storedMatches);
        pending.clear();
    }

    /**
     * Creates the proposed model of an offering if no stored model is similar, or if it serves another purpose than all
     * similar ones. The other offerings wait, and are reported as unmatched in the end.
     */
    private void create(List<Integer> places, List<Match> storedMatches) {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < places.size(); i++) {
            PendingOffering offered = pending.get(places.get(i));
            List<String> candidates = storedMatches.get(i).candidates();
            if (offered.proposed() == null
                    // The model of a snapshot may come later in the file.
                    || Spelling.isSnapshot(offered.proposed())
                    || !(candidates.isEmpty() || Spelling.hasOtherPurpose(offered.proposed(), candidates))) {
                defer(new UnmatchedOffering(offered, Candidate.of(storedMatches.get(i))));
                continue;
            }
            // Another offering of this batch may have created the model, under the same id or another spelling of it.
            Match again = made.isEmpty()
                    ? new Match.Unmatched(List.of())
                    : new OfferingMatcher(created)
                            .match(List.of(offered.descriptor()))
                            .get(0);
            if (again instanceof Match.Found found) {
                place(offered, found.modelId(), false);
            } else {
                place(offered, offered.proposed(), true);
                if (made.add(offered.proposed())) {
                    add(offered);
                }
            }
        }
    }

    /** Remembers the model that was created for an offering, so that later ones find it. */
    private void add(PendingOffering offered) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        String name = offered.descriptor().name();
        created.add(record.put("type", MODEL).put("id", offered.proposed()).put("name", name == null ? "" : name));
        offered.about().stream()
                .filter(about -> about.path("type").asText().equals(MODEL))
                .forEach(created::add);
    }

    /** Keeps an offering until the end of the file; beyond the limit it is reported as unmatched at once. */
    private void defer(UnmatchedOffering one) {
        if (waiting.size() < MAX_WAITING) {
            waiting.add(one);
        } else {
            unmatched(one);
        }
    }

    private void unmatched(UnmatchedOffering one) {
        OfferingDescriptor descriptor = one.offered().descriptor();
        SeenOffering seen = new SeenOffering(
                descriptor.provider(),
                descriptor.offering(),
                descriptor.name(),
                facts(one.offered().offering()),
                one.candidates());
        listed(seen.key());
        if (unmatched.size() < MAX_WAITING) {
            unmatched.add(seen);
        } else {
            progress.note(
                    one.offered().at(), "is not in the queue of unmatched offerings, because it is full", seen.key());
        }
        progress.unmatched(
                seen.provider(),
                seen.id(),
                seen.candidates().stream().map(Candidate::model).toList());
    }

    /** Remembers that a complete file lists an offering that is not staged. */
    private void listed(String key) {
        if (progress.job().complete()) {
            unmatchedKeys.add(key);
        }
    }

    /** The document of an offering without its model, as it would be stored; null if it is invalid. */
    private ObjectNode facts(ObjectNode offering) {
        ObjectNode document = offering.deepCopy().put(MODEL, ANY_MODEL);
        if (!document.has(Origins.ORIGIN)) {
            document.put(Origins.ORIGIN, origin);
        }
        return records.record(document, (pointer, detail) -> {})
                .map(ready -> ready.document().remove(List.of("type", "provider", "id", MODEL)))
                .orElse(null);
    }

    /** The offerings whose model was not found, for the queue. */
    List<SeenOffering> unmatchedOfferings() {
        return unmatched;
    }

    /** Keys of the offerings in the file that a curator has decided on. */
    List<String> decidedKeys() {
        return decided;
    }

    /** Keys of the offerings of a complete catalog that are not staged: provider and id, with a space between. */
    Set<String> unmatchedKeys() {
        return unmatchedKeys;
    }

    private void place(PendingOffering offered, String model, boolean isNew) {
        boolean named = false;
        for (ObjectNode about : offered.about()) {
            boolean ofModel = about.path("type").asText().equals("model");
            about.put(ofModel ? "id" : "model", model);
            named |= ofModel;
            if (ofModel && !about.has("name")) {
                about.put(
                        "name",
                        offered.descriptor().name() == null
                                ? model
                                : offered.descriptor().name());
            }
            stageWithOrigin(offered.at(), about, ofModel && !isNew);
        }
        if (isNew && !named) {
            ObjectNode record = JsonNodeFactory.instance.objectNode();
            String name = offered.descriptor().name();
            record.put("type", MODEL).put("id", model).put("name", name == null ? model : name);
            stageWithOrigin(offered.at(), record, false);
        }
        offered.offering().put("model", model);
        stageWithOrigin(offered.at(), offered.offering(), false);
    }

    /**
     * Stages a record with the origin of the catalog.
     *
     * @param known whether the record is about an existing model; the name of an offering does not rename the model
     * @return whether the record is valid
     */
    private boolean stageWithOrigin(String at, ObjectNode record, boolean known) {
        String type = record.path("type").asText();
        if (type.equals("measurement")) {
            define(at, record.path("benchmark").asText());
        }
        if (type.equals("model")) {
            ModelOrigin.stamp(record, origin);
        } else if (!record.has(Origins.ORIGIN) && !type.equals("catalog") && !type.equals("deleted")) {
            record.put(Origins.ORIGIN, origin);
        }
        long current = ++number;
        return records.record(
                        record,
                        (pointer, detail) ->
                                rejected(at, pointer, detail, record.at(pointer).asText(null)))
                .map(ready -> {
                    if (known) {
                        ready.document().remove("name");
                    }
                    stage(ready.at(current, at));
                    return true;
                })
                .orElse(false);
    }

    /** Defines the benchmarks of token limits if the catalog does not. */
    private void define(String at, String benchmark) {
        String label = TOKEN_LIMITS.get(benchmark);
        if (label != null && defined.add(benchmark)) {
            ObjectNode record = JsonNodeFactory.instance.objectNode();
            record.put("type", BENCHMARK)
                    .put("id", benchmark)
                    .put("label", label)
                    .put("unit", "tokens");
            stageWithOrigin(at, record, false);
        }
    }

    private void stage(StagedRecord record) {
        try {
            staging.add(record);
            progress.staged();
        } catch (SQLException fault) {
            throw new IllegalStateException("the record could not be staged", fault);
        }
    }
}
