package org.modeltree.formats.epoch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.StatedParents;

/**
 * Resolver of Epoch's {@code Base model} cells. They may name later rows, so edges are reported after the last row; until
 * then only names, ids and these cells are kept in memory.
 */
final class EpochParents {

    /** A {@code Base model} cell. */
    private record BaseModelCell(String at, String child, String cell) {}

    private final String source;
    private final CatalogSink sink;
    private final Map<String, String> idsByName = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();
    private final List<BaseModelCell> cells = new ArrayList<>();
    private final StatedParents parents = new StatedParents();

    EpochParents(String source, CatalogSink sink) {
        this.source = source;
        this.sink = sink;
    }

    /** Registers a row as a possible parent. */
    void model(String name, String id) {
        if (idsByName.putIfAbsent(EpochNames.key(name), id) != null) {
            ambiguous.add(EpochNames.key(name));
        }
    }

    /** Registers a cell, to be resolved at the end. */
    void cell(String at, String child, String cell) {
        if (!cell.isBlank()) {
            cells.add(new BaseModelCell(at, child, cell));
        }
    }

    /** Reports all edges; called after the last row. */
    void end() {
        for (BaseModelCell cell : cells) {
            for (String name : names(cell.cell())) {
                edge(cell, name);
            }
        }
    }

    private void edge(BaseModelCell cell, String name) {
        String parent = idsByName.get(EpochNames.key(name));
        if (parent == null) {
            sink.note(cell.at(), "the base model is not in the file; the edge is left out", EpochNames.clean(name));
        } else if (ambiguous.contains(EpochNames.key(name))) {
            sink.note(
                    cell.at(), "several rows have the base model's name; the edge is left out", EpochNames.clean(name));
        } else if (parent.equals(cell.child())) {
            sink.reject(cell.at(), "Base model: a model cannot be its own base model", EpochNames.clean(name));
        } else if (parents.descends(parent, cell.child())) {
            sink.reject(
                    cell.at(),
                    "Base model: descends from this model, so the edge would create a cycle",
                    EpochNames.clean(name));
        } else if (parents.add(cell.child(), parent)) {
            ObjectNode edge = JsonNodeFactory.instance.objectNode();
            edge.put("type", "edge").put("child", cell.child()).put("parent", parent);
            // The column only says that training continued from there.
            sink.record(cell.at(), edge.put("relation", "fine_tune").put("source", source));
        }
    }

    /** The names in a cell, separated by commas outside brackets, unless a row has a name with that comma. */
    private Set<String> names(String cell) {
        List<String> parts = divided(cell);
        Set<String> names = new LinkedHashSet<>();
        for (int from = 0; from < parts.size(); ) {
            int to = parts.size();
            while (to > from + 1 && !idsByName.containsKey(EpochNames.key(String.join(",", parts.subList(from, to))))) {
                to--;
            }
            names.add(String.join(",", parts.subList(from, to)));
            from = to;
        }
        return names.stream().filter(name -> !name.isBlank()).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The parts of a cell between commas, Chinese ones included, except commas inside brackets. */
    static List<String> divided(String cell) {
        boolean balanced = depth(cell, cell.length()) == 0;
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < cell.length(); i++) {
            boolean comma = ",，、".indexOf(cell.charAt(i)) >= 0;
            if (comma && (!balanced || depth(cell, i) == 0)) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(cell.charAt(i));
            }
        }
        parts.add(part.toString());
        return parts;
    }

    /** Number of open brackets; {@link Integer#MAX_VALUE} if they do not match. */
    private static int depth(String cell, int end) {
        int depth = 0;
        for (int i = 0; i < end; i++) {
            if ("([{（【".indexOf(cell.charAt(i)) >= 0) {
                depth++;
            } else if (")]}）】".indexOf(cell.charAt(i)) >= 0) {
                depth--;
            }
            if (depth < 0) {
                return Integer.MAX_VALUE;
            }
        }
        return depth;
    }
}
