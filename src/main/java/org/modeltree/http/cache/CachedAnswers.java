package org.modeltree.http.cache;

import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.modeltree.http.admission.Admission;
import org.modeltree.http.admission.UnsentAnswers;
import org.modeltree.http.edge.ClientAddress;
import org.modeltree.http.edge.RequestTimers;
import org.modeltree.http.problem.RouteProblems;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.RawUrl;

/**
 * Answers reads from memory, on the thread that they came in on, before anything else looks at them. Of many who ask for
 * the same at once, the first is answered by the resource and the others wait for what it says.
 */
@ApplicationScoped
public class CachedAnswers {

    /** Under which a request carries the key that its answer may be kept by. */
    public static final String KEY = "modeltree.answer-key";

    /** Under which a request carries the answer that those who wait for it get too. */
    public static final String ANSWER = "modeltree.answer";

    private static final CharSequence FRESHNESS = HttpHeaders.createOptimized(Representation.cacheControl(false));
    /** As text a name would be hashed anew for every request. */
    private static final CharSequence REVISION = HttpHeaders.createOptimized("Modeltree-Revision");

    private static final String PREFIX = "/api/v1/";
    /** So often what somebody else computes may be too old, or he may go away; then it is no use to wait any more. */
    private static final int MAX_WAITS = 3;

    /** Smaller answers fit into what the network takes of any client. */
    private static final int COUNTED_BYTES = 1 << 14;

    private static final long MILLIS_OF_DAY = TimeUnit.DAYS.toMillis(1);

    private final AnswerCache cache;
    private final RefusalCache refusals;
    private final RequestTimers timers;
    private final PublicReadPolicy reads;
    private final Clock clock;
    private final StaleAnswers stale;
    private final UnsentAnswers unsent;
    private final RouteProblems problems;
    private final Map<AnswerCache.Key, Flight> flights = new ConcurrentHashMap<>();

    CachedAnswers(
            AnswerCache cache,
            RefusalCache refusals,
            RequestTimers timers,
            PublicReadPolicy reads,
            Clock clock,
            StaleAnswers stale,
            UnsentAnswers unsent,
            RouteProblems problems) {
        this.cache = cache;
        this.refusals = refusals;
        this.timers = timers;
        this.reads = reads;
        this.clock = clock;
        this.stale = stale;
        this.unsent = unsent;
        this.problems = problems;
    }

    void register(@Observes Router router) {
        if (!cache.isOff() && reads.toEverybody()) {
            router.route().order(Integer.MIN_VALUE).handler(this::answer);
        }
    }

    /**
     * What became of an answer that was waited for.
     *
     * @param answer null where there is none to be shared
     * @param refused whether there is none because the resource gave one that is not kept, such as that there is no such
     *     thing; else whoever asked first went away
     */
    private record Landing(Representation answer, boolean refused) {

        static final Landing NOWHERE = new Landing(null, false);
    }

    /** Those who wait for an answer that is being made; null once it is there. */
    private static final class Flight {

        private List<Consumer<Landing>> waiting = new ArrayList<>();

        /** Whether it has not landed yet. */
        synchronized boolean isJoinedBy(Consumer<Landing> passenger) {
            return waiting != null && waiting.add(passenger);
        }

        synchronized List<Consumer<Landing>> land() {
            List<Consumer<Landing>> all = waiting == null ? List.of() : waiting;
            waiting = null;
            return all;
        }
    }

    private void answer(RoutingContext routing) {
        long began = System.nanoTime();
        HttpServerRequest request = routing.request();
        if (isForEverybody(request) && isLegible(request)) {
            AnswerCache.Key key = new AnswerCache.Key(request.uri(), language(request), clock.millis() / MILLIS_OF_DAY);
            answer(routing, key, MAX_WAITS, began);
        } else {
            routing.next();
        }
    }

    private void answer(RoutingContext routing, AnswerCache.Key key, int waits, long began) {
        Optional<Representation> found = find(routing, key);
        if (found.isPresent()) {
            cache.hit();
            send(routing, found.get(), began);
            return;
        }
        Context context = routing.vertx().getOrCreateContext();
        Flight own = new Flight();
        Flight first = flights.putIfAbsent(key, own);
        if (first == null) {
            // Between the look and the take-off another one may have landed.
            Optional<Representation> landed = find(routing, key);
            if (landed.isPresent()) {
                land(key, own, new Landing(landed.get(), false));
                cache.hit();
                send(routing, landed.get(), began);
                return;
            }
            // An answer that others can have is there before its head is sent. Whatever is streamed has none, and its
            // end may be far away.
            routing.addHeadersEndHandler(head -> land(key, own, new Landing(routing.get(ANSWER), true)));
            routing.addEndHandler(ended -> land(key, own, new Landing(routing.get(ANSWER), ended.succeeded())));
            compute(routing, key, began);
        } else if (!first.isJoinedBy(
                landing -> context.runOnContext(landed -> again(routing, key, landing, waits, began)))) {
            again(routing, key, Landing.NOWHERE, waits, began);
        }
    }

    private void land(AnswerCache.Key key, Flight flight, Landing landing) {
        flights.remove(key, flight);
        flight.land().forEach(passenger -> passenger.accept(landing));
    }

