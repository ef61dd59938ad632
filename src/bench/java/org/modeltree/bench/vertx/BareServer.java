package org.modeltree.bench.vertx;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Upper bound for Vert.x: returns captured responses and does nothing else. Arguments: a port, the number of event
 * loops, and a folder with these files: {@code name.path} has the path with its query, {@code name.head} the headers of a
 * response, {@code name.head304} those of a 304, and {@code name.body} the body. Names that end with {@code gzip} are for
 * clients that accept gzip.
 */
public final class BareServer extends AbstractVerticle {

    private record Answer(List<CharSequence[]> headers, List<CharSequence[]> headersOf304, String etag, Buffer body) {}

    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;

    private final int port;
    private final Map<String, Answer> plain;
    private final Map<String, Answer> packed;

    private BareServer(int port, Map<String, Answer> plain, Map<String, Answer> packed) {
        this.port = port;
        this.plain = plain;
        this.packed = packed;
    }

    /** Serves until it is killed. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int eventLoops = Integer.parseInt(arguments[1]);
        Map<String, Answer> plain = new HashMap<>();
        Map<String, Answer> packed = new HashMap<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(Path.of(arguments[2]), "*.path")) {
            for (Path path : paths) {
                String name = path.getFileName().toString().replace(".path", "");
                (name.endsWith("gzip") ? packed : plain)
                        .put(
                                Files.readString(path).strip(),
                                answer(path.resolveSibling(name).toString()));
            }
        }
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops).setPreferNativeTransport(false));
        vertx.deployVerticle(
                        () -> new BareServer(port, plain, packed), new DeploymentOptions().setInstances(eventLoops))
                .onFailure(failure -> {
                    System.err.println(failure);
                    vertx.close();
                });
    }

    private static Answer answer(String file) throws IOException {
        List<CharSequence[]> headers = headers(file + ".head");
        String etag = headers.stream()
                .filter(header -> header[0].toString().equalsIgnoreCase("etag"))
                .map(header -> header[1].toString())
                .findFirst()
                .orElse("");
        Buffer body = Buffer.buffer(Files.readAllBytes(Path.of(file + ".body")));
        return new Answer(headers, headers(file + ".head304"), etag, body);
    }

    private static List<CharSequence[]> headers(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .map(line -> line.split(": ", 2))
                .map(header -> new CharSequence[] {
                    HttpHeaders.createOptimized(header[0]), HttpHeaders.createOptimized(header[1])
                })
                .toList();
    }

    @Override
    public void start() {
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .requestHandler(this::answer)
                .listen();
    }

    private void answer(HttpServerRequest request) {
        MultiMap asked = request.headers();
        String encodings = asked.get(HttpHeaders.ACCEPT_ENCODING);
        Answer answer = (encodings != null && encodings.contains("gzip") ? packed : plain).get(request.uri());
        HttpServerResponse response = request.response();
        if (answer == null) {
            response.setStatusCode(NOT_FOUND).end();
            return;
        }
        if (answer.etag().equals(asked.get(HttpHeaders.IF_NONE_MATCH))) {
            put(response, answer.headersOf304());
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        put(response, answer.headers());
        response.end(answer.body());
    }

    private static void put(HttpServerResponse response, List<CharSequence[]> headers) {
        for (CharSequence[] header : headers) {
            response.putHeader(header[0], header[1]);
        }
    }
}
