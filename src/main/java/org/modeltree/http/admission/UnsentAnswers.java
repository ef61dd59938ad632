package org.modeltree.http.admission;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.modeltree.http.config.RequestSettings;

/**
 * Answers that clients have not taken yet. They fill a bounded part of the memory, of which one client gets half, and a
 * client that takes nothing for long loses what it asked for.
 */
@Singleton
public class UnsentAnswers {

    private static final Duration SWEEP = Duration.ofMillis(100);
    private static final Duration MAX_STALL = Duration.ofSeconds(30);
    /** Part of the memory that they may fill. */
    private static final int PART_OF_MEMORY = 8;

    private static final long MEGABYTE = 1L << 20;

    private final Vertx vertx;
    private final long limit;
    private final Set<UnsentAnswer> answers = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> bytesOfClient = new ConcurrentHashMap<>();
    private long timer;

    UnsentAnswers(RequestSettings settings, Vertx vertx) {
        this.vertx = vertx;
        limit = settings.maxUnsentMegabytes() == 0
                ? Runtime.getRuntime().maxMemory() / PART_OF_MEMORY
                : settings.maxUnsentMegabytes() * MEGABYTE;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(SWEEP.toMillis(), tick -> sweep());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** The answer of a request, which is not made yet. */
    public UnsentAnswer add(RoutingContext routing, String client) {
        UnsentAnswer answer = new UnsentAnswer(this, client, routing.request());
        answers.add(answer);
        routing.addEndHandler(ended -> answer.answered());
        return answer;
    }

    /** Whether so much waits to be sent, to this client or to all, that no more is to be made. */
    public boolean isFull(String client) {
        long share = limit / 2;
        // Answers that are made at once may be more than a client's share; what is over is not taken from others.
        return bytesOfClient.getOrDefault(client, 0L) > share
                || bytesOfClient.values().stream()
                                .mapToLong(bytes -> Math.min(bytes, share))
                                .sum()
                        > limit;
    }

    /** Looks what was taken over a connection, on its own thread. */
    public void look(HttpConnection connection) {
        answers.stream().filter(answer -> answer.isOn(connection)).forEach(UnsentAnswer::look);
    }

    void count(UnsentAnswer answer, int size) {
        bytesOfClient.merge(answer.client(), (long) size, Long::sum);
    }

    void forget(UnsentAnswer answer) {
        if (answers.remove(answer)) {
            int size = answer.size();
            bytesOfClient.computeIfPresent(answer.client(), (same, sum) -> sum <= size ? null : sum - size);
        }
    }

    private void sweep() {
        for (UnsentAnswer answer : answers) {
            if (answer.stalledNanos() > MAX_STALL.toNanos()) {
                answer.abandon();
            }
            answer.look();
        }
    }
}
