package org.modeltree.http.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RawUrlTest {

    @Test
    void a_parameter_is_found_however_its_name_is_encoded() {
        for (String query : List.of(
                "lang=zh",
                "lang",
                "lang=",
                "a=b&lang=zh",
                "a&&lang=zh",
                "l%61ng=zh",
                "%6c%61%6e%67=zh",
                "%6C%61%6E%67",
                "a=b;lang=zh",
                "LANG=zh",
                "%4cang=zh",
                "a=%&lang=zh")) {
            assertTrue(RawUrl.mayHaveParameter(query, "lang"), query);
        }
        assertTrue(RawUrl.mayHaveParameter("at%52evision=3", "atRevision"));
    }

    @Test
    void another_name_or_a_value_is_no_parameter() {
        for (String query : List.of(
                "",
                "&",
                "=",
                "lan",
                "lang2=zh",
                "slang=zh",
                "q=lang",
                "q=a%26lang=zh",
                "q=a%3blang",
                "lan%67s=zh",
                "lang%3d=zh",
                "l%61n",
                "%6",
                "%",
                "lan%6",
                "lan%zz",
                "la%006eg")) {
            assertFalse(RawUrl.mayHaveParameter(query, "lang"), query);
        }
        assertFalse(RawUrl.mayHaveParameter(null, "lang"));
    }

    @Test
    void a_beginning_of_a_path_is_found_however_it_is_encoded() {
        for (String path :
                List.of("/api/v1/changes", "/api/v1/changes/x", "/api/v1/ch%61nges", "/%61pi/v1%2fchanges;a")) {
            assertTrue(RawUrl.mayBeginWith(path, "/api/v1/changes"), path);
        }
        for (String path :
                List.of("", "/", "/api/v1/change", "/api/v1/change%", "/api/v1/%63hange%7", "/x/api/v1/changes")) {
            assertFalse(RawUrl.mayBeginWith(path, "/api/v1/changes"), path);
        }
    }

    @Test
    void parameters_are_separated_by_ampersands_and_semicolons() {
        assertEquals(List.of("a=b", "", "c", "d=%3b", ""), RawUrl.parts("a=b&;c;d=%3b&"));
        assertEquals(List.of(""), RawUrl.parts(""));
    }

    @Test
    void a_part_of_a_query_is_a_parameter_by_its_decoded_name() {
        assertTrue(RawUrl.isParameter("c%75rsor=x", "cursor"));
        assertTrue(RawUrl.isParameter("cursor=a=b", "cursor"));
        assertFalse(RawUrl.isParameter("cursors=x", "cursor"));
        assertFalse(RawUrl.isParameter("q=cursor", "cursor"));
    }
}
