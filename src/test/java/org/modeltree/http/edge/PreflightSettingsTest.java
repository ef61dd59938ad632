package org.modeltree.http.edge;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeltree.http.config.CorsSettings;

class PreflightSettingsTest {

    @Test
    void a_setting_that_no_browser_sends_as_an_origin_prevents_the_start() {
        for (String setting : List.of(CorsSettings.READ_ORIGINS, CorsSettings.WRITE_ORIGINS)) {
            for (String wrong :
                    List.of("editor.example", "https://editor.example/", "https://editor.example/edit", "https://")) {
                assertEquals(
                        setting + " must be origins such as https://editor.example, separated by commas, or *; was '"
                                + wrong + "'",
                        assertThrows(
                                        ConfigurationException.class,
                                        () -> origins(Map.of(setting, "https://a.example," + wrong)))
                                .getMessage());
            }
            assertDoesNotThrow(() -> origins(Map.of(setting, "*, http://[::1]:3000, app://desk ")));
        }
    }

    @Test
    void all_pages_may_read_unless_the_settings_name_some() {
        assertTrue(origins(Map.of()).allMayRead());
        assertTrue(
                origins(Map.of(CorsSettings.WRITE_ORIGINS, "https://a.example")).allMayRead());
        assertFalse(
                origins(Map.of(CorsSettings.READ_ORIGINS, "https://a.example")).allMayRead());
        // Who may write may read.
        assertTrue(origins(Map.of(CorsSettings.READ_ORIGINS, "https://a.example", CorsSettings.WRITE_ORIGINS, "*"))
                .allMayRead());
    }

    private static PageOrigins origins(Map<String, String> settings) {
        return new PageOrigins(new SmallRyeConfigBuilder()
                .withMapping(CorsSettings.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(CorsSettings.class));
    }
}
