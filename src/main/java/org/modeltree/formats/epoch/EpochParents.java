package org.modeltree.formats.epoch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.modeltree.formats.source.CatalogSink;

/**
 * Which models Epoch's {@code Base model} cells name. They name rows that may come later, so nothing is known before the
 * last row was read; until then only names, ids and these cells are kept.
 */
final class EpochParents {

    /** A cell that names parents. */
    private record Named(String at, String child, String cell) {}

    private final String source;
    private final CatalogSink said;
    private final Map<String, String> idsByName = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();
    private final List<Named> cells = new ArrayList<>();
    private final Map<String, Set<String>> parents = new HashMap<>();

    EpochParents(String source, CatalogSink said) {
        this.source = source;
        this.said = said;
    }

    /** A row that may be named. */
    void model(String name, String id) {
        if (idsByName.putIfAbsent(EpochNames.key(name), id) != null) {
            ambiguous.add(EpochNames.key(name));
        }
    }

    /** A cell that is understood at the end. */
    void cell(String at, String child, String cell) {
        if (!cell.isBlank()) {
            cells.add(new Named(at, child, cell));
        }
    }

    /** Says all edges, once every row was read. */
    void end() {
        for (Named named : cells) {
            for (String name : names(named.cell())) {
                edge(named, name);
            }
        }
    }

    private void edge(Named named, String name) {
        String parent = idsByName.get(EpochNames.key(name));
        if (parent == null) {
            said.note(named.at(), "the base model is not in the file; the edge is left out", EpochNames.clean(name));
        } else if (ambiguous.contains(EpochNames.key(name))) {
            said.note(
                    named.at(),
                    "several rows have the base model's name; the edge is left out",
                    EpochNames.clean(name));
        } else if (parent.equals(named.child())) {
            said.reject(named.at(), "Base model: names the model itself", EpochNames.clean(name));
        } else if (descends(parent, named.child())) {
            said.reject(
                    named.at(),
                    "Base model: descends from this model, so this would be a cycle",
                    EpochNames.clean(name));
        } else if (parents.computeIfAbsent(named.child(), c -> new HashSet<>()).add(parent)) {
            ObjectNode edge = JsonNodeFactory.instance.objectNode();
            edge.put("type", "edge").put("child", named.child()).put("parent", parent);
            // All that the column says is that training went on from there.
            said.line(named.at(), edge.put("relation", "fine_tune").put("source", source));
        }
    }

    private boolean descends(String model, String ancestor) {
        Set<String> seen = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(model));
        while (!next.isEmpty()) {
            for (String parent : parents.getOrDefault(next.pop(), Set.of())) {
                if (parent.equals(ancestor)) {
                    return true;
                }
                if (seen.add(parent)) {
                    next.push(parent);
                }
            }
        }
        return false;
    }

    /** The names in a cell. A comma outside brackets divides them, unless with it they are the name of a row. */
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

    /** The parts of a cell between commas (Chinese ones too), except those within brackets. */
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

    /** How many brackets are open; more than can be where they do not match. */
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
