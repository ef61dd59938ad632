import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Many clients that send one byte at a time, slowly: {@code java Drip.java PORT COUNT SECONDS KIND STOP [TOKEN]}, where the
 * kind is {@code imports}, {@code writes} or {@code headers}. Runs for the given time or until the file STOP exists, then
 * prints how many clients got which status.
 */
final class Drip {

    private static final int MILLIS_BETWEEN_BYTES = 500;

    private Drip() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        long end = System.nanoTime() + Long.parseLong(arguments[2]) * 1_000_000_000L;
        String kind = arguments[3];
        String credentials = arguments.length > 5 ? "Authorization: Bearer " + arguments[5] + "\r\n" : "";
        String head =
                switch (kind) {
                    case "imports" ->
                        "POST /api/v1/imports?format=modeltree HTTP/1.1\r\nHost: localhost\r\n" + credentials
                                + "Transfer-Encoding: chunked\r\n\r\n";
                    case "writes" ->
                        "PUT /api/v1/vendors/drip HTTP/1.1\r\nHost: localhost\r\n" + credentials
                                + "Content-Type: application/json\r\nIf-None-Match: *\r\nContent-Length: 100000\r\n\r\n";
                    default -> "GET /api/v1/models HTTP/1.1\r\nX-Slow: ";
                };
        String drop = kind.equals("imports") ? "1\r\n \r\n" : "x";
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket("localhost", port);
            socket.setTcpNoDelay(true);
            send(socket, head);
            sockets.add(socket);
        }
        System.out.println("open " + sockets.size());
        Path stop = Path.of(arguments[4]);
        while (System.nanoTime() < end && !Files.exists(stop)) {
            for (Socket socket : sockets) {
                send(socket, drop);
            }
            Thread.sleep(MILLIS_BETWEEN_BYTES);
        }
        Map<String, Integer> answers = new TreeMap<>();
        for (Socket socket : sockets) {
            answers.merge(status(socket), 1, Integer::sum);
            socket.close();
        }
        System.out.println("answers " + answers);
    }

    private static void send(Socket socket, String text) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        } catch (IOException refused) {
            // The service has answered and closed the connection; the response is read at the end.
        }
    }

    private static String status(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            socket.setSoTimeout(100);
            byte[] line = in.readNBytes(12);
            return line.length < 12 ? "closed" : new String(line, 9, 3, StandardCharsets.ISO_8859_1);
        } catch (IOException none) {
            return none.getMessage() != null && none.getMessage().contains("timed out") ? "none" : "closed";
        }
    }
}
