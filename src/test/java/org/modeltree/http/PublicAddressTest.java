package org.modeltree.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeltree.http.config.PublicAddressSettings;

/** Addresses for other sites. */
class PublicAddressTest {

    private static String address(String setting) {
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder()
                .withMapping(PublicAddressSettings.class)
                .withConverter(Duration.class, 100, new DurationConverter());
        if (setting != null) {
            config.withDefaultValue(PublicAddressSettings.PUBLIC_URL, setting);
        }
        return new PublicAddress(config.build().getConfigMapping(PublicAddressSettings.class)).of("/a.png");
    }

    @Test
    void an_address_begins_with_the_setting_and_without_it_at_the_root() {
        assertEquals("/a.png", address(null));
        assertEquals("https://models.example/a.png", address("https://models.example"));
        assertEquals("https://models.example/a.png", address(" https://models.example/ "));
        assertEquals("http://127.0.0.1:8080/a.png", address("http://127.0.0.1:8080"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models.example",
                "javascript:alert(1)",
                "https://",
                "https://a b",
                "https://a?q=1",
                "https://models.example/tree/",
                "https://\"><script>"
            })
    void what_is_no_address_stops_the_start(String setting) {
        assertThrows(ConfigurationException.class, () -> address(setting));
    }
}
