package org.modeltree.http.admission;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.modeltree.http.config.RequestSettings;
import org.modeltree.http.edge.RequestEnd;

/**
 * Answers that clients have not received yet. They may take a bounded part of the memory, half of it for one client. An
 * answer is dropped if its client reads nothing for 30 seconds.
 */
@Singleton
public class UnsentAnswers {

    private static final Duration SWEEP = Duration.ofMillis(100);
    private static final Duration MAX_STALL = Duration.ofSeconds(30);
    /** Default limit: the heap divided by this. */
    private static final int PART_OF_MEMORY = 8;

    private static final long MEGABYTE = 1L << 20;

    private final Vertx vertx;
    private final Set<UnsentAnswer> answers = ConcurrentHashMap.newKeySet();
    private final ByteBudget budget;
    private long timer;

    UnsentAnswers(RequestSettings settings, Vertx vertx, MeterRegistry meters) {
        this.vertx = vertx;
        long maxBytes = settings.maxUnsentMegabytes() == 0
                ? Runtime.getRuntime().maxMemory() / PART_OF_MEMORY
                : settings.maxUnsentMegabytes() * MEGABYTE;
        budget = new ByteBudget(maxBytes);
        Gauge.builder("modeltree.unsent.bytes", budget, ByteBudget::total)
                .description("Bytes of answers that clients have not taken yet")
                .register(meters);
        Gauge.builder("modeltree.unsent.max.bytes", () -> maxBytes)
                .description("Limit of modeltree.requests.max-unsent-megabytes")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(SWEEP.toMillis(), tick -> sweep());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** Registers the answer of a request before it is computed. */
    public UnsentAnswer add(RoutingContext routing, String client) {
        UnsentAnswer answer = new UnsentAnswer(this, client, routing.request());
        answers.add(answer);
        RequestEnd.then(routing, ended -> answer.answered());
        return answer;
    }

    /** Whether no further answer may be computed, because too much is unsent for this client or in total. */
    public boolean isFull(String client) {
        return budget.isExceeded(client);
    }

    /** Updates the progress of the answers on a connection. Call it on the event loop of the connection. */
    public void checkProgress(HttpConnection connection) {
        answers.stream().filter(answer -> answer.isOn(connection)).forEach(UnsentAnswer::checkProgress);
    }

    void count(UnsentAnswer answer, int size) {
        budget.add(answer.client(), size);
    }

    void forget(UnsentAnswer answer) {
        if (answers.remove(answer)) {
            budget.remove(answer.client(), answer.forgotten());
        }
    }

    private void sweep() {
        for (UnsentAnswer answer : answers) {
            if (answer.stalledNanos() > MAX_STALL.toNanos()) {
                answer.abandon();
            }
            answer.checkProgress();
        }
    }
}
