package org.modeltree.formats.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parents that a file states for its models, without cycles. */
public final class StatedParents {

    private final Map<String, Set<String>> parents = new HashMap<>();

    /** Adds a parent; false if the model has it already. */
    public boolean add(String child, String parent) {
        return parents.computeIfAbsent(child, c -> new HashSet<>()).add(parent);
    }

    /** Whether a model descends from another one, so that it cannot become its parent. */
    public boolean descends(String model, String ancestor) {
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
}
