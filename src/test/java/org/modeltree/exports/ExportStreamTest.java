package org.modeltree.exports;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Exports to clients that stall, leave or come in crowds, and exports that fail: no other client is affected. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class ExportStreamTest {

    private static final int SHARE = 8;
    private static final int MODELS = 4_000;
    private static final int HALF_OF_IT = 4_000_000;
    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final Duration SHORT = Duration.ofSeconds(5);

    @Inject
    AgroalDataSource dataSource;

    @Inject
    MeterRegistry meters;

    /**
     * Condition of the connections to look at. The catalog is counted once a minute, on a connection of its own, which waits for the
     * tables that are locked here.
     */
    private static final String SERVES =
            "datname = current_database() and application_name <> 'modeltree catalog size'";

    private static final String CANNOT_COUNT = "Cannot count the catalog";

    private final List<Stream> open = new ArrayList<>();
    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()
                    && !line.getMessage().startsWith(CANNOT_COUNT)) {
                warnings.add(line.getLoggerName() + " " + line.getMessage() + " " + line.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void fill() {
        if (!"1".equals(Importing.ask("select 1 from model where id = 'big/m-0'"))) {
            Importing.empty();
            Importing.done("format=modeltree", catalog());
        }
        // There is no export file of this revision yet.
        Importing.write("PUT", "/models/new/m-" + System.nanoTime(), "{\"name\": \"New\"}", "If-None-Match", "*")
                .is(201);
        Logger.getLogger("").addHandler(listener);
    }

    @AfterEach
    void close() {
        Logger.getLogger("").removeHandler(listener);
        open.forEach(Stream::close);
        await().atMost(LONGEST).until(() -> clients() == 0);
    }

    /** 8 MB, of which compression leaves two thirds, so that buffers of the system cannot hold all of it. */
    private static byte[] catalog() {
        Random random = new Random(1);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < MODELS; i++) {
            StringBuilder address = new StringBuilder("https://big.example/");
            while (address.length() < 1_900) {
                address.append(Long.toString(random.nextLong(1L << 62), Character.MAX_RADIX));
            }
            lines.append("{\"type\":\"model\",\"id\":\"big/m-").append(i);
            lines.append("\",\"name\":\"Model ").append(i).append("\",\"webLinks\":[{\"type\":\"paper\",\"url\":\"");
            lines.append(address, 0, 1_900).append("\"}]}\n");
        }
        lines.append("{\"type\":\"provider\",\"id\":\"host\",\"name\":\"Host\"}\n");
        lines.append("{\"type\":\"offering\",\"provider\":\"host\",\"id\":\"m\",\"model\":\"big/m-0\"}\n");
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A client that reads only on demand, with a very small buffer. */
    private static final class Stream implements AutoCloseable {

        private final Socket socket = new Socket();

        Stream(String path, String... headers) {
            try {
                socket.setReceiveBufferSize(4_096);
                socket.setSoTimeout((int) LONGEST.toMillis());
                socket.connect(new InetSocketAddress("localhost", RestAssured.port));
                StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
                for (String header : headers) {
                    request.append(header).append("\r\n");
                }
                socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean hasAnything() {
            try {
                return socket.getInputStream().available() > 0;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Reads at least so many bytes. */
        String read(int least) throws IOException {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 16];
            while (read.size() < least) {
                int count = in.read(buffer);
                if (count < 0) {
                    throw new IOException("ended after " + read.size());
                }
                read.write(buffer, 0, count);
            }
            return read.toString(StandardCharsets.UTF_8);
        }

        /**
         * Reads until the connection is closed or reset.
         *
         * @return the last bytes received
         */
        String last() {
            StringBuilder last = new StringBuilder();
            try {
                InputStream in = socket.getInputStream();
                byte[] buffer = new byte[1 << 16];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    last.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                    last.delete(0, Math.max(0, last.length() - 100));
                }
            } catch (java.net.SocketTimeoutException stays) {
                throw new AssertionError("still connected", stays);
            } catch (IOException reset) {
                last.append(" RESET");
            }
            return last.toString();
        }

        void abort() {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            close();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Stream stream(String path, String... headers) {
        Stream stream = new Stream("/api/v1/export" + path, headers);
        open.add(stream);
        return stream;
    }

    private Stream selection(String query) {
        Stream stream = new Stream("/compat/openrouter/api/v1/models?" + query);
        open.add(stream);
        return stream;
    }

    private double clients() {
        return meters.get("modeltree.exports.clients").gauge().value();
    }

    /** Other connections to this database that are in a transaction. */
    private static int busyConnections() {
        return Integer.parseInt(Importing.ask("select count(*) from pg_stat_activity where " + SERVES
                + " and pid <> pg_backend_pid() and xact_start is not null"));
    }

    private static void awaitLocked(int connections) {
        await().atMost(LONGEST)
                .until(() -> Integer.toString(connections)
                        .equals(Importing.ask("select count(*) from pg_stat_activity where " + SERVES
                                + " and wait_event_type = 'Lock'")));
    }

    private static String token(String name) {
        return Importing.write("POST", "/tokens", "{\"name\": \"" + name + "\", \"role\": \"reader\"}")
                .is(201)
                .json()
                .get("secret")
                .asText();
    }

    private static long millis(Runnable action) {
        long began = System.nanoTime();
        action.run();
        return (System.nanoTime() - began) / 1_000_000;
    }

    @Test
    void clients_who_do_not_read_hold_nothing_that_others_need_and_are_cut_off() throws IOException {
        List<Stream> stalled = new ArrayList<>();
        for (int caller = 0; caller < 2; caller++) {
            String token = token("stalled-" + caller);
            for (int i = 0; i < SHARE; i++) {
                stalled.add(stream(i % 2 == 0 ? "" : "?format=csv", "Authorization: Bearer " + token));
            }
        }
        for (int i = 0; i < SHARE - 1; i++) {
            stalled.add(stream(""));
        }
        await().atMost(LONGEST).until(() -> stalled.stream().allMatch(Stream::hasAnything));
        assertEquals(stalled.size(), clients());
        await().atMost(LONGEST).until(() -> busyConnections() == 0);

        assertTrue(millis(() -> Importing.get("/models?limit=7&q=model").is(200)) < SHORT.toMillis());
        Importing.write("PUT", "/models/polite/one", "{\"name\": \"One\"}", "If-None-Match", "*");
        assertEquals(
                200, RestAssured.given().basePath("").get("/q/health/ready").statusCode());
        // The same URL, at the revision of the write; and somebody with a token in another format.
        String complete = Importing.export();
        assertTrue(complete.contains("\"polite/one\""));
        assertTrue(Importing.get("/export?format=csv", "Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                .is(200)
                .text()
                .contains("polite/one"));

        await().atMost(LONGEST).until(() -> clients() == 0);
        for (Stream stream : stalled) {
            assertFalse(stream.last().endsWith("\r\n0\r\n\r\n"), "a part looks like the whole");
        }
        assertEquals(List.of(), List.copyOf(warnings));
    }

    @Test
    void another_spelling_of_the_path_takes_nothing_of_others_either() {
        List<Stream> stalled = new ArrayList<>();
        for (int i = 0; i < SHARE; i++) {
            stalled.add(stream(i % 2 == 0 ? "/" : ";spelt=otherwise"));
        }
        await().atMost(LONGEST).until(() -> stalled.stream().allMatch(Stream::hasAnything));
        assertTrue(millis(() -> Importing.get("/models?limit=7&q=model").is(200)) < SHORT.toMillis());
    }

    @Test
    void one_caller_has_a_share_and_all_together_have_an_end() throws IOException {
        List<Stream> stalled = new ArrayList<>();
        for (int i = 0; i < SHARE; i++) {
            stalled.add(stream(""));
        }
        await().atMost(LONGEST).until(() -> stalled.stream().allMatch(Stream::hasAnything));
        Importing.Answer tooMany = Importing.get("/export").is(429);
        assertEquals("5", tooMany.header("Retry-After"));
        assertEquals("no-store", tooMany.header("Cache-Control"));
        for (int caller = 0; caller < 3; caller++) {
            String token = token("crowd-" + caller);
            for (int i = 0; i < SHARE; i++) {
                stalled.add(stream("", "Authorization: Bearer " + token));
            }
        }
        await().atMost(LONGEST).until(() -> stalled.stream().allMatch(Stream::hasAnything));
        String[] admin = {"Authorization", "Bearer " + EmptyCatalogProfile.ADMIN};
        Importing.Answer full = Importing.get("/export", admin).is(503);
        assertEquals("5", full.header("Retry-After"));
        assertEquals("application/problem+json", full.header("Content-Type"));
        Importing.send("HEAD", "/export", null, admin).is(200);
        stalled.get(0).close();
        await().atMost(LONGEST).until(() -> Importing.get("/export", admin).status() == 200);
        assertEquals(List.of(), List.copyOf(warnings));
    }

    @Test
    void a_client_who_leaves_says_nothing_in_the_log() throws IOException, SQLException {
        for (boolean aborts : new boolean[] {true, false}) {
            for (String path : List.of("", "?format=models.dev")) {
                Stream stream = stream(path, aborts ? "Accept-Encoding: gzip" : "Accept-Encoding: identity");
                stream.read(100_000);
                leave(stream, aborts);
            }
            // And before there is anything to read.
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("lock table catalog_revision in access exclusive mode");
                Stream waiting = stream("?format=openrouter");
                await().atMost(LONGEST).until(() -> clients() > 0);
                leave(waiting, aborts);
                await().atMost(LONGEST).until(() -> clients() == 0);
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
        await().atMost(LONGEST).until(() -> clients() == 0);
        Importing.get("/export").is(200);
        assertEquals(List.of(), List.copyOf(warnings));
    }

    /** Some leave while their requests reach the resource, others while an earlier one of their connection is answered. */
    @Test
    void clients_who_leave_at_any_moment_give_their_places_back() throws IOException {
        byte[] request = "GET /api/v1/export HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] malformed = "GET / HTTP/1.1\r\nHost: localhost\r\nA B: c\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
                for (int j = random.nextInt(3); j >= 0; j--) {
                    client.getOutputStream().write(request);
                }
                if (random.nextBoolean()) {
                    client.getOutputStream().write(malformed);
                }
                // Makes closing a reset.
                client.setSoLinger(true, 0);
                LockSupport.parkNanos(random.nextInt(2_000_000));
            }
        }
        await().atMost(LONGEST).until(() -> clients() == 0);
        Importing.get("/export").is(200);
    }

    @Test
    void a_selection_that_nobody_waits_for_is_read_no_further() throws SQLException {
        for (String query : List.of("q=nothing-has-this", "sort=newest")) {
            try (Connection atProviders = dataSource.getConnection();
                    Connection atOfferings = dataSource.getConnection()) {
                lock(atProviders, "provider");
                lock(atOfferings, "offering");
                Stream left = selection(query);
                awaitLocked(1);
                left.abort();
                await().atMost(LONGEST).until(() -> clients() == 0);
                unlock(atProviders);
                // The offerings, which come later, are not waited for.
                await().atMost(LONGEST).until(() -> busyConnections() == 1);
                unlock(atOfferings);
            }
        }
        assertEquals(List.of(), List.copyOf(warnings));
    }

    @Test
    void selections_take_turns_and_leave_a_thread_to_other_exports() throws IOException, SQLException {
        List<Stream> selections = new ArrayList<>();
        try (Connection atOfferings = dataSource.getConnection()) {
            lock(atOfferings, "offering");
            for (String query : List.of("q=m-1", "q=m-2", "limit=5")) {
                selections.add(selection(query + "&output_modalities=all"));
            }
            await().atMost(LONGEST).until(() -> clients() == selections.size());
            awaitLocked(1);
            assertTrue(stream("").read(HALF_OF_IT).contains("big/m-1"));
            unlock(atOfferings);
        }
        for (Stream each : selections) {
            String answer = each.read(2_000);
            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        }
        assertEquals(List.of(), List.copyOf(warnings));
    }

    private static void lock(Connection connection, String table) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table " + table + " in access exclusive mode");
        }
    }

    private static void unlock(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    private static void leave(Stream stream, boolean aborts) {
        if (aborts) {
            stream.abort();
        } else {
            stream.close();
        }
    }

    @Test
    void an_export_is_sent_while_it_is_read_and_shared_by_plain_and_packed_clients() throws Exception {
        CompletableFuture<Importing.Answer> packed;
        Stream plain;
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table offering in access exclusive mode");
            plain = stream("", "Connection: close");
            String head = plain.read(HALF_OF_IT);
            assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), () -> head.substring(0, 200));
            for (String header : List.of(
                    "Access-Control-Allow-Origin: *",
                    "Cache-Control: public, no-cache",
                    "Content-Type: application/x-ndjson",
                    "Modeltree-Revision: " + Importing.revision(),
                    "transfer-encoding: chunked",
                    "Vary: Accept-Encoding, Accept-Language, Authorization")) {
                assertTrue(
                        head.substring(0, 1_000)
                                .toLowerCase(Locale.ROOT)
                                .contains("\r\n" + header.toLowerCase(Locale.ROOT)),
                        header);
            }
            packed = CompletableFuture.supplyAsync(
                    () -> Importing.get("/export", "Accept-Encoding", "gzip").is(200));
            await().atMost(LONGEST).until(() -> clients() == 2);
            awaitLocked(1);
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertTrue(plain.last().endsWith("\r\n0\r\n\r\n"));
        byte[] complete = Importing.get("/export").is(200).bytes();
        assertEquals("gzip", packed.get().header("Content-Encoding"));
        assertArrayEquals(
                complete,
                new GZIPInputStream(new ByteArrayInputStream(packed.get().bytes())).readAllBytes());
        Importing.Answer again = Importing.get("/export").is(200);
        assertEquals(Integer.toString(complete.length), again.header("Content-Length"));
        assertArrayEquals(complete, again.bytes());
        assertEquals(List.of(), List.copyOf(warnings));
    }

    @Test
    void an_export_that_fails_is_cut_off_and_the_next_one_is_whole() throws IOException, SQLException {
        Stream plain;
        CompletableFuture<Importing.Answer> packed;
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table offering in access exclusive mode");
            plain = stream("");
            assertTrue(plain.read(HALF_OF_IT).contains("big/m-1"));
            packed = CompletableFuture.supplyAsync(() -> Importing.get("/export", "Accept-Encoding", "gzip"));
            await().atMost(LONGEST).until(() -> clients() == 2);
            awaitLocked(1);
            Importing.execute("select pg_terminate_backend(pid) from pg_stat_activity where " + SERVES
                    + " and wait_event_type = 'Lock'");
            assertFalse(plain.last().endsWith("\r\n0\r\n\r\n"), "a part looks like the whole");
            assertThrows(java.util.concurrent.CompletionException.class, packed::join);
            connection.rollback();
            connection.setAutoCommit(true);
        }
        await().atMost(LONGEST).until(() -> warnings.stream().anyMatch(line -> line.contains("ExportRuns")));
        assertEquals(
                1, warnings.stream().filter(line -> line.contains("ExportRuns")).count(), warnings::toString);
        assertTrue(Importing.export().contains("\"offering\""));
    }

    @Test
    void while_as_many_are_read_as_may_be_another_one_waits_and_is_refused() throws Exception {
        List<CompletableFuture<Importing.Answer>> all = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table offering in access exclusive mode");
            for (String path : List.of("/export", "/export?format=csv", "/export?format=csv")) {
                all.add(CompletableFuture.supplyAsync(() -> Importing.get(path).is(200)));
            }
            awaitLocked(2);
            Importing.Answer refused =
                    Importing.get("/export?format=openrouter").is(503);
            assertEquals("5", refused.header("Retry-After"));
            Importing.send("HEAD", "/export?format=openrouter", null).is(200);
            all.add(CompletableFuture.supplyAsync(
                    () -> Importing.get("/export?format=openrouter").is(200)));
            await().atMost(LONGEST).until(() -> clients() == 4);
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertTrue(all.get(0).get().text().contains("\"offering\""));
        assertArrayEquals(all.get(1).get().bytes(), all.get(2).get().bytes());
        assertEquals("application/json", all.get(3).get().header("Content-Type").split(";", 2)[0]);
        assertEquals(List.of(), List.copyOf(warnings));
    }
}
