package org.modeltree.oracle.generated;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random choices from a seed: the same seed always gives the same choices. */
public final class SeededRandom {
    private final Random random;

    public SeededRandom(long seed) {
        random = new Random(seed);
    }

    /** True with a probability in percent. */
    public boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    /** A number from 0 to bound - 1. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number from low to high, both inclusive. */
    public int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    public <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    public final <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Up to {@code count} different choices, in random order. */
    public <T> List<T> some(List<T> choices, int count) {
        List<T> mixed = shuffled(choices);
        return List.copyOf(mixed.subList(0, Math.min(count, mixed.size())));
    }

    <T> List<T> shuffled(List<T> items) {
        List<T> mixed = new ArrayList<>(items);
        Collections.shuffle(mixed, random);
        return mixed;
    }
}
