package org.modeltree.webhooks.delivery;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Address that a webhook calls.
 *
 * @param host name or IP address, without brackets
 * @param port from 1 to 65535
 * @param target path and query, at least {@code /}
 * @param isSecure whether the connection is encrypted
 */
public record Receiver(String host, int port, String target, boolean isSecure) {

    /** Characters of an address, at most. */
    public static final int MAX_LENGTH = 2000;

    private static final int MAX_PORT = 65_535;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    /** An address that cannot be one of a webhook; the message is a predicate. */
    public static final class InvalidAddress extends Exception {

        private static final long serialVersionUID = 1;

        InvalidAddress(String message) {
            super(message);
        }
    }

    /**
     * Parses an address.
     *
     * @throws InvalidAddress naming what is wrong with it
     */
    static Receiver of(String url, boolean allowHttp) throws InvalidAddress {
        if (url.length() > MAX_LENGTH) {
            throw new InvalidAddress("must be at most " + MAX_LENGTH + " characters long");
        }
        URI address = parsed(url);
        String scheme = Optional.ofNullable(address.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        boolean isSecure = scheme.equals("https");
        if (!isSecure && !scheme.equals("http")) {
            throw new InvalidAddress("must begin with https://");
        }
        if (!isSecure && !allowHttp) {
            throw new InvalidAddress("must begin with https://, because the setting " + WebhookSettings.ALLOW_HTTP
                    + " does not allow http://");
        }
        if (address.getRawAuthority() != null && address.getRawAuthority().contains("@")) {
            throw new InvalidAddress("must not contain a user or a password; check the signature instead");
        }
        if (address.getRawFragment() != null) {
            throw new InvalidAddress("must not contain #, because what follows is not sent");
        }
        String host = address.getHost();
        if (host == null || host.isEmpty()) {
            throw new InvalidAddress(
                    "must contain the name of a host in ASCII, such as hooks.example.com; write others as xn--…");
        }
        int port = address.getPort() < 0 ? (isSecure ? HTTPS_PORT : HTTP_PORT) : address.getPort();
        if (port < 1 || port > MAX_PORT) {
            throw new InvalidAddress("must have a port between 1 and " + MAX_PORT);
        }
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        return new Receiver(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                address.getRawQuery() == null ? path : path + "?" + address.getRawQuery(),
                isSecure);
    }

    private static URI parsed(String url) throws InvalidAddress {
        // URI accepts other letters in paths, which the request line cannot contain.
        if (!url.chars().allMatch(letter -> letter > ' ' && letter < 0x7f)) {
            throw new InvalidAddress("must contain no blanks and only ASCII; write other characters as %… or xn--…");
        }
        try {
            return new URI(url);
        } catch (URISyntaxException malformed) {
            throw new InvalidAddress("must be an address such as https://hooks.example.com/modeltree");
        }
    }
}
