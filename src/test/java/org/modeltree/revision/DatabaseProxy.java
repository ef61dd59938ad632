package org.modeltree.revision;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.modeltree.TestDatabase;

/**
 * Proxy between the service and a real database that simulates failures: it refuses connections, goes silent without
 * closing them, loses the response to a commit, or drops connections without a sign.
 */
public class DatabaseProxy implements QuarkusTestResourceLifecycleManager {

    /** What the proxy does with traffic. */
    enum Mode {
        /** Forwards everything. */
        PASSING,
        /** Closes all connections and refuses new ones. */
        REFUSING,
        /** Forwards nothing in either direction, and closes nothing. */
        SILENT,
        /** Forwards each part of an answer {@link DatabaseProxy#DELAY_MILLIS} later. */
        SLOW,
        /** Drops the database's responses from the next commit on. */
        SWALLOWING_COMMITS,
        /** Drops all traffic of a connection as soon as anything is sent on it, without closing it. */
        FORGETTING
    }

    /** Delay of {@link Mode#SLOW}. */
    static final int DELAY_MILLIS = 200;

    private static final String DATABASE = "proxied";
    private static final byte[] COMMIT = "commit\0".getBytes(StandardCharsets.US_ASCII);
    private static final String KEY = "org.modeltree.database-proxy";
    private static final String APPLIED = KEY + ".applied";
    private static final String DIRECT = KEY + ".direct";
    private static final String SILENCING = KEY + ".silencing";

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PASSING;
    private volatile boolean over;
    private int port;
    private String host;
    private int databasePort;
    private ServerSocket server;
    private String renamed = "";
    private String name = "";

    /** Changes the behaviour of all connections. */
    static void set(Mode mode) {
        // Each restart of the service reloads this class, but all of them share the system properties.
        System.clearProperty(SILENCING);
        System.setProperty(KEY, mode.name());
        Awaitility.await().until(() -> mode.name().equals(System.getProperty(APPLIED)));
    }

    /** Lets all connections become {@link Mode#SILENT} as soon as a statement with this text is sent, which is held back as well. */
    static void fallSilentAt(String statement) {
        System.setProperty(SILENCING, statement);
    }

    /** Whether all connections are silent by now. */
    static boolean isSilent() {
        return Mode.SILENT.name().equals(System.getProperty(APPLIED));
    }

    /** JDBC URL that bypasses the proxy. */
    static String direct() {
        return System.getProperty(DIRECT);
    }

    /** The first value of the answer to a query that bypasses the proxy. */
    static String ask(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(direct(), "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public Map<String, String> start() {
        String url = TestDatabase.migratedDatabase(DATABASE);
        System.setProperty(DIRECT, url);
        return Map.of(
                "quarkus.datasource.jdbc.url",
                inFrontOf(url),
                "quarkus.datasource.username",
                "postgres",
                "quarkus.datasource.password",
                "",
                "quarkus.flyway.active",
                "false");
    }

    /** Starts to forward to the server of a JDBC URL. The same URL, through the proxy. */
    String inFrontOf(String url) {
        URI address = URI.create(url.substring("jdbc:".length()));
        host = address.getHost();
        databasePort = address.getPort();
        listen();
        System.setProperty(KEY, Mode.PASSING.name());
        thread(this::obey);
        return "jdbc:postgresql://127.0.0.1:" + port + address.getPath();
    }

    /** Leads to another database than the client asks for, whose name has the same length. */
    void rename(String asked, String led) {
        renamed = asked;
        name = led;
    }

    private byte[] renamed(byte[] buffer, int count) {
        String text = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
        return text.replace("database\0" + renamed + "\0", "database\0" + name + "\0")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void stop() {
        over = true;
        become(Mode.REFUSING.name());
    }

    private void obey() {
        while (!over) {
            become(System.getProperty(KEY));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private synchronized void become(String name) {
        Mode next = Mode.valueOf(name);
        boolean listened = mode != Mode.REFUSING;
        mode = next;
        if (next == Mode.REFUSING && listened) {
            close(server);
            sockets.forEach(DatabaseProxy::close);
            sockets.clear();
        } else if (next != Mode.REFUSING && !listened) {
            listen();
        }
        notifyAll();
        System.setProperty(APPLIED, name);
    }

    private void listen() {
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            port = server.getLocalPort();
            ServerSocket own = server;
            thread(() -> accept(own));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private void accept(ServerSocket own) {
        try {
            while (true) {
                Socket client = own.accept();
                Socket database = new Socket(host, databasePort);
                sockets.add(client);
                sockets.add(database);
                AtomicBoolean answersLost = new AtomicBoolean();
                AtomicBoolean forgotten = new AtomicBoolean();
                thread(() -> pump(client, database, true, answersLost, forgotten));
                thread(() -> pump(database, client, false, answersLost, forgotten));
            }
        } catch (IOException closed) {
            // Closing the server socket ends the loop.
            close(own);
        }
    }

    private void pump(Socket from, Socket to, boolean questions, AtomicBoolean answersLost, AtomicBoolean forgotten) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (questions) {
                    fallSilentIfAsked(buffer, count);
                }
                waitWhileSilent();
                if (!questions && mode == Mode.SLOW) {
                    Thread.sleep(DELAY_MILLIS);
                }
                if (questions && mode == Mode.SWALLOWING_COMMITS && contains(buffer, count, COMMIT)) {
                    answersLost.set(true);
                }
                if (mode == Mode.FORGETTING) {
                    forgotten.set(true);
                }
                if (!forgotten.get() && (questions || !answersLost.get())) {
                    out.write(renamed.isEmpty() ? buffer : renamed(buffer, count), 0, count);
                    out.flush();
                }
            }
        } catch (IOException | InterruptedException gone) {
            // If one side has ended, the other one is closed as well.
            close(from);
        } finally {
            close(to);
        }
    }

    private static void fallSilentIfAsked(byte[] buffer, int count) {
        String statement = System.getProperty(SILENCING);
        if (statement != null
                && contains(buffer, count, statement.getBytes(StandardCharsets.US_ASCII))
                && System.getProperties().remove(SILENCING, statement)) {
            set(Mode.SILENT);
        }
    }

    private synchronized void waitWhileSilent() throws InterruptedException {
        while (mode == Mode.SILENT) {
            wait();
        }
    }

    private static boolean contains(byte[] buffer, int count, byte[] text) {
        for (int i = 0; i + text.length <= count; i++) {
            int matched = 0;
            while (matched < text.length && buffer[i + matched] == text[matched]) {
                matched++;
            }
            if (matched == text.length) {
                return true;
            }
        }
        return false;
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "database-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception already) {
            // The socket is closed already.
            return;
        }
    }
}
