package org.modeltree.webhooks.delivery;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * IP addresses that webhooks may call: public ones, and those in the settings. A curator chooses the address of a webhook,
 * and the service is often inside a network whose servers trust each other.
 */
@Singleton
class AddressPolicy {

    private static final int IPV4_BYTES = 4;
    private static final int LAST_BYTES = 12;
    private static final Network GLOBAL_IPV6 = network("2000::/3");

    /** What is not public, by its name in messages. */
    private static final Map<String, List<Network>> SPECIAL = special();

    private final boolean allowsAll;
    private final List<Network> allowed;

    AddressPolicy(WebhookSettings settings) {
        String setting = settings.allowPrivate().strip();
        allowsAll = setting.equals("true");
        allowed = allowsAll || setting.equals("false")
                ? List.of()
                : Stream.of(setting.split(",", -1))
                        .map(text -> Network.of(text.strip())
                                .orElseThrow(() -> new ConfigurationException(WebhookSettings.ALLOW_PRIVATE
                                        + " must be true, false or networks such as 10.1.0.0/16,fd12::/16, was "
                                        + setting)))
                        .toList();
    }

    private static Map<String, List<Network>> special() {
        Map<String, List<Network>> networks = new TreeMap<>();
        networks.put("an unspecified address", networks("0.0.0.0/8", "::/128"));
        networks.put("a loopback address", networks("127.0.0.0/8", "::1/128"));
        networks.put(
                "an address of a private network",
                networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"));
        networks.put("an address of a provider's own network (CGNAT)", networks("100.64.0.0/10"));
        networks.put("a link-local address", networks("169.254.0.0/16", "fe80::/10"));
        networks.put("a multicast address", networks("224.0.0.0/4", "ff00::/8"));
        // 168.63.129.16 is a public address that is the host of a virtual machine on Azure.
        networks.put("an address of a cloud's metadata", networks("168.63.129.16/32"));
        networks.put(
                "an address that stands for another one",
                networks("192.88.99.0/24", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"));
        networks.put(
                "a reserved address",
                networks(
                        "192.0.0.0/24",
                        "192.0.2.0/24",
                        "198.18.0.0/15",
                        "198.51.100.0/24",
                        "203.0.113.0/24",
                        "240.0.0.0/4",
                        "2001:db8::/32",
                        "3fff::/20"));
        return networks;
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(AddressPolicy::network).toList();
    }

    private static Network network(String text) {
        return Network.of(text).orElseThrow();
    }

    /** What kind of address this is, if webhooks must not call it; empty if they may. */
    Optional<String> refusal(InetAddress address) {
        if (allowsAll) {
            return Optional.empty();
        }
        byte[] bytes = address.getAddress();
        return refusal(isIpv4InIpv6(bytes) ? Arrays.copyOfRange(bytes, LAST_BYTES, bytes.length) : bytes);
    }

    private Optional<String> refusal(byte[] address) {
        if (allowed.stream().anyMatch(network -> network.contains(address))) {
            return Optional.empty();
        }
        for (Map.Entry<String, List<Network>> kind : SPECIAL.entrySet()) {
            if (kind.getValue().stream().anyMatch(network -> network.contains(address))) {
                return Optional.of(kind.getKey());
            }
        }
        // Everything else in IPv6 is not assigned, or has a meaning that only its own network knows.
        return address.length == IPV4_BYTES || GLOBAL_IPV6.contains(address)
                ? Optional.empty()
                : Optional.of("a reserved address");
    }

    /** Whether the last four bytes are the address: {@code ::ffff:127.0.0.1} and the former {@code ::127.0.0.1}. */
    private static boolean isIpv4InIpv6(byte[] address) {
        if (address.length == IPV4_BYTES) {
            return false;
        }
        for (int i = 0; i < LAST_BYTES - 2; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        boolean isMapped = address[LAST_BYTES - 2] == -1 && address[LAST_BYTES - 1] == -1;
        boolean isCompatible = address[LAST_BYTES - 2] == 0
                && address[LAST_BYTES - 1] == 0
                && (address[LAST_BYTES] != 0 || address[LAST_BYTES + 1] != 0);
        return isMapped || isCompatible;
    }
}
