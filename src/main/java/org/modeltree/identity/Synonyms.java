package org.modeltree.identity;

import java.util.HashMap;
import java.util.Map;

/** Groups of names that mean the same. */
final class Synonyms {

    private Synonyms() {}

    /** The first name of each group by each of its names. */
    static Map<String, String> canonical(String[][] groups) {
        Map<String, String> names = new HashMap<>();
        for (String[] group : groups) {
            for (String name : group) {
                names.put(name, group[0]);
            }
        }
        return names;
    }
}
