package org.modeltree.http.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
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
            // Random bytes do not compress, so both variants of a large answer have the same length.
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

    @Test
    void a_small_answer_is_compressed_only_when_somebody_asks_and_reports_the_memory_before() {
        byte[] body = ("{\"data\":[" + "\"model\",".repeat(2_000) + "0]}").getBytes(StandardCharsets.UTF_8);
        Representation answer = new Representation(body, "en", null, OptionalLong.empty(), 1, "");
        int said = answer.precompute();
        Representation.Variant plain = answer.variant(null);
        Representation.Variant compressed = answer.variant("gzip");
        assertEquals(body.length, plain.body().length());
        assertTrue(
                said >= plain.body().length() + compressed.body().length(),
                () -> said + " bytes were said for " + plain.body().length() + " and "
                        + compressed.body().length());
        assertEquals(plain.validator().replaceFirst("\"$", "-gzip\""), compressed.validator());
        assertEquals(Representation.validator(body, OptionalLong.empty(), false), plain.validator());
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
