package org.modeltree.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.modeltree.identity.Spelling;

/** Stages what a reader says, and remembers where in the file each line came from. */
final class StagingSink implements CatalogSink, ModeltreeReader.Listener {

    private static final int MATCHED_AT_ONCE = 500;
    private static final int MAX_WAITING = 20_000;
    private static final String LINE = "line ";
    private static final String MODEL = "model";
    private static final String BENCHMARK = "benchmark";
    private static final Map<String, String> TOKEN_LIMITS =
            Map.of("context-window", "Context window", "max-output", "Output limit");

    private final CatalogRecords lines;
    private final StagingTable staging;
    private final KnownModels there;
    private final ImportProgress progress;
    private final String origin;
    private final ModelIndex created = new ModelIndex();
    private final List<Offered> open = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Set<String> defined = new HashSet<>();
    private long number;

    /** An offering that waits for its model. */
    private record Offered(
            String at, ObjectNode offering, OfferingDescriptor hints, List<ObjectNode> about, String proposed) {}

    /** An offering whose model was not found so far. */
    private record Waiting(Offered offered, List<String> candidates) {}

    StagingSink(CatalogRecords lines, StagingTable staging, KnownModels there, ImportProgress progress, String origin) {
        this.lines = lines;
        this.staging = staging;
        this.there = there;
        this.progress = progress;
        this.origin = origin;
    }

    @Override
    public void line(StagedRecord line) {
        stage(line);
    }

    @Override
    public void fault(RecordFault fault) {
        progress.reject(
                fault.line(), fault.pointer().isEmpty() ? null : fault.pointer(), fault.detail(), fault.value());
    }

    @Override
    public void line(String at, ObjectNode line) {
        String type = line.path("type").asText();
        if (type.equals(BENCHMARK)) {
            defined.add(line.path("id").asText());
        }
        if (stamped(at, line, false) && type.equals(MODEL)) {
            created.add(line);
        }
    }

    @Override
    public void offering(
            String at, ObjectNode offering, OfferingDescriptor hints, List<ObjectNode> about, String proposed) {
        open.add(new Offered(at, offering, hints, about, proposed));
        if (open.size() >= MATCHED_AT_ONCE) {
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

    /** Everything is said. What waits may serve a model that was created for another one since. */
    void end() {
        match();
        List<Match> matches = new OfferingMatcher(created)
                .match(waiting.stream().map(one -> one.offered().hints()).toList());
        for (int i = 0; i < waiting.size(); i++) {
            Offered offered = waiting.get(i).offered();
            if (matches.get(i) instanceof Match.Found found) {
                place(offered, found.modelId(), false);
            } else {
                progress.unmatched(
                        offered.hints().provider(),
                        offered.hints().offering(),
                        waiting.get(i).candidates());
            }
        }
        waiting.clear();
    }

    /** A rejection by the place of its entry and the pointer in our line of it. */
    void rejected(String at, String pointer, String reason, String value) {
        if (at.startsWith(LINE)) {
            String[] parts = at.substring(LINE.length()).split(" ", 2);
            progress.reject(Long.valueOf(parts[0]), pointer.isEmpty() ? null : pointer, reason, value);
        } else {
            progress.reject(null, at, pointer.isEmpty() ? reason : reason + " (" + pointer + ")", value);
        }
    }

    /** Finds the models of the offerings that wait, those among them that this import creates included. */
    private void match() {
        if (open.isEmpty()) {
            return;
        }
        try {
            staging.flush();
        } catch (SQLException fault) {
            throw new IllegalStateException("the lines could not be staged", fault);
        }
        List<OfferingDescriptor> hints = open.stream().map(Offered::hints).toList();
        List<Match> matches = new OfferingMatcher(KnownModels.both(there, created)).match(hints);
        List<Integer> unknown = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            if (!(matches.get(i) instanceof Match.Found)) {
                unknown.add(i);
            }
        }
        // Asked before anything is staged again, because a connection that copies cannot be asked.
        List<Match> before = unknown.isEmpty()
                ? List.of()
                : new OfferingMatcher(there)
                        .match(unknown.stream().map(hints::get).toList());
        for (int i = 0; i < open.size(); i++) {
            if (matches.get(i) instanceof Match.Found found) {
                place(open.get(i), found.modelId(), false);
            }
        }
        create(unknown, before);
        open.clear();
    }

    /**
     * What is like nothing that was there before, or does something else than all that is like it, is new if the
     * catalog says so; at the rest somebody has to look.
     */
    private void create(List<Integer> places, List<Match> before) {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < places.size(); i++) {
            Offered offered = open.get(places.get(i));
            List<String> candidates =
                    before.get(i) instanceof Match.Unmatched unmatched ? unmatched.candidates() : List.of();
            if (offered.proposed() == null
                    || !(candidates.isEmpty() || Spelling.doesElse(offered.proposed(), candidates))) {
                leave(new Waiting(offered, candidates));
                continue;
            }
            place(offered, offered.proposed(), true);
            if (made.add(offered.proposed())) {
                ObjectNode line = JsonNodeFactory.instance.objectNode();
                String name = offered.hints().name();
                created.add(
                        line.put("type", MODEL).put("id", offered.proposed()).put("name", name == null ? "" : name));
                offered.about().stream()
                        .filter(about -> about.path("type").asText().equals(MODEL))
                        .forEach(created::add);
            }
        }
    }

