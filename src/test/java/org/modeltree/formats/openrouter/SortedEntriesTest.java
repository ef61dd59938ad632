package org.modeltree.formats.openrouter;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.modeltree.formats.source.CatalogWriter;
import org.modeltree.formats.source.JsonSource;

class SortedEntriesTest {

    private static final long MEGABYTE = 1L << 20;

    /** Counts the bytes. */
    private static final class Counted implements CatalogWriter.Space {

        private final long limit;
        private long taken;
        private long most;

        Counted(long limit) {
            this.limit = limit;
        }

        @Override
        public void take(int bytes) throws IOException {
            if (taken + bytes > limit) {
                throw new IOException("no room");
            }
            taken += bytes;
            most = Math.max(most, taken);
        }

        @Override
        public void giveBack(long bytes) {
            taken -= bytes;
        }
    }

    private static ObjectNode entry(int number, int bytes) {
        return JsonSource.JSON.createObjectNode().put("n", number).put("text", "x".repeat(bytes));
    }

    /** Many equal and unknown values, huge ones, and some that differ only in their thirtieth digit. */
    private static List<Optional<BigDecimal>> values(int count) {
        Random random = new Random(7);
        List<Optional<BigDecimal>> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BigDecimal value = BigDecimal.valueOf(random.nextInt(40) - 20, 1);
            values.add(
                    switch (random.nextInt(8)) {
                        case 0 -> Optional.empty();
                        case 1 -> Optional.of(value.add(BigDecimal.valueOf(random.nextInt(5) - 2, 30)));
                        case 2 -> Optional.of(value.scaleByPowerOfTen(400));
                        case 3 -> Optional.of(value.setScale(5));
                        default -> Optional.of(value);
                    });
        }
        return values;
    }

    @Test
    void the_first_ones_are_sorted_exactly_and_ties_keep_their_order() throws IOException {
        List<Optional<BigDecimal>> values = values(3_000);
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            expected.add(i);
        }
        expected.sort(Comparator.comparing(
                i -> values.get(i).orElse(null), Comparator.nullsLast(Comparator.<BigDecimal>naturalOrder())));
        for (long most : new long[] {1, 2, 7, 1_499, 1_500, 2_999, 3_000, 3_001, Long.MAX_VALUE}) {
            try (SortedEntries sorted = new SortedEntries(most, CatalogWriter.Space.UNLIMITED)) {
                for (int i = 0; i < values.size(); i++) {
                    sorted.add(values.get(i), entry(i, i % 30));
                }
                sorted.sort();
                List<Integer> numbers = new ArrayList<>();
                for (int i = 0; i < sorted.size(); i++) {
                    numbers.add(
                            JsonSource.JSON.readTree(sorted.entry(i)).get("n").asInt());
                }
                assertEquals(expected.subList(0, (int) Math.min(most, values.size())), numbers, "first " + most);
            }
        }
    }

    @Test
    void the_bytes_are_reserved_and_given_back() throws IOException {
        Counted space = new Counted(8 * MEGABYTE);
        try (SortedEntries sorted = new SortedEntries(Long.MAX_VALUE, space)) {
            for (int i = 0; i < 2_000; i++) {
                sorted.add(Optional.of(BigDecimal.valueOf(-i)), entry(i, 1_000));
            }
            sorted.sort();
        }
        assertTrue(space.most >= 2_000_000 && space.most < 3 * MEGABYTE, () -> space.most + " bytes");
        assertEquals(0, space.taken);
    }

    @Test
    void a_page_takes_little_space() throws IOException {
        Counted space = new Counted(MEGABYTE);
        Random random = new Random(3);
        try (SortedEntries sorted = new SortedEntries(20, space)) {
            for (int i = 0; i < 20_000; i++) {
                sorted.add(Optional.of(BigDecimal.valueOf(random.nextInt())), entry(i, 1_000));
            }
            sorted.sort();
            assertEquals(20, sorted.size());
        }
        assertTrue(space.most < MEGABYTE / 2, () -> space.most + " bytes");
    }

    @Test
    void without_room_it_ends_and_leaves_nothing() throws IOException {
        Counted space = new Counted(MEGABYTE);
        SortedEntries sorted = new SortedEntries(Long.MAX_VALUE, space);
        assertThrows(IOException.class, () -> {
            for (int i = 0; i < 2_000; i++) {
                sorted.add(Optional.empty(), entry(i, 1_000));
            }
        });
        sorted.close();
        assertEquals(0, space.taken);
    }

    @Test
    void its_file_has_no_name_even_before_it_is_closed() throws IOException {
        List<String> before = files();
        try (SortedEntries sorted = new SortedEntries(1, CatalogWriter.Space.UNLIMITED)) {
            sorted.add(Optional.empty(), entry(1, 1));
            // Other files have a name for a moment.
            await().until(() -> before.containsAll(files()));
        }
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("modeltree-export-") || name.startsWith("modeltree-openrouter"))
                    .toList();
        }
    }
}