    /** What was waited for is there, or somebody else has to ask the resource; where it refused, each is told so by it. */
    private void again(RoutingContext routing, AnswerCache.Key key, Landing landing, int waits, long began) {
        if (routing.response().closed()) {
            return;
        }
        Optional<Representation> found = Optional.ofNullable(landing.answer())
                .filter(given -> cache.isNewest(given, least(routing.request())))
                .or(() -> find(routing, key));
        if (found.isPresent()) {
            cache.shared();
            send(routing, found.get(), began);
        } else if (waits > 0 && (landing.answer() != null || !landing.refused())) {
            answer(routing, key, waits - 1, began);
        } else {
            compute(routing, key, began);
        }
    }

    /** What is in memory, if it may be given. */
    private Optional<Representation> find(RoutingContext routing, AnswerCache.Key key) {
        return cache.find(key, least(routing.request())).filter(answer -> stale.mayBeSent());
    }

    private void compute(RoutingContext routing, AnswerCache.Key key, long began) {
        Optional<RefusalCache.Refusal> refusal = refusals.find(key, least(routing.request()));
        if (refusal.isPresent() && stale.mayBeSent()) {
            cache.hit();
            send(routing, refusal.get(), began);
            return;
        }
        cache.missed();
        routing.put(KEY, key);
        routing.next();
    }

    /** A read of the API as anybody would ask it. */
    private static boolean isForEverybody(HttpServerRequest request) {
        return (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD))
                && request.uri().startsWith(PREFIX)
                && !request.headers().contains(HttpHeaders.AUTHORIZATION)
                && acceptsJson(request.getHeader(HttpHeaders.ACCEPT));
    }

    /** Whether its query can be decoded, where that is needed; else it is refused further on. */
    private static boolean isLegible(HttpServerRequest request) {
        return !mayHaveLanguage(request.query()) || RawUrl.isWellFormed(request.uri());
    }

    /** Decoding a query costs more than looking whether there is any sense in it. */
    private static boolean mayHaveLanguage(String query) {
        return query != null && query.contains("lang");
    }

    /** Surely; whoever asks in another way is answered by the resource. */
    private static boolean acceptsJson(String accept) {
        return accept == null
                || accept.equals("*/*")
                || accept.equals("application/json")
                || (Stream.of(accept.split(",", -1)).anyMatch(CachedAnswers::isJson)
                        && !accept.contains("q=0,")
                        && !accept.contains("q=0.0")
                        && !accept.endsWith("q=0"));
    }

    private static boolean isJson(String range) {
        String type = range.split(";", 2)[0].strip();
        return type.equals("*/*") || type.equals("application/json");
    }

    private static Language language(HttpServerRequest request) {
        String lang = mayHaveLanguage(request.query()) ? request.getParam("lang") : null;
        return Language.asked(lang, request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    }

    /** The revision that the client has seen already, by its own word. */
    public static long least(HttpServerRequest request) {
        String seen = request.getHeader(REVISION);
        if (seen == null) {
            return 0;
        }
        try {
            return Long.parseLong(seen.strip());
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private void send(RoutingContext routing, RefusalCache.Refusal refusal, long began) {
        HttpServerResponse response = routing.response().setStatusCode(refusal.status());
        refusal.headers().forEach((name, values) -> response.headers().add(name, values));
        stale.mark(response.headers());
        if (routing.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(refusal.body());
        }
        timers.record(
                refusal.template(), routing.request().method().name(), refusal.status(), System.nanoTime() - began);
    }

    /**
     * Sends an answer when the connection can take it. Of a client that asks on without reading, the next request is not
     * looked at before.
     */
    private void send(RoutingContext routing, Representation representation, long began) {
        HttpServerResponse response = routing.response();
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> {
                response.drainHandler(null);
                unsent.look(routing.request().connection());
                sendNow(routing, representation, began);
            });
        } else {
            sendNow(routing, representation, began);
        }
    }

    private void sendNow(RoutingContext routing, Representation representation, long began) {
        HttpServerRequest request = routing.request();
        HttpServerResponse response = routing.response();
        Representation.Variant variant = representation.variant(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        boolean unchanged = Representation.matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), variant.validator());
        boolean bodiless = unchanged || request.method().equals(HttpMethod.HEAD);
        if (!bodiless && variant.body().length() >= COUNTED_BYTES) {
            String client = ClientAddress.of(request);
            if (unsent.isFull(client)) {
                problems.sendUnavailable(routing, Admission.UNSENT, Admission.RETRY);
                return;
            }
            unsent.add(routing, client).computed(variant.body().length());
        }
        MultiMap headers = response.headers();
        headers.add(HttpHeaders.CACHE_CONTROL, FRESHNESS);
        stale.mark(headers);
        if (unchanged) {
            response.setStatusCode(304);
            variant.unchanged().forEach(field -> headers.add(field.name(), field.value()));
        } else {
            variant.headers().forEach(field -> headers.add(field.name(), field.value()));
        }
        if (bodiless) {
            response.end();
        } else {
            response.end(variant.body());
        }
        timers.record(
                representation.template(),
                request.method().name(),
                response.getStatusCode(),
                System.nanoTime() - began);
    }
}
