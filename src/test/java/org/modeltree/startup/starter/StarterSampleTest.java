package org.modeltree.startup.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Draws the sample that people check at its sources, and writes it to {@code target/starter-sample.tsv}. */
class StarterSampleTest {

    private static List<StarterRecord> records;

    @BeforeAll
    static void assemble() throws IOException {
        records = StarterAssembly.assemble(Path.of("src/main/resources/catalog"));
    }

    @Test
    void a_seed_draws_the_same_facts_in_whatever_order_the_files_are_read() throws IOException {
        long seed = Long.getLong("sample.seed", 2026);
        int size = Integer.getInteger("sample.size", 200);
        List<StarterRecord> reversed = new ArrayList<>(records);
        Collections.reverse(reversed);

        List<String> sample = StarterSample.sample(records, seed, size);

        assertEquals(size, new HashSet<>(sample).size());
        assertEquals(sample, StarterSample.sample(reversed, seed, size));
        assertNotEquals(sample, StarterSample.sample(records, seed + 1, size));
        assertTrue(sample.stream().allMatch(fact -> fact.contains("\thttp")), sample::toString);
        Files.write(Path.of("target/starter-sample.tsv"), sample);
    }
}
