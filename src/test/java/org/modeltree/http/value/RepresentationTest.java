package org.modeltree.http.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RepresentationTest {

    private static final int BYTES = 100_000;
    private static final int ANSWERS = 240;

    @Test
    void a_representation_takes_no_more_memory_than_it_reports() {
        Random random = new Random(1);
        long before = used();
        List<Representation> kept = new ArrayList<>();
        long said = 0;
        for (int i = 0; i < ANSWERS; i++) {
            // Random bytes do not compress, so both variants have the same length.
            byte[] body = new byte[BYTES];
            random.nextBytes(body);
            Representation answer = new Representation(body, "en", null, OptionalLong.empty(), 1, "");
            said += answer.precompute();
            kept.add(answer);
        }
        long taken = used() - before;
        long most = said * 5 / 4;
        assertTrue(taken < most, () -> taken + " bytes, at most " + most + " were said");
        assertEquals(ANSWERS, kept.size());
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
