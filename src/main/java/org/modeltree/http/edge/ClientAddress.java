package org.modeltree.http.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.regex.Pattern;

/** Network address of a client, by which per-client limits are counted. */
public final class ClientAddress {

    private static final Pattern FOUR_GROUPS_OF_IPV6 = Pattern.compile("^((?:[0-9a-f]*:){4})[0-9a-f:]*.*$");

    private ClientAddress() {}

    /** The remote IPv4 address, or the /64 network of an IPv6 address; {@code local} if there is none. */
    public static String of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String address = remote == null ? null : remote.hostAddress();
        return address == null ? "local" : network(address);
    }

    /** The address, reduced to its /64 network if it is IPv6: providers assign at least a /64 to each customer. */
    public static String network(String address) {
        // Most addresses are IPv4 and need no pattern.
        return address.indexOf(':') < 0
                ? address
                : FOUR_GROUPS_OF_IPV6.matcher(address).replaceFirst("$1");
    }
}
