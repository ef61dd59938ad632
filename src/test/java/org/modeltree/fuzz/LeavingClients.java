package org.modeltree.fuzz;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Clients that send several requests at once and leave while these are received or answered, most of them by a reset. */
final class LeavingClients {

    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
    private static final List<String> REQUESTS = List.of(
            "GET /api/v1/models?limit=200" + HOST + "\r\n",
            "GET /api/v1/bands" + HOST + "Accept-Encoding: gzip\r\n\r\n",
            "GET /api/v1/export" + HOST + "\r\n",
            "GET /api/v1/changes/stream" + HOST + "\r\n",
            "GET /" + HOST + "Accept: text/html\r\n\r\n",
            "GET /api/v1/nosuch" + HOST + "\r\n",
            "GET /api/v1/models" + HOST + "X A: b\r\n\r\n",
            "POST /api/v1/resolve" + HOST + "Content-Type: application/json\r\nContent-Length: 500000\r\n\r\n{",
            "POST /api/v1/resolve" + HOST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");

    private LeavingClients() {}

    /** Opens connections one after the other, and leaves each. */
    static void leave(int port, int connections, Random random) throws IOException {
        for (int i = 0; i < connections; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                StringBuilder requests = new StringBuilder();
                for (int j = random.nextInt(4); j >= 0; j--) {
                    requests.append(REQUESTS.get(random.nextInt(REQUESTS.size())));
                }
                socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
                if (random.nextInt(3) == 0) {
                    // Leave after the first byte of an answer.
                    socket.setSoTimeout(20);
                    readOne(socket);
                }
                if (random.nextInt(4) > 0) {
                    // Makes closing a reset.
                    socket.setSoLinger(true, 0);
                }
            }
        }
    }

    private static void readOne(Socket socket) {
        try {
            socket.getInputStream().read();
        } catch (IOException nothing) {
            // There is none yet.
            return;
        }
    }
}
