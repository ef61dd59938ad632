package org.modeltree.http.admission;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.modeltree.http.config.DatabaseSettings;
import org.modeltree.http.config.RequestSettings;
import org.modeltree.http.edge.ClientAddress;
import org.modeltree.http.edge.PostedReads;
import org.modeltree.http.problem.RouteProblems;
import org.modeltree.http.value.PagePaths;
import org.modeltree.revision.Connections;
import org.modeltree.revision.DatabaseAccess;
import org.modeltree.revision.Deadline;

/**
 * Admits requests to the API, on the event loop, before they take a worker thread or a database connection: as many at
 * once as there are connections. The others wait in a queue, and are refused if they cannot be answered in time.
 * Exports and imports have limits of their own, because they stream or take long.
 */
@ApplicationScoped
public class Admission {

    /** Writes that hold a connection at once: one commits while another prepares. */
    static final int WRITES_AT_ONCE = 2;

    private static final List<String> PATHS = List.of("/api/*", "/compat/*", "/changes.atom", "/badge/*", "/sitemap*");
    private static final Set<String> OWN_LIMITS = Set.of(
            "/api/v1/changes/stream",
            "/api/v1/export",
            "/api/v1/imports",
            "/compat/litellm/model_prices_and_context_window.json",
            "/compat/models.dev/api.json",
            "/compat/models.dev/models.json",
            "/compat/openrouter/api/v1/models");
    private static final Pattern IGNORED_IN_PATH = Pattern.compile(";[^/]*|/+$");

    private static final int AFTER_AUTHENTICATION = 60;
    private static final int AFTER_BODY = 40;

    /** Detail of the problem that refuses a read because of unsent responses. */
    public static final String UNSENT = "Too many responses are waiting to be sent. Try again later.";
    /** Retry-After of requests that are refused because of load. */
    public static final Duration RETRY = Duration.ofSeconds(1);

    private static final Duration RETRY_DATABASE = Duration.ofSeconds(5);
    /** Time beyond the statement timeout within which a request is answered in any case. */
    private static final Duration BEYOND_STATEMENT = Duration.ofMillis(600);

    /**
     * Path segments that tell kinds of requests apart; every other segment, which clients may invent, counts as one
     * kind.
     */
    private static final Set<String> KINDS = Set.of(
            "bands",
            "benchmarks",
            "capabilities",
            "card",
            "changes",
            "compare",
            "document",
            "lineage",
            "measurements",
            "models",
            "offerings",
            "providers",
            "quality",
            "recommend",
            "resolve",
            "scores",
            "tokens",
            "tree",
            "vendors");

    private static final int COLLECTION = 3;
    private static final int PART_OF_MODEL = 6;

    private static final Duration SWEEP = Duration.ofMillis(100);

    private final DatabaseAccess database;
    private final RouteProblems problems;
    private final Vertx vertx;
    private final Duration maxDuration;
    private final AdmissionQueue reads;
    private final AdmissionQueue writes;
    private final UnsentAnswers unsent;
    private final QueueMetrics ofReads;
    private final QueueMetrics ofWrites;
    private long timer;

    Admission(
            Connections connections,
            DatabaseAccess database,
            RequestSettings settings,
            DatabaseSettings databaseSettings,
            RouteProblems problems,
            AdmissionQueues queues,
            UnsentAnswers unsent,
            MeterRegistry meters,
            Vertx vertx) {
        this.database = database;
        this.problems = problems;
        this.vertx = vertx;
        maxDuration = Duration.ofMillis(databaseSettings.statementTimeoutMs()).plus(BEYOND_STATEMENT);
        this.unsent = unsent;
        reads = queues.create(connections.forReads(), 1, settings.waitingReads());
        writes = queues.create(WRITES_AT_ONCE, 0, settings.waitingWrites());
        ofReads = new QueueMetrics(meters, "reads", reads, connections.forReads());
        ofWrites = new QueueMetrics(meters, "writes", writes, WRITES_AT_ONCE);
    }

