import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Network of a cluster on one machine: forwards TCP connections, and breaks links on demand.
 *
 * <pre>java src/drills/java/Links.java CONTROL-PORT FILE</pre>
 *
 * <p>FILE has a line for each link: name, port to listen on, port to forward to. A connection of PostgreSQL belongs to the link
 * {@code APPLICATION>NAME}, where the application is what its startup message names, so that a standby can be told from
 * Patroni. Another one belongs to {@code >NAME}. Each connection to the control port sends one line and gets {@code ok}:
 *
 * <ul>
 *   <li>{@code cut PATTERN}: closes the links that the regular expression matches, and refuses new connections
 *   <li>{@code silent PATTERN}: loses what is sent in both directions, and closes nothing. {@code silent-to} and
 *       {@code silent-from} do so in one direction only, to or from the server
 *   <li>{@code slow PATTERN MILLIS}: delays what is sent
 *   <li>{@code heal}: ends all of that. What a silent link has held back is sent then, as TCP does after a partition
 * </ul>
 */
public final class Links {

    private static final int MAX_STARTUP = 10_000;
    private static final int PROTOCOL_3 = 3 << 16;
    private static final Pattern APPLICATION = Pattern.compile("\0application_name\0([^\0]*)\0");

    private record Rule(String kind, Pattern link, long millis) {}

    private static final Set<Connection> OPEN = ConcurrentHashMap.newKeySet();
    private static volatile List<Rule> rules = List.of();

    private Links() {}

    public static void main(String[] args) throws IOException {
        for (String line : Files.readAllLines(Path.of(args[1]))) {
            String[] words = line.split(" ");
            ServerSocket server = listen(Integer.parseInt(words[1]));
            thread(() -> accept(server, words[0], Integer.parseInt(words[2])));
        }
        ServerSocket control = listen(Integer.parseInt(args[0]));
        while (true) {
            try (Socket socket = control.accept()) {
                obey(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                        .readLine());
                socket.getOutputStream().write("ok\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException | RuntimeException malformed) {
                System.err.println("a command failed: " + malformed);
            }
        }
    }

    private static void obey(String command) {
        String[] words = command.split(" ");
        synchronized (Links.class) {
            if (words[0].equals("heal")) {
                rules = List.of();
            } else {
                List<Rule> more = new ArrayList<>(rules);
                more.add(new Rule(words[0], Pattern.compile(words[1]), words.length > 2 ? Long.parseLong(words[2]) : 0));
                rules = List.copyOf(more);
            }
            Links.class.notifyAll();
        }
        OPEN.stream().filter(connection -> matches("cut", connection.link)).forEach(Connection::close);
    }

    private static boolean matches(String kind, String link) {
        return rules.stream()
                .anyMatch(rule -> rule.kind().equals(kind) && rule.link().matcher(link).find());
    }

    private static void accept(ServerSocket server, String name, int port) {
        while (true) {
            try {
                Socket client = server.accept();
                thread(() -> forward(client, name, port));
            } catch (IOException closed) {
                throw new IllegalStateException(closed);
            }
        }
    }

    private static void forward(Socket client, String name, int port) {
        Connection connection = new Connection(client);
        OPEN.add(connection);
        connection.link = ">" + name;
        try {
            if (matches("cut", connection.link)) {
                connection.close();
                return;
            }
            client.setTcpNoDelay(true);
            byte[] first = first(client.getInputStream());
            connection.link = application(first) + ">" + name;
            if (matches("cut", connection.link)) {
                connection.close();
                return;
            }
            awaitPassing(connection.link, true);
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            server.setTcpNoDelay(true);
            connection.server = server;
            server.getOutputStream().write(first);
            thread(() -> pump(server, client, connection, false));
            pump(client, server, connection, true);
        } catch (IOException | InterruptedException gone) {
            connection.close();
        }
    }

    /** What a client sends first; a startup message of PostgreSQL as a whole. */
    private static byte[] first(InputStream in) throws IOException {
        byte[] buffer = new byte[MAX_STARTUP];
        int count = in.read(buffer);
        if (count < 0) {
            throw new IOException("nothing was sent");
        }
        byte[] all = new byte[count];
        System.arraycopy(buffer, 0, all, 0, count);
        return all;
    }

    private static String application(byte[] first) {
        if (first.length < 8 || number(first, 4) != PROTOCOL_3) {
            return "";
        }
        Matcher matcher = APPLICATION.matcher(new String(first, StandardCharsets.ISO_8859_1));
        return matcher.find() ? matcher.group(1) : "";
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }

    private static void pump(Socket from, Socket to, Connection connection, boolean toServer) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitPassing(connection.link, toServer);
                out.write(buffer, 0, count);
            }
            // A standby or a client that ends its side: a broken network would not even pass that on.
            awaitPassing(connection.link, toServer);
        } catch (IOException | InterruptedException gone) {
            // Both sides end below.
        } finally {
            connection.close();
        }
    }

    private static void awaitPassing(String link, boolean toServer) throws InterruptedException {
        synchronized (Links.class) {
            while (matches("silent", link) || matches(toServer ? "silent-to" : "silent-from", link)) {
                Links.class.wait();
            }
        }
        for (Rule rule : rules) {
            if (rule.kind().equals("slow") && rule.link().matcher(link).find()) {
                Thread.sleep(rule.millis());
            }
        }
    }

    /** One forwarded connection. */
    private static final class Connection {

        private final Socket client;
        private volatile Socket server;
        private volatile String link;

        Connection(Socket client) {
            this.client = client;
        }

        void close() {
            OPEN.remove(this);
            close(client);
            if (server != null) {
                close(server);
            }
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException closed) {
                System.err.println("a socket cannot be closed: " + closed);
            }
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }
}
