package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Runs a check on many items. */
public final class Checks {
    private static final int SHOWN = 5;

    private Checks() {}

    /** Checks all items before it fails, so that one run shows every failure. */
    public static <T> void each(Collection<T> items, Consumer<T> check) {
        List<String> failures = new ArrayList<>();
        for (T item : items) {
            try {
                check.accept(item);
            } catch (AssertionError e) {
                failures.add(e.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            fail(failures.size() + " of " + items.size() + " failed, among them:\n"
                    + String.join("\n", failures.subList(0, Math.min(SHOWN, failures.size()))));
        }
    }
}
