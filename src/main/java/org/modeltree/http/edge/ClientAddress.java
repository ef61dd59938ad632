package org.modeltree.http.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.regex.Pattern;

/** Who a request comes from, as far as the network tells. */
public final class ClientAddress {

    private static final Pattern FOUR_GROUPS_OF_IPV6 = Pattern.compile("^((?:[0-9a-f]*:){4})[0-9a-f:]*.*$");

    private ClientAddress() {}

    /** The remote address, of IPv6 its network of 64 bits; {@code local} where there is none. */
    public static String of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String address = remote == null ? null : remote.hostAddress();
        return address == null ? "local" : network(address);
    }

    /** An IPv6 customer has a whole /64 to ask from, so that is what counts as one. */
    public static String network(String address) {
        return FOUR_GROUPS_OF_IPV6.matcher(address).replaceFirst("$1");
    }
}
