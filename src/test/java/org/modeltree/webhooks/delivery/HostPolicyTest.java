package org.modeltree.webhooks.delivery;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts webhooks may call. */
class HostPolicyTest {

    private static HostPolicy policy(String hosts) {
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder()
                .withMapping(WebhookSettings.class)
                .withConverter(Duration.class, 100, new DurationConverter());
        if (hosts != null) {
            config.withDefaultValue(WebhookSettings.HOSTS, hosts);
        }
        return new HostPolicy(config.build().getConfigMapping(WebhookSettings.class));
    }

    private static Receiver receiver(String url) throws Receiver.InvalidAddress {
        return Receiver.of(url, false);
    }

    @Test
    void without_the_setting_every_host_is_allowed() {
        assertDoesNotThrow(() -> policy(null).check(receiver("https://anything.example.net/x")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com/a",
                "https://HOOKS.example.com:8443/b",
                "https://hooks.example.com./c",
                "https://a.example.org/d",
                "https://a.b.example.org/e",
                "https://[2001:db9::1]/f"
            })
    void with_the_setting_its_hosts_are_allowed(String url) {
        HostPolicy policy = policy("hooks.example.com, *.Example.org,2001:db9::1");
        assertDoesNotThrow(() -> policy.check(receiver(url)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/, example.com",
        "https://evil-hooks.example.com/, evil-hooks.example.com",
        "https://hooks.example.com.evil.net/, hooks.example.com.evil.net",
        "https://example.org/, example.org",
        "https://evilexample.org/, evilexample.org",
        "https://93.184.216.34/, 93.184.216.34"
    })
    void with_the_setting_every_other_host_is_refused(String url, String host) {
        HostPolicy policy = policy("hooks.example.com,*.example.org");
        Receiver.InvalidAddress refused =
                assertThrows(Receiver.InvalidAddress.class, () -> policy.check(receiver(url)));
        assertEquals(
                "must be on one of the hosts in the setting modeltree.webhooks.hosts, was on " + host,
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://hooks.example.com", "hooks.example.com:8443", "*", "a.*.example.org", "hooks/path"})
    void what_is_no_host_stops_the_start(String hosts) {
        ConfigurationException refused = assertThrows(ConfigurationException.class, () -> policy(hosts));
        assertEquals(
                "modeltree.webhooks.hosts must be names of hosts such as hooks.example.com,*.example.org, was " + hosts,
                refused.getMessage());
    }
}
