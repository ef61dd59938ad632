package org.modeltree.http.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

    @ParameterizedTest
    @CsvSource({
        "gtp4, gpt4, 8, 1",
        "gp4t, gpt4, 8, 1",
        "pgt4, gpt4, 8, 1",
        "gtp5, gpt4, 8, 3",
        "opnai, openai, 8, 1",
        "same, same, 0, 0",
        "gtp4, gpt4, 0, 2147483647",
        "abc, xyz, 2, 2147483647",
        "'', ab, 2, 2"
    })
    void a_swap_of_neighbours_is_one_edit_wherever_it_is(String one, String other, int max, int edits) {
        assertEquals(edits, EditDistance.between(one, other, max));
        assertEquals(edits, EditDistance.between(other, one, max));
    }
}
