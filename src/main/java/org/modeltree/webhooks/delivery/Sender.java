package org.modeltree.webhooks.delivery;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

/**
 * Sends messages to receivers. The address of a receiver is looked up for each message, checked, and connected to as it was
 * checked, so that a name which means another address a moment later leads nowhere. Redirects are not followed.
 */
@ApplicationScoped
class Sender {

    private static final int MAX_ADDRESSES = 3;
    private static final int KEEP_CONNECTION_SECONDS = 5;

    private final Vertx vertx;
    private final Receivers receivers;
    private final WebhookSettings settings;
    private final Clock clock;
    private HttpClient client;

    Sender(Vertx vertx, Receivers receivers, WebhookSettings settings, Clock clock) {
        this.vertx = vertx;
        this.receivers = receivers;
        this.settings = settings;
        this.clock = clock;
    }

    /** The client; made for the first message, because most services send none. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = vertx.createHttpClient(options());
        }
        return client;
    }

    /** What connections are made with: certificates that Java trusts, for the name in the address. */
    HttpClientOptions options() {
        return new HttpClientOptions()
                .setConnectTimeout((int) settings.timeout().toMillis())
                .setSslHandshakeTimeout(Math.max(1, settings.timeout().toSeconds()))
                // As many webhooks as are called at the same time may have the same receiver.
                .setMaxPoolSize(settings.atOnce())
                .setKeepAliveTimeout(KEEP_CONNECTION_SECONDS)
                .setVerifyHost(true);
    }

    @PreDestroy
    synchronized void stop() {
        if (client != null) {
            client.close();
        }
    }

    /**
     * Sends a message.
     *
     * @param secrets the secrets that sign it, the current one first
     * @return what it led to; never fails
     */
    Future<Outcome> send(String url, Message message, List<SigningSecret> secrets) {
        Attempt attempt = new Attempt(vertx, settings.timeout(), clock.instant());
        try {
            receivers.execute(() -> begin(url, message, secrets, attempt));
        } catch (RejectedExecutionException stopping) {
            attempt.fail("The service is stopping");
        }
        return attempt.outcome();
    }

    /** On a thread that may block. */
    private void begin(String url, Message message, List<SigningSecret> secrets, Attempt attempt) {
        if (attempt.outcome().isComplete()) {
            return;
        }
        try {
            Receiver receiver = receivers.receiver(url);
            List<InetAddress> addresses = receivers.addresses(receiver.host());
            if (attempt.outcome().isComplete()) {
                return;
            }
            Optional<String> refusal = receivers.refusal(addresses);
            if (refusal.isPresent()) {
                attempt.fail("The host leads to " + refusal.get() + ", which webhooks must not call");
                return;
            }
            connect(receiver, addresses, 0).onComplete(connected -> {
                if (connected.failed()) {
                    attempt.fail("No connection: " + reason(connected.cause()));
                } else {
                    send(connected.result(), message, secrets, attempt);
                }
            });
        } catch (Receiver.InvalidAddress invalid) {
            attempt.fail("The address " + invalid.getMessage());
        } catch (UnknownHostException unknown) {
            attempt.fail("The host of the address is unknown");
        } catch (RuntimeException unexpected) {
            attempt.fail("The message could not be sent: " + reason(unexpected));
        }
    }

    /** A request on a connection to the first of these addresses that can be connected to. */
    private Future<HttpClientRequest> connect(Receiver receiver, List<InetAddress> addresses, int at) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(
                        receiver.port(), addresses.get(at).getHostAddress()))
                // The header Host has an IPv6 address in brackets, as in an address.
                .setHost(receiver.host().contains(":") ? "[" + receiver.host() + "]" : receiver.host())
                .setPort(receiver.port())
                .setSsl(receiver.isSecure())
                .setURI(receiver.target())
                .setFollowRedirects(false);
        return client().request(options).recover(failure -> {
            boolean isLast = at + 1 >= Math.min(MAX_ADDRESSES, addresses.size());
            return isLast ? Future.failedFuture(failure) : connect(receiver, addresses, at + 1);
        });
    }

    private void send(HttpClientRequest request, Message message, List<SigningSecret> secrets, Attempt attempt) {
        long seconds = attempt.at().getEpochSecond();
        request.putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "Modeltree")
                .putHeader("webhook-id", message.id())
                .putHeader("webhook-timestamp", Long.toString(seconds))
                .putHeader(
                        "webhook-signature",
                        secrets.stream()
                                .map(secret -> secret.signature(message.id(), seconds, message.body()))
                                .collect(Collectors.joining(" ")));
        attempt.run(request, message.body());
    }

    /** A failure in words, without names of classes. */
    static String reason(Throwable failure) {
        String text = failure.getMessage();
        if (text == null || text.isBlank()) {
            Throwable cause = failure.getCause();
            return cause == null ? "it broke" : reason(cause);
        }
        return text.replaceAll("\\b(?:[a-z_]\\w*\\.)+(?=[A-Z]\\w*(?:Exception|Error)\\b)", "");
    }
}
