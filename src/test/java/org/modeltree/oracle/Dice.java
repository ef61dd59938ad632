package org.modeltree.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Seeded chance: the same seed always throws the same. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        random = new Random(seed);
    }

    /** True in so many of a hundred throws. */
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

    /** Some of the choices, in an order of chance, none twice. */
    <T> List<T> some(List<T> choices, int count) {
        List<T> mixed = shuffled(choices);
        return List.copyOf(mixed.subList(0, Math.min(count, mixed.size())));
    }

    <T> List<T> shuffled(List<T> things) {
        List<T> mixed = new ArrayList<>(things);
        Collections.shuffle(mixed, random);
        return mixed;
    }
}
