package org.modeltree.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Bounds of settings, with groups of ours and without. */
class SettingRangesTest {

    @Test
    void what_lies_on_a_bound_is_taken() {
        Shelf shelf = config(Map.of("shelf.book-count", "1", "shelf.lower-board.depth-mm", "500"))
                .getConfigMapping(Shelf.class);
        assertEquals(1, shelf.bookCount());
        assertEquals(500, shelf.lowerBoard().depthMm());
    }

    @Test
    void all_that_lie_beyond_are_told_by_the_names_an_operator_knows() {
        ConfigValidationException fault = assertThrows(
                ConfigValidationException.class,
                () -> config(Map.of("shelf.book-count", "0", "shelf.lower-board.depth-mm", "501")));
        Set<String> told = new TreeSet<>();
        for (int i = 0; i < fault.getProblemCount(); i++) {
            told.add(fault.getProblem(i).getMessage());
        }
        assertEquals(
                Set.of(
                        "shelf.book-count must be greater than or equal to 1",
                        "shelf.lower-board.depth-mm must be less than or equal to 500"),
                told);
    }

    private static SmallRyeConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withCustomizers(new SettingRanges())
                .withMapping(Shelf.class)
                .withDefaultValues(values)
                .build();
    }

    /** Some settings. */
    @ConfigMapping(prefix = "shelf")
    interface Shelf {

        @WithDefault("20")
        @Between(least = 1, greatest = 60)
        int bookCount();

        Board lowerBoard();

        /** A group of settings. */
        interface Board {

            @WithDefault("300")
            @Between(least = 100, greatest = 500)
            long depthMm();
        }
    }
}