    void register(@Observes Router router) {
        PATHS.forEach(paths -> router.route(paths).order(Integer.MIN_VALUE + 4).handler(this::admitRead));
        router.routeWithRegex(PagePaths.OF_CATALOG).order(Integer.MIN_VALUE + 4).handler(this::admitPage);
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(SWEEP.toMillis(), tick -> sweep());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** A request with a body enters its queue only after the body has arrived, which may take long. */
    void register(@Observes Filters filters) {
        filters.register(
                routing -> {
                    RequestState.of(routing).authenticated();
                    routing.next();
                },
                AFTER_AUTHENTICATION);
        filters.register(this::admitWrite, AFTER_BODY);
    }

    private void admitPage(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        // At / other media types have an answer that needs no database.
        boolean isStart = routing.normalizedPath().equals("/");
        if (!isRead(request) || (isStart && !PagePaths.preferHtml(request.getHeader(HttpHeaders.ACCEPT)))) {
            routing.next();
        } else {
            admitRead(routing);
        }
    }

    private void admitRead(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        boolean exempt =
                OWN_LIMITS.contains(resourcePath(routing)) && !request.method().equals(HttpMethod.HEAD);
        if (!exempt) {
            Deadline.after(maxDuration).bindTo(routing.vertx().getOrCreateContext());
        }
        if (exempt || !isRead(request)) {
            // A write is admitted after authentication, which may need the database itself.
            routing.next();
        } else if (!database.canReadSoon()) {
            refuse(routing, ofReads, AdmissionQueue.Refusal.DATABASE_AWAY);
        } else if (unsent.isFull(ClientAddress.of(request))) {
            problems.sendUnavailable(routing, UNSENT, RETRY);
        } else {
            enter(routing, reads, Deadline.after(maxDuration));
        }
    }

    private void admitWrite(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String path = routing.normalizedPath();
        boolean ofApi = path.startsWith("/api/") || PostedReads.areOfAgents(path);
        if (!ofApi || isRead(request) || isOptions(request) || OWN_LIMITS.contains(resourcePath(routing))) {
            routing.next();
            return;
        }
        boolean posted = PostedReads.contain(request.method().name(), routing.normalizedPath());
        if (posted ? !database.canReadSoon() : !database.canWrite()) {
            refuse(routing, posted ? ofReads : ofWrites, AdmissionQueue.Refusal.DATABASE_AWAY);
        } else if (posted && unsent.isFull(ClientAddress.of(request))) {
            problems.sendUnavailable(routing, UNSENT, RETRY);
        } else {
            Duration receiving = Duration.ofNanos(RequestState.of(routing).nanosSinceAuthentication());
            Context context = routing.vertx().getOrCreateContext();
            Deadline deadline = Deadline.current()
                    .orElseGet(() -> Deadline.after(maxDuration))
                    .plus(receiving);
            deadline.bindTo(context);
            enter(routing, posted ? reads : writes, deadline);
        }
    }

    private void enter(RoutingContext routing, AdmissionQueue queue, Deadline deadline) {
        HttpServerRequest request = routing.request();
        Context context = routing.vertx().getOrCreateContext();
        String client = ClientAddress.of(request);
        queue.enter(
                new AdmissionQueue.Flow(client, kind(routing.normalizedPath())), deadline, new AdmissionQueue.Waiter() {
                    @Override
                    public void admitted(AdmissionQueue.Permit permit) {
                        context.runOnContext(now -> begin(routing, client, permit));
                    }

                    @Override
                    public void refused(AdmissionQueue.Refusal refusal) {
                        context.runOnContext(now -> refuse(routing, queue == reads ? ofReads : ofWrites, refusal));
                    }
                });
    }

    private void begin(RoutingContext routing, String client, AdmissionQueue.Permit permit) {
        RequestState state = RequestState.of(routing);
        state.lifetime().onEnd(permit::release);
        if (routing.response().closed()) {
            // Vert.x does not call end handlers if the client disconnected earlier.
            permit.release();
            return;
        }
        state.admitted(permit, unsent.add(routing, client));
        routing.next();
    }

    private void refuse(RoutingContext routing, QueueMetrics metrics, AdmissionQueue.Refusal refusal) {
        metrics.refused(refusal);
        switch (refusal) {
            case FULL -> problems.sendUnavailable(routing, "Too many requests are waiting. Try again later.", RETRY);
            case TOO_LATE ->
                problems.sendUnavailable(routing, "The request waited too long in the queue. Try again later.", RETRY);
            case DATABASE_AWAY -> problems.sendUnavailable(routing, "The database cannot be reached.", RETRY_DATABASE);
        }
    }

    private void sweep() {
        if (!database.canReadSoon()) {
            reads.refuseAll(AdmissionQueue.Refusal.DATABASE_AWAY);
        }
        if (!database.canWrite()) {
            writes.refuseAll(AdmissionQueue.Refusal.DATABASE_AWAY);
        }
    }

    /** The path by which Quarkus REST finds a resource: without matrix parameters and trailing slashes. */
    static String resourcePath(RoutingContext routing) {
        return IGNORED_IN_PATH.matcher(routing.normalizedPath()).replaceAll("");
    }

    /** Kind of a request: the collection, and the part of a model. */
    static String kind(String path) {
        String[] segments = path.split("/", PART_OF_MODEL + 2);
        return known(segments, COLLECTION) + "/" + known(segments, PART_OF_MODEL);
    }

    private static String known(String[] segments, int index) {
        return index < segments.length && KINDS.contains(segments[index]) ? segments[index] : "";
    }

    private static boolean isRead(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    private static boolean isOptions(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS);
    }
}
