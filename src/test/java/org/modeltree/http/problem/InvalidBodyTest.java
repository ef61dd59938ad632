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
                "/parameters | must be at least 1 | PREDICATE | /parameters must be at least 1",
                "/context_window | means contextWindow | PREDICATE | /context_window means contextWindow",
                "/nick | unknown key: nick | CLAUSE | /nick: unknown key: nick",
                "/releaseDate | no such date: 2023-02-31 | CLAUSE | /releaseDate: no such date: 2023-02-31",
                "'' | invalid JSON at column 12 | CLAUSE | The body: invalid JSON at column 12",
                "'' | must not be empty | PREDICATE | The body must not be empty",
                "'' | The file is empty. | SENTENCE | The file is empty."
            })
    void a_predicate_continues_the_place_a_clause_follows_a_colon_and_a_sentence_stands_alone(
            String pointer, String detail, FaultForm form, String sentence) {
        assertEquals(
                sentence,
                new Problem.InvalidBody(List.of(new Problem.BodyFault(pointer, detail, List.of(), form))).getMessage());
    }
}
