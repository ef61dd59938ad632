package org.modeltree.fuzz;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** HTTP/2 connection in clear text. Its requests may be broken, but not their framing. */
final class Http2Wire implements Closeable {

    /** How long the service may take for an answer, as in {@link Wire}. */
    private static final int PATIENCE_SECONDS = 40;

    private final HttpClient client;

    /**
     * A client that connects when it is used.
     *
     * @param isUpgrading whether its first request asks for HTTP/2 by HTTP/1.1; otherwise it speaks HTTP/2 at once
     */
    Http2Wire(Vertx vertx, int port, boolean isUpgrading) {
        client = vertx.createHttpClient(new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(port)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(isUpgrading)
                .setHttp2MaxPoolSize(1));
    }

    /**
     * Sends a request and reads its answer. If the service has closed the connection meanwhile, the request is sent once more.
     *
     * @throws IOException if there is no complete answer
     */
    Answer exchange(Call call) throws IOException {
        try {
            return attempt(call);
        } catch (IOException fault) {
            if (fault.getCause() instanceof HttpClosedException) {
                return attempt(call);
            }
            throw fault;
        }
    }

    private Answer attempt(Call call) throws IOException {
        long begun = System.nanoTime();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(call.method()))
                .setURI(call.target());
        Future<Answer> answer = client.request(options).compose(request -> answer(request, call, begun));
        try {
            return answer.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException fault) {
            throw new IOException(String.valueOf(fault.getCause()), fault.getCause());
        } catch (TimeoutException late) {
            throw new IOException("no answer in " + PATIENCE_SECONDS + " s", late);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException(ended);
        }
    }

    /** Whoever waits for the body must do so before the request is sent: a body that arrives before is lost. */
    private static Future<Answer> answer(HttpClientRequest request, Call call, long begun) {
        call.headers().forEach(header -> request.headers().add(header.getKey(), header.getValue()));
        Future<Answer> answer =
                request.response().compose(response -> response.body().map(body -> read(response, body, begun)));
        if (call.body().isPresent()) {
            request.send(Buffer.buffer(call.body().get()));
        } else {
            request.send();
        }
        return answer;
    }

    private static Answer read(HttpClientResponse response, Buffer body, long begun) {
        if (response.version() != HttpVersion.HTTP_2) {
            throw new IllegalStateException("answered by " + response.version());
        }
        Map<String, List<String>> headers = new TreeMap<>();
        response.headers()
                .forEach(header -> headers.computeIfAbsent(
                                header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(header.getValue()));
        return new Answer(response.statusCode(), headers, body.getBytes(), (System.nanoTime() - begun) / 1_000_000);
    }

    @Override
    public void close() {
        client.close();
    }
}
