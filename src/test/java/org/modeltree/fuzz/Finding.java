package org.modeltree.fuzz;

import java.util.List;

/**
 * Answer that must not be.
 *
 * @param seed seed of the run
 * @param client number of the client, from 0
 * @param step number of the request of this client, from 0
 * @param faults what is wrong
 * @param said the answer in one line, or why there is none
 * @param curl command that repeats the request
 */
record Finding(long seed, int client, int step, List<String> faults, String changes, String said, String curl) {

    @Override
    public String toString() {
        return "seed " + seed + ", client " + client + ", step " + step + ": " + String.join("; ", faults)
                + "\n  broken on purpose: " + (changes.isEmpty() ? "nothing" : changes) + "\n  answer: " + said + "\n  "
                + curl;
    }

    /** Findings of one kind have the same text. */
    String kind() {
        return String.join("; ", faults).replaceAll("[0-9]+", "#");
    }
}
