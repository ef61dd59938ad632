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
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Records request times in {@code http.server.requests}, as Quarkus would. Quarkus builds and sorts the tags anew for
 * each request and counts its bytes, which takes a tenth of the time of a cached answer; this keeps one timer per
 * series.
 */
@Singleton
public class RequestTimers {

    /** Local of the Vert.x context in which Quarkus REST stores the path template. */
    private static final String TEMPLATE = "UrlPathTemplate";

    /** Paths for operators, which are not timed. */
    private static final String OPERATOR_PATHS = "/q/";

    /** Methods with a series of their own. Clients may send any method name, so all others share one. */
    static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /**
     * Upper ends of the buckets of the histogram. Answers from memory are in the first one; a query has five seconds unless a
     * setting gives it more.
     */
    private static final Duration[] BUCKETS = Stream.of(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final int NOT_FOUND = 404;
    /** Stands for the status when the client disconnected before the response. */
    private static final int RESET = 0;

    private final MeterRegistry meters;
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    RequestTimers(MeterRegistry meters) {
        this.meters = meters;
    }

    private record Series(String template, String method, int status) {}

    void register(@Observes Router router) {
        // Runs after the answer cache, which records its own times.
        router.route().order(Integer.MIN_VALUE + 1).handler(this::time);
    }

    private void time(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (!request.uri().startsWith(OPERATOR_PATHS)) {
            long startNanos = System.nanoTime();
            String method = request.method().name();
            Context context = routing.vertx().getOrCreateContext();
            routing.addEndHandler(ended -> record(
                    templateIn(context),
                    METHODS.contains(method) ? method : "UNKNOWN",
                    ended.succeeded() ? routing.response().getStatusCode() : RESET,
                    System.nanoTime() - startNanos));
        }
        routing.next();
    }

    /** Path template of the resource that handles the request, with parameter names in braces; empty if none does. */
    public static String templateIn(Context context) {
        Object template = context.getLocal(TEMPLATE);
        return template == null ? "" : template.toString();
    }

    /** Says which path template answers the request of a context, where no resource does. */
    public static void setTemplate(Context context, String template) {
        context.putLocal(TEMPLATE, template);
    }

    /**
     * Records a response.
     *
     * @param template path template of its resource; empty if there was none
     * @param nanos time since the request arrived
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
        return Timer.builder("http.server.requests")
                .description("Requests by path template, method and status, with their times")
                .serviceLevelObjectives(BUCKETS)
                .tags(
                        "method",
                        series.method,
                        "outcome",
                        (reset ? Outcome.CLIENT_ERROR : Outcome.forStatus(series.status)).name(),
                        "status",
                        reset ? "RESET" : Integer.toString(series.status),
                        "uri",
                        series.template.isEmpty() ? uriWithoutTemplate(series.status) : series.template)
                .register(meters);
    }

    /** Value of the tag {@code uri} without a template: the raw paths would create a series each. */
    private static String uriWithoutTemplate(int status) {
        return status == NOT_FOUND ? "NOT_FOUND" : "UNKNOWN";
    }
}
