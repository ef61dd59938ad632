package org.modeltree.http.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is to happen at the end of a request happens once, however late it is asked for. */
class RequestEndTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final List<Boolean> ends = new CopyOnWriteArrayList<>();

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private void note(RoutingContext routing) {
        RequestEnd.then(routing, ended -> ends.add(ended.succeeded()));
    }

    private static Socket asking(Handler<RoutingContext> answer, String requests) throws IOException {
        Router router = Router.router(VERTX);
        router.route().handler(answer);
        HttpServer server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        client.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    @Test
    void before_the_answer_it_happens_when_that_is_sent_and_not_again_when_the_client_leaves() throws IOException {
        try (Socket client = asking(
                routing -> {
                    note(routing);
                    routing.response().end("x");
                },
                REQUEST)) {
            await().until(() -> !ends.isEmpty());
            assertFalse(client.isClosed());
        }
        await().during(Duration.ofMillis(200)).until(() -> ends.equals(List.of(true)));
    }

    @Test
    void after_the_answer_it_happens_at_once_although_the_connection_stays_open() throws IOException {
        try (Socket client = asking(
                routing -> {
                    routing.response().end("x");
                    routing.vertx().getOrCreateContext().runOnContext(later -> note(routing));
                },
                REQUEST)) {
            await().until(() -> ends.equals(List.of(true)));
            assertFalse(client.isClosed());
        }
    }

    @Test
    void of_a_client_who_left_before_an_answer_it_happens_too() throws IOException {
        Socket client = asking(
                routing -> {
                    note(routing);
                    routing.vertx().setTimer(300, later -> note(routing));
                },
                REQUEST);
        client.setSoLinger(true, 0);
        client.close();
        await().until(() -> ends.equals(List.of(false, false)));
    }
}
