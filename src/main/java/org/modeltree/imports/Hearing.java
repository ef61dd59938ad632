package org.modeltree.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeltree.catalog.ModelOrigin;
import org.modeltree.changes.CatalogLines;
import org.modeltree.changes.Line;
import org.modeltree.changes.LineFault;
import org.modeltree.changes.Origins;
import org.modeltree.changes.StagingLoader;

/** Stages what a reader says, and remembers where in the file each line came from. */
final class Hearing implements Said, CatalogReader.Listener {

    private static final int MATCHED_AT_ONCE = 500;
    private static final String LINE = "line ";

    private final CatalogLines lines;
    private final StagingLoader staging;
    private final KnownModels there;
    private final ImportProgress progress;
    private final String origin;
    private final ModelIndex created = new ModelIndex();
    private final List<Offered> open = new ArrayList<>();
    /** Where lines that a rejection is about may be found; a line is dropped from it with its fault. */
    private long number;

    /** An offering that waits for its model. */
    private record Offered(String at, ObjectNode offering, Hints hints, List<ObjectNode> about, String proposed) {}

    Hearing(CatalogLines lines, StagingLoader staging, KnownModels there, ImportProgress progress, String origin) {
        this.lines = lines;
        this.staging = staging;
        this.there = there;
        this.progress = progress;
        this.origin = origin;
    }

    @Override
    public void line(Line line) {
        stage(line);
    }

    @Override
    public void fault(LineFault fault) {
        progress.reject(fault.line(), fault.pointer().isEmpty() ? null : fault.pointer(), fault.detail(), null);
    }

    @Override
    public void line(String at, ObjectNode line) {
        if (stamped(at, line) && line.path("type").asText().equals("model")) {
            created.add(line);
        }
    }

    @Override
    public void offering(String at, ObjectNode offering, Hints hints, List<ObjectNode> about, String proposed) {
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

    /** Everything is said. */
    void end() {
        match();
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
        List<Hints> hints = open.stream().map(Offered::hints).toList();
        List<Match> matches = new OfferingMatcher(KnownModels.both(there, created)).match(hints);
        Map<Integer, String> unknown = new HashMap<>();
        for (int i = 0; i < open.size(); i++) {
            Offered offered = open.get(i);
            if (matches.get(i) instanceof Match.Found found) {
                place(offered, found.modelId());
            } else {
                unknown.put(i, offered.proposed());
            }
        }
        if (!unknown.isEmpty()) {
            create(unknown, hints);
        }
        open.clear();
    }

    /** What is like nothing that was there before is new, if the catalog says so; all else somebody has to look at. */
    private void create(Map<Integer, String> unknown, List<Hints> hints) {
        List<Integer> places = unknown.keySet().stream().sorted().toList();
        List<Match> before =
                new OfferingMatcher(there).match(places.stream().map(hints::get).toList());
        Set<String> made = new HashSet<>();
        for (int i = 0; i < places.size(); i++) {
            Offered offered = open.get(places.get(i));
            List<String> candidates =
                    before.get(i) instanceof Match.Unmatched unmatched ? unmatched.candidates() : List.of();
            if (offered.proposed() == null || !candidates.isEmpty()) {
                progress.unmatched(offered.hints().provider(), offered.hints().offering(), candidates);
                continue;
            }
            place(offered, offered.proposed());
            if (made.add(offered.proposed())) {
                offered.about().stream()
                        .filter(line -> line.path("type").asText().equals("model"))
                        .forEach(created::add);
            }
        }
    }

    private void place(Offered offered, String model) {
        for (ObjectNode about : offered.about()) {
            about.put(about.path("type").asText().equals("model") ? "id" : "model", model);
            if (about.path("type").asText().equals("model") && !about.has("name")) {
                continue;
            }
            stamped(offered.at(), about);
        }
        offered.offering().put("model", model);
        stamped(offered.at(), offered.offering());
    }

    private boolean stamped(String at, ObjectNode line) {
        String type = line.path("type").asText();
        if (type.equals("model")) {
            ModelOrigin.stamp(line, origin);
        } else if (!line.has(Origins.ORIGIN) && !type.equals("catalog") && !type.equals("deleted")) {
            line.put(Origins.ORIGIN, origin);
        }
        long current = ++number;
        return lines.line(
                        line,
                        (pointer, detail) ->
                                rejected(at, pointer, detail, line.at(pointer).asText(null)))
                .map(ready -> {
                    stage(ready.at(current, at));
                    return true;
                })
                .orElse(false);
    }

    private void stage(Line line) {
        try {
            staging.add(line);
            progress.line();
        } catch (SQLException fault) {
            throw new IllegalStateException("the line could not be staged", fault);
        }
    }
}
