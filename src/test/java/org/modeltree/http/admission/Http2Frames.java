package org.modeltree.http.admission;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The few HTTP/2 frames of a client with prior knowledge that never reads. */
final class Http2Frames {

    private static final int SETTINGS = 4;
    private static final int HEADERS = 1;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int END_OF_STREAM_AND_HEADERS = 5;
    /** The fields of the static table. */
    private static final int METHOD_GET = 0x82;

    private static final int SCHEME_HTTP = 0x86;
    private static final int PATH = 0x04;
    private static final int AUTHORITY = 0x01;

    private final DataOutputStream out;

    Http2Frames(Socket socket) throws IOException {
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** Begins the connection. */
    void begin(int initialWindow) throws IOException {
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream settings = new ByteArrayOutputStream();
        DataOutputStream setting = new DataOutputStream(settings);
        setting.writeShort(INITIAL_WINDOW_SIZE);
        setting.writeInt(initialWindow);
        frame(SETTINGS, 0, 0, settings.toByteArray());
    }

    /** Requests a path of up to 126 characters. */
    void get(int stream, String path) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(METHOD_GET);
        block.write(SCHEME_HTTP);
        literal(block, PATH, path);
        literal(block, AUTHORITY, "localhost");
        frame(HEADERS, END_OF_STREAM_AND_HEADERS, stream, block.toByteArray());
    }

    private static void literal(ByteArrayOutputStream block, int name, String value) {
        block.write(name);
        block.write(value.length());
        block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        out.writeByte(payload.length >> 16);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
        out.flush();
    }
}
