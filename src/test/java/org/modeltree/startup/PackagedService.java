package org.modeltree.startup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged service in a process of its own, as a user starts it. Closing it ends all its processes. */
public final class PackagedService implements AutoCloseable {

    static final Duration MAX_START = Duration.ofMinutes(3);
    static final Duration MAX_STOP = Duration.ofSeconds(30);

    private static final String OUTPUT = "output";
    private static final String ERRORS = "errors";
    private static final String TEMPORARY = "temporary";
    private static final int MIN_PORT = 20_000;
    private static final int PORTS = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    // Without an upgrade to HTTP/2, which the first request to a service would ask for.
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final Process process;
    /** Its working directory and home, with what it writes to the console. */
    private final Path folder;

    private final int port;
    private final Path home;

    private PackagedService(Process process, Path folder, int port, Path home) {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.home = home;
    }

    /** Service with an embedded PostgreSQL on this data directory. */
    static PackagedService on(Path home, String... options) throws IOException {
        return start(home, Map.of(), List.of(), options);
    }

    /** Service with these environment variables, in an empty folder that is its working directory and home. */
    public static PackagedService with(Map<String, String> environment, String... options) throws IOException {
        return start(null, environment, List.of(), options);
    }

    /** The import command with these arguments. */
    static PackagedService importing(Map<String, String> environment, List<String> arguments, String... options)
            throws IOException {
        List<String> all = new ArrayList<>(List.of("import"));
        all.addAll(arguments);
        return start(null, environment, all, options);
    }

    /** The migrate command. */
    static PackagedService migrating(Map<String, String> environment, String... options) throws IOException {
        return start(null, environment, List.of("migrate"), options);
    }

    /** Service that archives its classes in this file when it ends. */
    static PackagedService archiving(Path file, Map<String, String> environment, String... options) throws IOException {
        return start("-XX:ArchiveClassesAtExit=" + file, null, environment, List.of(), options);
    }

    private static PackagedService start(
            Path home, Map<String, String> environment, List<String> arguments, String... options) throws IOException {
        return start(ClassArchive.option(), home, environment, arguments, options);
    }

    private static PackagedService start(
            String archive, Path home, Map<String, String> environment, List<String> arguments, String... options)
            throws IOException {
        Path folder = Files.createTempDirectory("modeltree-it");
        Path temporary = Files.createDirectory(folder.resolve(TEMPORARY));
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                archive,
                "-Duser.home=" + folder,
                // Of its own, so that a test can see what it leaves there; the binaries of PostgreSQL are unpacked once
                // for all.
                "-Djava.io.tmpdir=" + temporary,
                // A test asks what it asks; what it does not ask for costs time.
                "-Dmodeltree.warm-up=false",
                "-Dot.epg.working-dir=" + Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg"),
                "-Dquarkus.http.port=" + port));
        if (home != null) {
            command.add("-Dmodeltree.embedded.data-dir=" + home);
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", System.getProperty("packaged.jar")));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve(OUTPUT).toFile())
                .redirectError(folder.resolve(ERRORS).toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> Stream.of("DB_", "PORT", "QUARKUS_", "MODELTREE_", "JAVA_TOOL_")
                        .anyMatch(name::startsWith));
        builder.environment().putAll(environment);
        Path data = home == null ? folder.resolve(".modeltree").resolve("data") : home;
        return new PackagedService(builder.start(), folder, port, data);
    }

    /**
     * A free port outside of the ephemeral range, so that no client takes it before the service. Each JVM that runs tests has
     * a range of its own; otherwise the service of another one might take the port first, and answer in its place.
     */
    static int freePort() throws IOException {
        String fork = System.getProperty("fork", "").replaceAll("\\D", "");
        int first = MIN_PORT + PORTS * (fork.isEmpty() ? 0 : Integer.parseInt(fork));
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(first, first + PORTS);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // Try the next port.
            }
        }
    }

    /** The option for a starter catalog of one model, which is loaded in a moment: openai/instructgpt. */
    static String oneModel() throws IOException {
        Path catalog = Files.createTempFile("one-model", ".ndjson");
        catalog.toFile().deleteOnExit();
        Files.writeString(catalog, "{\"type\":\"model\",\"id\":\"openai/instructgpt\",\"name\":\"InstructGPT\"}\n");
        return "-Dmodeltree.starter-catalog=" + catalog;
    }

    /** Creates the model openai/instructgpt, as revision 1 of an empty catalog, with the token of an admin. */
    PackagedService withModel(String token) throws IOException, InterruptedException {
        HttpResponse<String> created = send(
                "/api/v1/models/openai/instructgpt",
                HttpRequest.newBuilder()
                        .header("Authorization", "Bearer " + token)
                        .header("If-None-Match", "*")
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"name\": \"InstructGPT\"}")));
        if (created.statusCode() != 201) {
            throw new AssertionError(created.body());
        }
        return this;
    }

    /** This service, after waiting until it is ready and has answered once. */
    public PackagedService up() throws IOException, InterruptedException {
        long end = System.nanoTime() + MAX_START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (get("/q/health/ready").statusCode() == 200) {
                    get("/api/v1/models?limit=1");
                    return this;
                }
            } catch (ConnectException notYet) {
                // Try again.
            }
            Thread.sleep(100);
        }
        throw new AssertionError((process.isAlive() ? "it does not answer: " : "it ended: ") + console());
    }

    /** Response to a request that the caller completes. */
    HttpResponse<String> send(String path, HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(
                request.uri(URI.create("http://localhost:" + port + path))
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    public JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path).body());
    }

    /** Sends SIGTERM, as a container runtime does. */
    PackagedService stop() {
        process.destroy();
        return this;
    }

    /** Sends SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(MAX_STOP.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it cannot be killed");
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Exit code, after waiting for the process to end. */
    int end(Duration within) throws IOException, InterruptedException {
        if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("it did not end within " + within + ": " + console());
        }
        return process.exitValue();
    }

    public String console() throws IOException {
        return Files.readString(folder.resolve(OUTPUT), StandardCharsets.UTF_8) + errors();
    }

    String errors() throws IOException {
        return Files.readString(folder.resolve(ERRORS), StandardCharsets.UTF_8);
    }

    public int port() {
        return port;
    }

    /** Pid of its Java process. */
    public long pid() {
        return process.pid();
    }

    /** Data directory of an embedded PostgreSQL, whether one is used or not. */
    Path home() {
        return home;
    }

    /** Files and folders among its temporary ones. */
    List<String> temporaryFiles() throws IOException {
        Path temporary = folder.resolve(TEMPORARY);
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(file -> !file.equals(temporary))
                    .map(file -> temporary.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** PostgreSQL processes that run on a data directory. */
    static List<ProcessHandle> postgres(Path home) throws IOException {
        String cluster = (Files.exists(home) ? home.toRealPath() : home)
                .resolve("postgres")
                .toString();
        return ProcessHandle.allProcesses()
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(cluster::equals))
                .toList();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        for (ProcessHandle orphan : postgres(home)) {
            orphan.destroyForcibly();
            orphan.onExit().join();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