    /** Of very many not all are remembered until the end; the others are given up at once. */
    private void leave(Waiting one) {
        if (waiting.size() < MAX_WAITING) {
            waiting.add(one);
        } else {
            progress.unmatched(
                    one.offered().hints().provider(), one.offered().hints().offering(), one.candidates());
        }
    }

    private void place(Offered offered, String model, boolean isNew) {
        boolean named = false;
        for (ObjectNode about : offered.about()) {
            boolean ofModel = about.path("type").asText().equals("model");
            about.put(ofModel ? "id" : "model", model);
            named |= ofModel;
            if (ofModel && !about.has("name")) {
                about.put(
                        "name",
                        offered.hints().name() == null ? model : offered.hints().name());
            }
            stamped(offered.at(), about, ofModel && !isNew);
        }
        if (isNew && !named) {
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            String name = offered.hints().name();
            line.put("type", MODEL).put("id", model).put("name", name == null ? model : name);
            stamped(offered.at(), line, false);
        }
        offered.offering().put("model", model);
        stamped(offered.at(), offered.offering(), false);
    }

    /**
     * Stages a line as the catalog's word.
     *
     * @param known whether it is about a model that is there; what an offering is called is no word on its name
     */
    private boolean stamped(String at, ObjectNode line, boolean known) {
        String type = line.path("type").asText();
        if (type.equals("measurement")) {
            define(at, line.path("benchmark").asText());
        }
        if (type.equals("model")) {
            ModelOrigin.stamp(line, origin);
        } else if (!line.has(Origins.ORIGIN) && !type.equals("catalog") && !type.equals("deleted")) {
            line.put(Origins.ORIGIN, origin);
        }
        long current = ++number;
        return lines.record(
                        line,
                        (pointer, detail) ->
                                rejected(at, pointer, detail, line.at(pointer).asText(null)))
                .map(ready -> {
                    if (known) {
                        ready.document().remove("name");
                    }
                    stage(ready.at(current, at));
                    return true;
                })
                .orElse(false);
    }

    /** Every service knows what a token limit is, whether or not the catalog says so. */
    private void define(String at, String benchmark) {
        String label = TOKEN_LIMITS.get(benchmark);
        if (label != null && defined.add(benchmark)) {
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            line.put("type", BENCHMARK).put("id", benchmark).put("label", label).put("unit", "tokens");
            stamped(at, line, false);
        }
    }

    private void stage(StagedRecord line) {
        try {
            staging.add(line);
            progress.line();
        } catch (SQLException fault) {
            throw new IllegalStateException("the line could not be staged", fault);
        }
    }
}
