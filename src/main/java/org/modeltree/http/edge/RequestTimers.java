package org.modeltree.http.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Times requests, in the series that Quarkus has for them. Quarkus builds and sorts the tags of each request to find its
 * series, and counts the bytes of each: a tenth of the work on an answer that is in memory.
 */
@Singleton
public class RequestTimers {

    /** Under which Quarkus REST tells the path as the resource knows it. */
    private static final String TEMPLATE = "UrlPathTemplate";

    /** Paths that are for those who run the service. */
    private static final String OWN = "/q/";

    /** Methods that are told apart; a client can make up as many as it likes. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final int NOT_FOUND = 404;
    /** In place of the status of an answer that nobody was there to take. */
    private static final int RESET = 0;

    private final MeterRegistry meters;
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    RequestTimers(MeterRegistry meters) {
        this.meters = meters;
    }

    private record Series(String template, String method, int status) {}

    void register(@Observes Router router) {
        // What is answered from memory does not come this far.
        router.route().order(Integer.MIN_VALUE + 1).handler(this::time);
    }

    private void time(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (!request.uri().startsWith(OWN)) {
            long began = System.nanoTime();
            String method = request.method().name();
            Context context = routing.vertx().getOrCreateContext();
            routing.addEndHandler(ended -> record(
                    templateIn(context),
                    METHODS.contains(method) ? method : "UNKNOWN",
                    ended.succeeded() ? routing.response().getStatusCode() : RESET,
                    System.nanoTime() - began));
        }
        routing.next();
    }

    /** The path of a request as the resource knows it, with names in braces; empty where there is no resource. */
    public static String templateIn(Context context) {
        Object template = context.getLocal(TEMPLATE);
        return template == null ? "" : template.toString();
    }

    /**
     * An answer went out.
     *
     * @param template path of its resource, with names in braces; empty where there is none
     * @param nanos since the request came
     */
    public void record(String template, String method, int status, long nanos) {
        Series series = new Series(template, method, status);
        Timer timer = timers.get(series);
        if (timer == null) {
            timer = timers.computeIfAbsent(series, this::registered);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer registered(Series series) {
        boolean reset = series.status == RESET;
        return meters.timer(
                "http.server.requests",
                "method",
                series.method,
                "outcome",
                (reset ? Outcome.CLIENT_ERROR : Outcome.forStatus(series.status)).name(),
                "status",
                reset ? "RESET" : Integer.toString(series.status),
                "uri",
                series.template.isEmpty() ? nameOfNone(series.status) : series.template);
    }

    /** What is asked for where there is no resource would be a series each. */
    private static String nameOfNone(int status) {
        return status == NOT_FOUND ? "NOT_FOUND" : "UNKNOWN";
    }
}
