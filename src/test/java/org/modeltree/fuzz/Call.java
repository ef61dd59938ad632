package org.modeltree.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeltree.contract.Contract;

/**
 * Request as it is sent.
 *
 * @param operation what it was made from; empty for paths that the contract does not describe
 * @param target path and query, as characters of one byte each
 * @param headers names and values in order, without those of the connection and of the body's length
 * @param body empty for none
 * @param isMalformed whether it breaks HTTP itself, so that the connection cannot be used any longer
 * @param isOverHttp2 whether it is sent over HTTP/2
 * @param changes what was broken on purpose, for people
 */
record Call(
        Optional<Contract.Operation> operation,
        String method,
        String target,
        List<Map.Entry<String, String>> headers,
        Optional<byte[]> body,
        boolean isMalformed,
        boolean isOverHttp2,
        String changes) {

    private static final int SHOWN = 4_000;

    /** The same request over HTTP/2. */
    Call overHttp2() {
        return new Call(operation, method, target, headers, body, isMalformed, true, changes);
    }

    /** Path without query. */
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Head and body. */
    byte[] bytes() {
        byte[] head = head().getBytes(StandardCharsets.ISO_8859_1);
        byte[] content = body.orElse(new byte[0]);
        byte[] all = new byte[head.length + content.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        return all;
    }

    private String head() {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        if (headers.stream().noneMatch(header -> header.getKey().equalsIgnoreCase("Host"))) {
            head.append("Host: localhost\r\n");
        }
        headers.forEach(header -> head.append(header.getKey())
                .append(": ")
                .append(header.getValue())
                .append("\r\n"));
        boolean framed =
                headers.stream().anyMatch(header -> header.getKey().matches("(?i)content-length|transfer-encoding"));
        if (body.isPresent() && !framed) {
            head.append("Content-Length: ").append(body.get().length).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** A command that repeats the request. */
    String curl(int port) {
        if (isMalformed || contains(head(), '\0')) {
            return "printf '%b' " + quoted(head(), true) + " | nc -q 5 127.0.0.1 " + port;
        }
        StringBuilder command = new StringBuilder(
                "curl -i --path-as-is --globoff " + (isOverHttp2 ? "--http2-prior-knowledge " : "") + "-X " + method);
        headers.forEach(
                header -> command.append(" -H ").append(quoted(header.getKey() + ": " + header.getValue(), false)));
        body.ifPresent(bytes -> {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            command.append(
                    contains(text, '\0') || text.length() > SHOWN
                            ? " --data-binary @body"
                            : " --data-binary " + quoted(text, false));
        });
        return command + " " + quoted("http://127.0.0.1:" + port + target, false);
    }

    private static boolean contains(String text, char character) {
        return text.indexOf(character) >= 0;
    }

    /** The text for Bash: all but plain characters as bytes. */
    private static String quoted(String text, boolean forPrintf) {
        StringBuilder quoted = new StringBuilder(forPrintf ? "'" : "$'");
        text.chars().limit(SHOWN).forEach(c -> {
            if (c < ' ' || c > '~' || c == '\'' || c == '\\') {
                quoted.append(forPrintf ? "\\0" + Integer.toOctalString(c) : String.format("\\x%02x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('\'').toString();
    }
}
