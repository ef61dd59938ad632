package org.modeltree.http.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {

    private static final List<String> OFFERED = List.of("application/json", "text/html", "text/markdown");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none | application/json",
                "'' | application/json",
                "*/* | application/json",
                "text/html | text/html",
                "TEXT/HTML;level=1 | text/html",
                // Chromium, and an older client that gives no weights.
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8 | text/html",
                "text/html, */* | text/html",
                "application/json, text/html | application/json",
                "text/html, application/json | application/json",
                "application/json;q=0.5, text/html;q=0.4 | application/json",
                "application/json;q=0.4, text/html;q=0.5 | text/html",
                "text/markdown, application/json;q=0.9 | text/markdown",
                "text/*;q=0.5, text/html;q=0.1 | text/markdown",
                "*/*, application/json;q=0 | text/html",
                "text/html;q=nonsense, text/markdown;q=0.1 | text/markdown",
                "image/png | none",
                "application/json;q=0 | none",
            })
    void the_preferred_media_type(String header, String expected) {
        assertEquals(Optional.ofNullable(expected), Accept.preferred(header, OFFERED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "'' | none",
                "' ' | none",
                "application/json | application/json",
                "'application/json,' | application/json",
                "'application/json, , text/html' | application/json, text/html",
                "application/json; | application/json",
                "application/json;q | application/json",
                "application/json;a=\"b;q=0.5 | application/json;q=0.5",
                "text/html;level=1;q=0.5, */*;q=0.1 | text/html;q=0.5, */*;q=0.1",
                "* | */*",
                "*;q=0.3 | */*;q=0.3",
                "*/json, */* | */*",
                "application | unknown/unknown",
                "/a | unknown/unknown",
                "a/ | unknown/unknown",
                "',' | unknown/unknown",
            })
    void what_is_malformed_is_left_out(String header, String expected) {
        assertEquals(Optional.ofNullable(expected), Accept.wellFormed(header));
    }
}
