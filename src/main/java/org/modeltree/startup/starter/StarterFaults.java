package org.modeltree.startup.starter;

import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with the files of the starter catalog, so that one build names all of it. */
final class StarterFaults {

    private final List<String> faults = new ArrayList<>();

    void add(String where, String detail) {
        faults.add(where + ": " + detail);
    }

    /** Sentences that name the file, the entry, what is wrong and what to do; in the order in which they were found. */
    List<String> all() {
        return List.copyOf(faults);
    }
}
