package org.modeltree.http.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The detail of a problem about a body: a sentence about its first fault. */
class InvalidBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/parameters | must be at least 1 | /parameters must be at least 1",
                "/nick | unknown key: nick | /nick: unknown key: nick",
                "/releaseDate | no such date: 2023-02-31 | /releaseDate: no such date: 2023-02-31",
                "'' | invalid JSON at column 12 | The body: invalid JSON at column 12",
                "'' | must not be empty | The body must not be empty",
                "/capability | The capability is still required. | The capability is still required."
            })
    void a_predicate_continues_the_place_and_anything_else_follows_a_colon(
            String pointer, String detail, String sentence) {
        assertEquals(sentence, new Problem.InvalidBody(List.of(new Problem.BodyFault(pointer, detail))).getMessage());
    }
}
