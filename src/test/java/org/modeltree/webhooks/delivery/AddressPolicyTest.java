package org.modeltree.webhooks.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which IP addresses webhooks may call. */
class AddressPolicyTest {

    static WebhookSettings settings(String allowPrivate) {
        return new SmallRyeConfigBuilder()
                .withMapping(WebhookSettings.class)
                .withDefaultValue(WebhookSettings.ALLOW_PRIVATE, allowPrivate)
                .withConverter(java.time.Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
                .build()
                .getConfigMapping(WebhookSettings.class);
    }

    private static String refusal(String setting, String address) throws UnknownHostException {
        return new AddressPolicy(settings(setting))
                .refusal(InetAddress.getByName(address))
                .orElse("allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, an unspecified address",
        "0.1.2.3, an unspecified address",
        "::, an unspecified address",
        "127.0.0.1, a loopback address",
        "127.255.255.254, a loopback address",
        "127.1, a loopback address",
        "2130706433, a loopback address",
        "::1, a loopback address",
        "::ffff:127.0.0.1, a loopback address",
        "::127.0.0.1, a loopback address",
        "10.0.0.1, an address of a private network",
        "172.16.0.1, an address of a private network",
        "172.31.255.255, an address of a private network",
        "192.168.1.1, an address of a private network",
        "::ffff:192.168.1.1, an address of a private network",
        "fc00::1, an address of a private network",
        "fd00:ec2::254, an address of a private network",
        "fec0::1, an address of a private network",
        "100.64.0.1, an address of a provider's own network (CGNAT)",
        "100.100.100.200, an address of a provider's own network (CGNAT)",
        "169.254.169.254, a link-local address",
        "::ffff:169.254.169.254, a link-local address",
        "fe80::1, a link-local address",
        "224.0.0.1, a multicast address",
        "239.255.255.250, a multicast address",
        "ff02::1, a multicast address",
        "168.63.129.16, an address of a cloud's metadata",
        "64:ff9b::7f00:1, an address that stands for another one",
        "64:ff9b:1::a00:1, an address that stands for another one",
        "2002:7f00:1::, an address that stands for another one",
        "2001:0:1::1, an address that stands for another one",
        "192.0.0.1, a reserved address",
        "198.18.0.1, a reserved address",
        "203.0.113.1, a reserved address",
        "255.255.255.255, a reserved address",
        "2001:db8::1, a reserved address",
        "100::1, a reserved address",
        "4000::1, a reserved address"
    })
    void addresses_that_are_not_public_are_refused(String address, String kind) throws UnknownHostException {
        assertEquals(kind, refusal("false", address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "100.63.255.255",
                "100.128.0.0",
                "169.253.1.1",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2606:4700::1111",
                "2a00:1450:4001:80b::200e"
            })
    void public_addresses_are_allowed(String address) throws UnknownHostException {
        assertEquals("allowed", refusal("false", address));
    }

    @Test
    void settings_allow_all_or_some_networks() throws UnknownHostException {
        assertEquals("allowed", refusal("true", "169.254.169.254"));
        String some = "10.1.0.0/16, fd12::/16";
        assertEquals("allowed", refusal(some, "10.1.255.3"));
        assertEquals("allowed", refusal(some, "::ffff:10.1.255.3"));
        assertEquals("allowed", refusal(some, "fd12:1::3"));
        assertEquals("an address of a private network", refusal(some, "10.2.0.1"));
        assertEquals("an address of a private network", refusal(some, "fd13::1"));
        assertEquals("a loopback address", refusal(some, "127.0.0.1"));
        for (String wrong : List.of("yes", "10.0.0.0", "10.0.0.0/33", "::/129", "localhost/8", "10.0.0.0/8,")) {
            assertThrows(ConfigurationException.class, () -> new AddressPolicy(settings(wrong)), wrong);
        }
    }

    private static String fault(String url) {
        return assertThrows(Receiver.InvalidAddress.class, () -> Receiver.of(url, false))
                .getMessage();
    }

    @Test
    void addresses_have_https_a_host_and_nothing_that_is_not_sent() throws Receiver.InvalidAddress {
        assertEquals(
                new Receiver("hooks.example.com", 443, "/", true), Receiver.of("https://hooks.example.com", false));
        assertEquals(
                new Receiver("::1", 8443, "/a%20b?c=%2f", true), Receiver.of("HTTPS://[::1]:8443/a%20b?c=%2f", false));
        assertEquals(new Receiver("a.example", 80, "/x", false), Receiver.of("http://a.example/x", true));
        assertTrue(fault("http://a.example").contains("modeltree.webhooks.allow-http"));
        assertTrue(fault("ftp://a.example").contains("https://"));
        assertTrue(fault("//a.example").contains("https://"));
        assertTrue(fault("https://ada:secret@a.example/").contains("user"));
        assertTrue(fault("https://ada@a.example/").contains("user"));
        assertTrue(fault("https://a.example/#top").contains("#"));
        assertTrue(fault("https:///path").contains("host"));
        assertTrue(fault("https://a_b.example/").contains("host"));
        assertTrue(fault("https://a.example:0/").contains("port"));
        assertTrue(fault("https://a.example:70000/").contains("port"));
        assertTrue(fault("https://a.example/a b").contains("blanks"));
        assertTrue(fault("https://a.example/\r\nHost: b").contains("blanks"));
        assertTrue(fault("https://bücher.example/").contains("xn--"));
        assertTrue(fault("https://a.example/" + "x".repeat(2000)).contains("2000 characters"));
    }
}
