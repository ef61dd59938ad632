package org.modeltree.http.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {

    private static final List<String> PARAMETERS = List.of(
            "ids",
            "vendor",
            "family",
            "kind",
            "contextWindowMin",
            "contextWindowMax",
            "scoreMin",
            "releasedFrom",
            "releasedTo",
            "q",
            "limit",
            "sort",
            "lang");

    @Test
    void misspelt_names_are_recognized() {
        assertSimilar("vendr", "vendor");
        assertSimilar("vnedor", "vendor");
        assertSimilar("famly", "family");
        assertSimilar("vendors", "vendor");
        assertSimilar("id", "ids");
        assertSimilar("limt", "limit");
        assertSimilar("releaseFrom", "releasedFrom");
    }

    @Test
    void notation_and_order_of_words_make_no_difference() {
        assertSimilar("released_from", "releasedFrom");
        assertSimilar("Released-From", "releasedFrom");
        assertSimilar("minScore", "scoreMin");
        assertSimilar("LANG", "lang");
    }

    @Test
    void words_may_be_missing_or_too_many() {
        assertSimilar("contextMin", "contextWindowMin");
        assertSimilar("context", "contextWindowMax", "contextWindowMin");
        assertSimilar("vendorId", "vendor");
    }

    @Test
    void other_names_are_not_similar() {
        assertSimilar("nosuch");
        assertSimilar("nick");
        assertSimilar("x");
        assertSimilar("");
        assertSimilar(" _ ");
        assertSimilar("vendor".repeat(20));
    }

    @Test
    void a_question_names_every_similar_name() {
        assertEquals("; did you mean a or b?", DidYouMean.question(List.of("a", "b")));
        assertEquals("", DidYouMean.question(List.of()));
        assertEquals(
                "unknown key: licens; did you mean licence?",
                DidYouMean.keyFault("/licens", "licens", List.of("licence", "name"))
                        .detail());
        assertEquals(
                "unknown key: size",
                DidYouMean.keyFault("/size", "size", List.of("licence", "name")).detail());
        assertEquals(
                "unknown key: size; the keys are licence, name",
                DidYouMean.unknownKey("/size", "size", List.of(), List.of("licence", "name"))
                        .detail());
    }

    private static void assertSimilar(String given, String... similar) {
        assertEquals(List.of(similar), DidYouMean.similar(given, PARAMETERS), given);
    }
}
