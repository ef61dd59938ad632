package org.modeltree.http.edge;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreflightSettingsTest {

    @Test
    void a_setting_that_no_browser_sends_as_an_origin_prevents_the_start() {
        for (String wrong :
                List.of("editor.example", "https://editor.example/", "https://editor.example/edit", "https://")) {
            assertEquals(
                    "modeltree.cors.write-origins must be origins such as https://editor.example, separated by commas, or"
                            + " *; was '" + wrong + "'",
                    assertThrows(
                                    ConfigurationException.class,
                                    () -> new WriteOrigins(() -> Optional.of(List.of("https://a.example", wrong))))
                            .getMessage());
        }
        assertDoesNotThrow(
                () -> new WriteOrigins(() -> Optional.of(List.of("*", "http://[::1]:3000", " app://desk "))));
        assertDoesNotThrow(() -> new WriteOrigins(Optional::empty));
    }
}
