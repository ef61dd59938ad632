package org.modeltree.webhooks.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Network of IP addresses. */
final class Network {

    /** Only what consists of digits and separators, because anything else would be looked up as a name. */
    private static final Pattern TEXT = Pattern.compile(
            "(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*(?::\\d{1,3}(?:\\.\\d{1,3}){3})?)/(\\d{1,3})");

    private final byte[] prefix;
    private final int bits;

    /**
     * @param prefix 4 or 16 bytes
     * @param bits how many of their first bits an address of the network has
     */
    private Network(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /** Parses a network such as {@code 10.0.0.0/8} or {@code fc00::/7}; empty if the text is none. */
    static Optional<Network> of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            byte[] prefix = InetAddress.getByName(matcher.group(1)).getAddress();
            int bits = Integer.parseInt(matcher.group(2));
            return bits > prefix.length * Byte.SIZE ? Optional.empty() : Optional.of(new Network(prefix, bits));
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }

    /** Whether an address of this many bytes is in the network. */
    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
            return false;
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || (address[whole] ^ prefix[whole]) >> (Byte.SIZE - rest) == 0;
    }
}
