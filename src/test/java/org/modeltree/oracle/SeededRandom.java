package org.modeltree.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random choices from a seed: the same seed always gives the same choices. */
final class SeededRandom {
    private final Random random;

    SeededRandom(long seed) {
        random = new Random(seed);
    }

    /** True with a probability in percent. */
    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    /** A number from 0 to bound - 1. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number from low to high, both inclusive. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    final <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Up to {@code count} different choices, in random order. */
    <T> List<T> some(List<T> choices, int count) {
        List<T> mixed = shuffled(choices);
        return List.copyOf(mixed.subList(0, Math.min(count, mixed.size())));
    }

    <T> List<T> shuffled(List<T> items) {
        List<T> mixed = new ArrayList<>(items);
        Collections.shuffle(mixed, random);
        return mixed;
    }
}
