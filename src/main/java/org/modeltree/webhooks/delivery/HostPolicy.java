package org.modeltree.webhooks.delivery;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Hosts that webhooks may call, by name: those in the setting; all, if it is not set. */
@Singleton
class HostPolicy {

    private static final String ANY_PREFIX = "*.";
    /** A name such as hooks.example.com, the same for all names that end so, or an address. */
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*|[0-9a-f:]+");

    private final List<String> hosts;

    HostPolicy(WebhookSettings settings) {
        hosts = settings.hosts().orElse(List.of()).stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .toList();
        for (String host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw new ConfigurationException(WebhookSettings.HOSTS
                        + " must be names of hosts such as hooks.example.com,*.example.org, was " + host);
            }
        }
    }

    /**
     * Refuses a receiver on another host.
     *
     * @throws Receiver.InvalidAddress if its host is not allowed
     */
    void check(Receiver receiver) throws Receiver.InvalidAddress {
        if (!hosts.isEmpty() && hosts.stream().noneMatch(host -> isMeant(host, receiver.host()))) {
            throw new Receiver.InvalidAddress("must be on one of the hosts in the setting " + WebhookSettings.HOSTS
                    + ", was on " + receiver.host());
        }
    }

    private static boolean isMeant(String allowed, String host) {
        String name = host.toLowerCase(Locale.ROOT);
        // A name may end with the dot of the root.
        String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return allowed.startsWith(ANY_PREFIX) ? plain.endsWith(allowed.substring(1)) : plain.equals(allowed);
    }
}
