package org.modeltree.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.modeltree.changes.RecordFault;
import org.modeltree.changes.StagedRecord;
import org.modeltree.formats.modeltree.ModeltreeReader;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.http.problem.Problem;
import org.modeltree.identity.KnownModels;
import org.modeltree.identity.Match;
import org.modeltree.identity.ModelIndex;
import org.modeltree.identity.OfferingDescriptor;
import org.modeltree.identity.OfferingMatcher;
import org.modeltree.identity.PublisherIds;
import org.modeltree.identity.Spelling;
import org.modeltree.imports.RecordStaging.PendingOffering;
import org.modeltree.imports.restated.Restatements;
import org.modeltree.imports.unmatched.Candidate;
import org.modeltree.imports.unmatched.Decisions;
import org.modeltree.imports.unmatched.SeenOffering;

/** Stages the records of a reader, and finds the models of its offerings, including those that the file creates. */
final class StagingSink implements CatalogSink, ModeltreeReader.Listener {

    private static final int BATCH_SIZE = 500;
    private static final int MAX_WAITING = 20_000;
    private static final String MODEL = "model";

    private final RecordStaging staging;
    private final KnownModels stored;
    private final Map<String, String> benchmarks;
    private final ImportProgress progress;
    private final Decisions decisions;
    private final Restatements restatements;
    private final ModelIndex created = new ModelIndex();
    private final Set<String> seen = new HashSet<>();
    private final List<PendingOffering> pending = new ArrayList<>();
    private final List<UnmatchedOffering> waiting = new ArrayList<>();
    private final Set<String> unmatchedKeys = new HashSet<>();
    private final List<SeenOffering> unmatched = new ArrayList<>();
    private final List<String> decided = new ArrayList<>();
    private final List<String> restated = new ArrayList<>();

    /** An offering whose model was not found so far; a later entry may create it. */
    private record UnmatchedOffering(PendingOffering offered, List<Candidate> candidates) {}

    StagingSink(
            RecordStaging staging,
            KnownModels stored,
            Map<String, String> benchmarks,
            Decisions decisions,
            Restatements restatements,
            ImportProgress progress) {
        this.staging = staging;
        this.stored = stored;
        this.benchmarks = benchmarks;
        this.progress = progress;
        this.decisions = decisions;
        this.restatements = restatements;
    }

    @Override
    public void record(StagedRecord record) {
        staging.stage(record);
    }

    @Override
    public void fault(RecordFault fault) {
        progress.reject(
                new ImportReport.Rejection(
                        fault.line(),
                        fault.pointer().isEmpty() ? null : fault.pointer(),
                        fault.detail(),
                        fault.value(),
                        fault.suggestions()),
                fault.missing());
    }

    @Override
    public void record(String at, ObjectNode record) {
        if (restatements.has(record)) {
            progress.same(1);
        } else if (staging.stage(at, record, false) && isModel(record)) {
            created.add(record);
        }
    }

    @Override
    public void about(String at, ObjectNode model) {
        staging.stage(at, model, true);
    }

    @Override
    public Map<String, String> existing(Collection<String> ids) {
        staging.flush();
        return PublisherIds.models(stored, ids);
    }

    @Override
    public Known known(Collection<String> ids) {
        staging.flush();
        return new Known(stored.byKey(ids), stored.deleted(ids));
    }

    @Override
    public Map<String, String> benchmarks() {
        return benchmarks;
    }

    @Override
    public void offering(
            String at, ObjectNode offering, OfferingDescriptor descriptor, List<ObjectNode> about, String proposed) {
        if (Stream.of(descriptor.provider(), descriptor.offering(), descriptor.name(), descriptor.link())
                .anyMatch(text -> text != null && text.indexOf('\0') >= 0)) {
            // Matching asks the database, which knows no such character.
            reject(at, "must not contain a NUL character", List.of(), descriptor.offering());
            return;
        }
        String key = SeenOffering.key(descriptor.provider(), descriptor.offering());
        if (!seen.add(key)) {
            progress.note(at, "the file has this offering twice; the first entry counts", key);
            return;
        }
        // A record for the model that the offering may create, and its own.
        long number = staging.reserve(about.size() + 2);
        String creates = proposed == null || Spelling.isNoModel(proposed) ? null : proposed;
        PendingOffering offered = new PendingOffering(number, at, offering, descriptor, about, creates);
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
        if (restatements.has(offering, descriptor, about)) {
            progress.same(about.size() + 1L);
            restated.add(key);
            listed(key);
            return;
        }
        pending.add(offered);
        if (pending.size() >= BATCH_SIZE) {
            match();
        }
    }

