package org.modeltree.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeltree.http.problem.Problem;

/** The headers If-Match and If-None-Match of a write. */
class WriteConditionsTest {

    private static final String STORED = "\"41.8d5b2a90c3f1e674\"";

    private static void assertHolds(WriteConditions conditions, boolean exists, Long revision) {
        assertDoesNotThrow(() -> conditions.check(exists, revision));
    }

    private static void assertFails(Problem.Reason reason, WriteConditions conditions, boolean exists, Long revision) {
        assertEquals(
                reason,
                assertThrows(Problem.Refused.class, () -> conditions.check(exists, revision))
                        .reason());
    }

    private static void assertInvalid(String header, String ifMatch, String ifNoneMatch) {
        assertEquals(
                header,
                assertThrows(Problem.InvalidParameter.class, () -> WriteConditions.of(ifMatch, ifNoneMatch))
                        .parameter());
    }

    @Test
    void a_write_without_conditions_is_refused_whether_the_resource_exists_or_not() {
        WriteConditions none = WriteConditions.of(null, null);
        assertEquals(new WriteConditions(false, false, false, null), none);
        assertFails(Problem.Reason.PRECONDITION_REQUIRED, none, true, 41L);
        assertFails(Problem.Reason.PRECONDITION_REQUIRED, none, false, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", " * "})
    void if_none_match_creates_only_what_does_not_exist(String header) {
        WriteConditions create = WriteConditions.of(null, header);
        assertEquals(new WriteConditions(true, true, false, null), create);
        assertHolds(create, false, null);
        assertHolds(create, false, 41L);
        assertFails(Problem.Reason.PRECONDITION_FAILED, create, true, 41L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\t*"})
    void if_match_any_changes_only_what_exists(String header) {
        WriteConditions any = WriteConditions.of(header, null);
        assertEquals(new WriteConditions(true, false, true, null), any);
        assertHolds(any, true, 41L);
        assertFails(Problem.Reason.PRECONDITION_FAILED, any, false, null);
    }

    @Test
    void if_match_holds_for_the_revision_of_the_tag_and_for_no_other() {
        WriteConditions match = WriteConditions.of(STORED, null);
        assertEquals(List.of(41L), match.revisions());
        assertHolds(match, true, 41L);
        assertFails(Problem.Reason.PRECONDITION_FAILED, match, true, 42L);
        assertFails(Problem.Reason.PRECONDITION_FAILED, match, true, 4L);
        assertFails(Problem.Reason.PRECONDITION_FAILED, match, false, null);
    }

    @Test
    void a_part_of_a_model_that_does_not_exist_is_created_at_the_revision_of_the_model() {
        assertHolds(WriteConditions.of(STORED, null), false, 41L);
        assertFails(Problem.Reason.PRECONDITION_FAILED, WriteConditions.of(STORED, null), false, 42L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"41\"; 41",
                "\"41.\"; 41",
                "\"41.a.b\"; 41",
                "\"0.x\"; 0",
                "\"999999999999999999.x\"; 999999999999999999"
            })
    void only_the_part_of_a_tag_before_the_dot_is_compared(String tag, long revision) {
        assertEquals(List.of(revision), WriteConditions.of(tag, null).revisions());
    }

    @Test
    void one_tag_of_several_is_enough() {
        WriteConditions match = WriteConditions.of("\"7.a\" , \"41.b\",\"9.c\"", null);
        assertEquals(List.of(7L, 41L, 9L), match.revisions());
        assertHolds(match, true, 41L);
        assertFails(Problem.Reason.PRECONDITION_FAILED, match, true, 8L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"41.x\"", "\"\"", "\"x41.y\"", "\"-41.x\"", "\"1234567890123456789.x\"", "\"41x\""})
    void weak_tags_and_tags_of_something_else_match_nothing(String tag) {
        WriteConditions match = WriteConditions.of(tag, null);
        assertEquals(List.of(), match.revisions());
        assertFails(Problem.Reason.PRECONDITION_FAILED, match, true, 41L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "41.x", "\"41.x", "w/\"41.x\"", "\"41.x\",", "\"41.x\", *", "\"4\"1\"", "\"41 .x\""})
    void if_match_that_is_neither_a_star_nor_entity_tags_is_invalid(String header) {
        assertInvalid("If-Match", header, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"41.x\"", "**", "*, *"})
    void if_none_match_of_a_write_must_be_a_star(String header) {
        assertInvalid("If-None-Match", null, header);
    }

    @Test
    void both_headers_together_are_invalid() {
        assertInvalid("If-None-Match", STORED, "*");
        assertInvalid("If-None-Match", "*", "*");
    }
}
