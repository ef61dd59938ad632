package org.modeltree.http.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeltree.http.config.PublicAddressSettings;

/** Whether browsers are told to use HTTPS only. */
class CommonHeadersTest {

    private static final String HEADER = "Strict-Transport-Security";

    private static Map<String, String> headers(Map<String, String> settings) {
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder()
                .withMapping(PublicAddressSettings.class)
                .withConverter(Duration.class, 100, new DurationConverter());
        settings.forEach(config::withDefaultValue);
        Map<String, String> headers = new HashMap<>();
        new CommonHeaders(Clock.systemUTC(), config.build().getConfigMapping(PublicAddressSettings.class))
                .set("/", (name, value) -> headers.put(name.toString(), value.toString()));
        return headers;
    }

    @Test
    void browsers_are_told_nothing_unless_the_setting_says_so() {
        assertFalse(headers(Map.of()).containsKey(HEADER));
    }

    @Test
    void with_the_setting_they_use_https_only_for_this_host_and_all_below_it() {
        assertEquals(
                "max-age=31536000; includeSubDomains",
                headers(Map.of("modeltree.strict-transport-security", "365d")).get(HEADER));
        assertEquals(
                "max-age=300; includeSubDomains",
                headers(Map.of("modeltree.strict-transport-security", "5m")).get(HEADER));
    }
}
