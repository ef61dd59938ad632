import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that send a request and do not read the response: {@code java IdleClients.java PORT PATH COUNT}. Prints how many
 * were accepted (200), refused, and left without a response after 10 seconds; then waits until it is killed.
 */
final class IdleClients {

    private static final long NANOS_TO_WAIT = 10_000_000_000L;

    private IdleClients() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        byte[] request = ("GET " + arguments[1] + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        List<Socket> waiting = new ArrayList<>();
        for (int i = Integer.parseInt(arguments[2]); i > 0; i--) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.getOutputStream().write(request);
            waiting.add(socket);
        }
        List<Socket> answered = new ArrayList<>();
        int refused = 0;
        long end = System.nanoTime() + NANOS_TO_WAIT;
        while (!waiting.isEmpty() && System.nanoTime() < end) {
            for (Socket socket : List.copyOf(waiting)) {
                InputStream in = socket.getInputStream();
                if (in.available() > 12) {
                    waiting.remove(socket);
                    String status = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
                    if (status.endsWith("200")) {
                        answered.add(socket);
                    } else {
                        refused++;
                        socket.close();
                    }
                }
            }
            Thread.sleep(10);
        }
        System.out.println(answered.size() + " " + refused + " " + waiting.size());
        Thread.sleep(Long.MAX_VALUE);
    }
}