    @Override
    public void reject(String at, String reason, List<String> suggestions, String value) {
        staging.rejected(at, new Problem.BodyFault("", reason, suggestions), value, null);
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
     * Ends the file. Offerings that wait may serve a model that was created for another one since, and each that finds its
     * model may lead others there: the same file finds no further model when it is imported again. A snapshot without such
     * a model becomes one itself.
     */
    void end() {
        match();
        do {
            matchWaiting();
        } while (createSnapshots());
        waiting.forEach(this::unmatched);
        waiting.clear();
    }

    /** Finds models of the offerings that wait, until no further one is found. */
    private void matchWaiting() {
        int before;
        do {
            before = waiting.size();
            List<PendingOffering> again =
                    waiting.stream().map(UnmatchedOffering::offered).toList();
            waiting.clear();
            for (int from = 0; from < again.size(); from += BATCH_SIZE) {
                pending.addAll(again.subList(from, Math.min(again.size(), from + BATCH_SIZE)));
                staging.flush();
                List<Match> matches = matches(KnownModels.both(stored, created), pending);
                assign(matches, matches);
                pending.clear();
            }
        } while (waiting.size() < before);
    }

    /** Creates the models of snapshots that nothing is similar to; returns whether there are any. */
    private boolean createSnapshots() {
        List<UnmatchedOffering> rest = new ArrayList<>();
        for (UnmatchedOffering one : waiting) {
            String proposed = one.offered().proposed();
            if (proposed == null || !one.candidates().isEmpty()) {
                rest.add(one);
            } else if (created.byKey(List.of(proposed)).isEmpty()) {
                place(one.offered(), proposed, true);
                add(one.offered());
            } else {
                place(one.offered(), proposed, false);
            }
        }
        boolean creates = rest.size() < waiting.size();
        waiting.clear();
        waiting.addAll(rest);
        return creates;
    }

    /** Finds the models of the pending offerings. A model is created only if no stored one is similar. */
    private void match() {
        if (pending.isEmpty()) {
            return;
        }
        staging.flush();
        List<Match> matches = matches(KnownModels.both(stored, created), pending);
        // Queried before anything else is staged, because a connection cannot run queries during COPY.
        assign(matches, created.isEmpty() ? matches : storedMatches(matches));
        pending.clear();
    }

    /** For each offering whose model is not found, the stored models that are similar. */
    private List<Match> storedMatches(List<Match> matches) {
        List<Integer> unknown = IntStream.range(0, matches.size())
                .filter(i -> !(matches.get(i) instanceof Match.Found))
                .boxed()
                .toList();
        List<Match> ofUnknown =
                matches(stored, unknown.stream().map(pending::get).toList());
        List<Match> all = new ArrayList<>(matches);
        for (int i = 0; i < unknown.size(); i++) {
            all.set(unknown.get(i), ofUnknown.get(i));
        }
        return all;
    }

    private static List<Match> matches(KnownModels models, List<PendingOffering> offerings) {
        List<OfferingDescriptor> batch =
                offerings.stream().map(PendingOffering::descriptor).toList();
        return batch.isEmpty() ? List.of() : new OfferingMatcher(models).match(batch);
    }

    /**
     * Places the pending offerings whose model is found. The proposed model of another one is created if no model is
     * similar, or if it serves another purpose than all similar ones. The others wait.
     *
     * @param similar matches whose candidates are the similar models
     */
    private void assign(List<Match> matches, List<Match> similar) {
        for (int i = 0; i < pending.size(); i++) {
            if (matches.get(i) instanceof Match.Found found) {
                place(pending.get(i), found.modelId(), false);
            }
        }
        Set<String> made = new HashSet<>();
        for (int i = 0; i < pending.size(); i++) {
            PendingOffering offered = pending.get(i);
            if (matches.get(i) instanceof Match.Found) {
                continue;
            }
            List<String> candidates = similar.get(i).candidates();
            if (offered.proposed() == null
                    // The model of a snapshot may come later in the file.
                    || Spelling.isSnapshot(offered.proposed())
                    || !(candidates.isEmpty() || Spelling.hasOtherPurpose(offered.proposed(), candidates))) {
                defer(new UnmatchedOffering(offered, Candidate.of(similar.get(i))));
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
        offered.about().stream().filter(StagingSink::isModel).forEach(created::add);
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
                staging.facts(one.offered().offering()),
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

    /** Remembers that the file lists an offering that is not staged. */
    private void listed(String key) {
        if (progress.job().complete()) {
            unmatchedKeys.add(key);
        }
    }

    /** The offerings whose model was not found, for the queue. */
    List<SeenOffering> unmatchedOfferings() {
        return unmatched;
    }

    /** Keys of the offerings that {@link Restatements} has. */
    List<String> restatedKeys() {
        return restated;
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
        staging.stage(offered, model, isNew);
        offered.about().stream().filter(StagingSink::isModel).forEach(created::addLinks);
        created.addOffering(
                offered.descriptor().provider(), offered.descriptor().offering(), model);
    }

    private static boolean isModel(ObjectNode record) {
        return record.path("type").asText().equals(MODEL);
    }
}
