package org.modeltree.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * HTTP/1.1 connection that sends bytes as they are, which HTTP clients do not allow. It is kept until the service closes it
 * or a request leaves it in an unknown state.
 */
final class Wire implements Closeable {

    /** How long the service may take for an answer. A read may take six seconds, and an import ten. */
    private static final int PATIENCE_MILLIS = 40_000;

    private static final int MAX_HEAD = 1 << 17;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?");

    private final int port;
    private Socket socket;
    private InputStream in;

    Wire(int port) {
        this.port = port;
    }

    /**
     * Sends a request and reads its answer. A connection that the service has closed meanwhile is opened again.
     *
     * @throws IOException if there is no complete answer
     */
    Answer exchange(Call call) throws IOException {
        byte[] request = call.bytes();
        boolean reused = socket != null;
        try {
            return attempt(call, request);
        } catch (IOException closed) {
            close();
            if (!reused) {
                throw closed;
            }
            return attempt(call, request);
        }
    }

    private Answer attempt(Call call, byte[] request) throws IOException {
        if (socket == null) {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        }
        long begun = System.nanoTime();
        try {
            socket.getOutputStream().write(request);
        } catch (IOException refused) {
            // The service may answer and close the connection before it has read everything.
        }
        Answer answer = read(call.method(), begun);
        if (call.isMalformed() || answer.header("connection").orElse("").equalsIgnoreCase("close")) {
            close();
        }
        return answer;
    }

    private Answer read(String method, long begun) throws IOException {
        while (true) {
            String statusLine = line();
            if (!STATUS_LINE.matcher(statusLine).matches()) {
                throw new IOException("no status line: " + statusLine);
            }
            int status = Integer.parseInt(statusLine.substring(9, 12));
            Map<String, List<String>> headers = headers();
            if (status == 100) {
                continue;
            }
            byte[] body = hasBody(method, status) ? body(headers) : new byte[0];
            return new Answer(status, headers, body, (System.nanoTime() - begun) / 1_000_000);
        }
    }

    private static boolean hasBody(String method, int status) {
        return !method.equals("HEAD") && status != 204 && status != 304;
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        int size = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            size += line.length();
            int colon = line.indexOf(':');
            if (colon <= 0 || size > MAX_HEAD) {
                throw new IOException("malformed header: " + line);
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            int size = Integer.parseInt(line(), 16);
            while (size > 0) {
                body.write(exactly(size));
                line();
                size = Integer.parseInt(line(), 16);
            }
            line();
            return body.toByteArray();
        }
        if (headers.containsKey("content-length")) {
            return exactly(Integer.parseInt(headers.get("content-length").get(0)));
        }
        return in.readAllBytes();
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("closed within a body of " + size + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("closed after: " + line);
            }
            line.append((char) next);
        }
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
