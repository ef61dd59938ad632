package org.modeltree.http.cache;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.modeltree.http.admission.Admission;
import org.modeltree.http.admission.RequestState;
import org.modeltree.http.admission.UnsentAnswers;
import org.modeltree.http.edge.ClientAddress;
import org.modeltree.http.edge.RequestEnd;
import org.modeltree.http.edge.RequestTimers;
import org.modeltree.http.edge.RequestWatch;
import org.modeltree.http.problem.ProblemNote;
import org.modeltree.http.problem.RouteProblems;
import org.modeltree.http.value.AnswerKey;
import org.modeltree.http.value.Representation;

/**
 * Answers reads from the cache, on the event loop, before any other route but the first. Of identical concurrent
 * requests the first is passed on to its resource, unless facts in memory are enough to answer it here, and the others wait
 * for its answer.
 */
@ApplicationScoped
public class CachedAnswers {

    /** Optimized, because a string would be hashed anew for each request. */
    private static final CharSequence REVISION = HttpHeaders.createOptimized("Modeltree-Revision");

    /** How often a request may wait in vain for an answer that is too old or whose client left; then it computes its own. */
    private static final int MAX_WAITS = 3;

    private static final Duration LONGEST_WAIT_FOR_CHANGES = Duration.ofMillis(50);

    /** Smaller answers, in bytes, fit into the send buffers and are not counted as unsent. */
    private static final int COUNTED_BYTES = 1 << 14;

    /**
     * Large answers of facts in memory that are compressed at once. While there are so many, others wait for a permit as if
     * they needed the database, which takes no memory, and in which clients take turns.
     */
    private static final int MAX_LARGE = 4;

    private static final long MILLIS_OF_DAY = TimeUnit.DAYS.toMillis(1);

    private final AnswerCache cache;
    private final RefusalCache refusals;
    private final MemoryAnswers memory;
    private final RequestTimers timers;
    private final PublicReadPolicy reads;
    private final Clock clock;
    private final StaleAnswers stale;
    private final UnsentAnswers unsent;
    private final AnswerSender sender;
    private final RouteProblems problems;
    private final RequestWatch watch;
    /** Answers that are being computed, for the identical requests that wait for them. */
    private final Map<AnswerKey, Promise<PendingResult>> pending = new ConcurrentHashMap<>();

    /** Whether what is old is removed, which changes answers without a new revision. */
    private final boolean removes;

    private final AtomicInteger large = new AtomicInteger();

    CachedAnswers(
            AnswerCache cache,
            RefusalCache refusals,
            MemoryAnswers memory,
            RequestTimers timers,
            PublicReadPolicy reads,
            Clock clock,
            StaleAnswers stale,
            UnsentAnswers unsent,
            AnswerSender sender,
            RouteProblems problems,
            RequestWatch watch,
            @ConfigProperty(name = "modeltree.retention.changes", defaultValue = "0s") Duration changesKept,
            @ConfigProperty(name = "modeltree.retention.versions", defaultValue = "0s") Duration versionsKept) {
        this.cache = cache;
        this.refusals = refusals;
        this.memory = memory;
        this.timers = timers;
        this.reads = reads;
        this.clock = clock;
        this.stale = stale;
        this.unsent = unsent;
        this.sender = sender;
        this.problems = problems;
        this.watch = watch;
        removes = !changesKept.isZero() || !versionsKept.isZero();
    }

    void register(@Observes Router router) {
        if (reads.toEverybody()) {
            router.route().order(Integer.MIN_VALUE).handler(this::answer);
        }
    }

    /**
     * Result of a pending answer.
     *
     * @param answer the answer to share; empty if there is none
     * @param refused whether the resource gave a response that is not shared, such as 404; if false and there is no
     *     answer, the first client disconnected
     */
    private record PendingResult(Optional<Representation> answer, boolean refused) {}

    private void answer(RoutingContext routing) {
        if (CacheableReads.contain(routing) && !(removes && CacheableReads.areOfHistory(routing.request()))) {
            Read read = new Read(routing);
            if (cache.isOff()) {
                read.compute(stale.freshness());
            } else {
                read.answer();
            }
        } else {
            routing.next();
        }
    }

    /** One cacheable read until it is answered. Everything happens on the event loop of its request. */
    private final class Read {

        private final long startNanos = System.nanoTime();
        private final RoutingContext routing;
        private final HttpServerRequest request;
        private final AnswerKey key;
        private final long seenRevision;
        private int waits = MAX_WAITS;
        private boolean mayWaitForChanges = true;

        Read(RoutingContext routing) {
            this.routing = routing;
            request = routing.request();
            key = new AnswerKey(request.uri(), CacheableReads.language(request), clock.millis() / MILLIS_OF_DAY);
            seenRevision = seenRevision(request);
        }

        /** Answers from the cache, waits for an identical request, or computes the answer. */
        void answer() {
            StaleAnswers.Freshness freshness = stale.freshness();
            Optional<AnswerCache.ValidAnswer> found = find(freshness);
            if (found.isPresent()) {
                cache.hit();
                send(found.get(), freshness);
                return;
            }
            if (mayWaitForChanges && freshness.mayBeServed() && waitsForChanges()) {
                return;
            }
            Promise<PendingResult> own = Promise.promise();
            Promise<PendingResult> first = pending.putIfAbsent(key, own);
            if (first == null) {
                answerFirst(own, freshness);
                return;
            }
            Context context = routing.vertx().getOrCreateContext();
            first.future().onSuccess(result -> context.runOnContext(nothing -> resume(result)));
        }

        /**
         * Waits until it is known what the newest revision changed, if that decides whether the cached answer is valid: it
         * takes a few milliseconds, less than the computation of an answer.
         */
        private boolean waitsForChanges() {
            Optional<CompletableFuture<Void>> changes = cache.pending(key, seenRevision);
            if (changes.isEmpty()) {
                return false;
            }
            mayWaitForChanges = false;
            Context context = routing.vertx().getOrCreateContext();
            CompletableFuture<Void> wait = changes.get()
                    .copy()
                    .completeOnTimeout(null, LONGEST_WAIT_FOR_CHANGES.toMillis(), TimeUnit.MILLISECONDS);
            Future.fromCompletionStage(wait, context).onComplete(known -> {
                if (!routing.response().closed()) {
                    answer();
                }
            });
            return true;
        }

        private void answerFirst(Promise<PendingResult> own, StaleAnswers.Freshness freshness) {
            // Another request may have completed between the look-up and the registration.
            Optional<AnswerCache.ValidAnswer> completed = find(freshness);
            if (completed.isPresent()) {
                complete(own, new PendingResult(completed.map(AnswerCache.ValidAnswer::representation), false));
                cache.hit();
                send(completed.get(), freshness);
                return;
            }
            // A sharable answer exists before its head is sent. A streamed one is never shared, so that waiters do not
            // wait for its end.
            routing.addHeadersEndHandler(head -> complete(own, new PendingResult(shared(), true)));
            RequestEnd.then(routing, ended -> complete(own, new PendingResult(shared(), ended.succeeded())));
            compute(freshness);
        }

        private Optional<Representation> shared() {
            return RequestState.of(routing).sharedAnswer();
        }

        private void complete(Promise<PendingResult> own, PendingResult result) {
            pending.remove(key, own);
            own.tryComplete(result);
        }

        /** Resumes a waiter: sends the shared answer, waits for another request, or computes its own answer. */
        private void resume(PendingResult result) {
            if (routing.response().closed()) {
                return;
            }
            StaleAnswers.Freshness freshness = stale.freshness();
            Optional<AnswerCache.ValidAnswer> found = result.answer()
                    .filter(answer -> cache.isNewest(answer, seenRevision))
                    .map(answer -> new AnswerCache.ValidAnswer(answer, answer.revision()))
                    .or(() -> find(freshness));
            if (found.isPresent()) {
                cache.shared();
                send(found.get(), freshness);
            } else if (waits > 0 && (result.answer().isPresent() || !result.refused())) {
                waits--;
                answer();
            } else {
                compute(freshness);
            }
        }

        /** The cached answer, if it may be served. */
        private Optional<AnswerCache.ValidAnswer> find(StaleAnswers.Freshness freshness) {
            return freshness.mayBeServed() ? cache.find(key, seenRevision) : Optional.empty();
        }

        private void compute(StaleAnswers.Freshness freshness) {
            Optional<RefusalCache.Refusal> refusal =
                    freshness.mayBeServed() ? refusals.find(key, seenRevision) : Optional.empty();
            if (refusal.isPresent()) {
                cache.hit();
                send(refusal.get(), freshness);
                return;
            }
            Optional<MemoryAnswers.Plain> plain = memory.plain(request, key);
            boolean fromMemory =
                    freshness.isCurrent() && large.get() < MAX_LARGE && !unsent.isFull(ClientAddress.of(request));
            Optional<MemoryAnswers.Answer> made =
                    plain.filter(read -> fromMemory).flatMap(read -> memory.answer(read, key, seenRevision));
            if (made.isPresent()) {
                cache.madeOfMemory();
                send(made.get(), freshness);
                return;
            }
            cache.missed();
            RequestState state = RequestState.of(routing);
            state.cacheAs(key);
            plain.ifPresent(read -> state.answerBy(() -> memory.read(routing, read, key, seenRevision)));
            routing.next();
        }

        private void send(RefusalCache.Refusal refusal, StaleAnswers.Freshness freshness) {
            HttpServerResponse response = routing.response().setStatusCode(refusal.status());
            refusal.headers().forEach((name, values) -> response.headers().add(name, values));
            watch.answers(routing, refusal.template());
            ProblemNote.put(routing, refusal.problem());
            freshness.mark(response.headers());
            if (request.method().equals(HttpMethod.HEAD)) {
                response.end();
            } else {
                response.end(refusal.body());
            }
            timers.record(
                    refusal.template(), request.method().name(), refusal.status(), System.nanoTime() - startNanos);
        }

        /** Sends and keeps an answer of facts in memory. */
        private void send(MemoryAnswers.Answer made, StaleAnswers.Freshness freshness) {
            RequestState.of(routing).share(made.representation());
            AnswerCache.ValidAnswer answer = new AnswerCache.ValidAnswer(
                    made.representation(), made.representation().revision());
            if (!made.isLarge()) {
                made.keep().run();
                send(answer, freshness);
                return;
            }
            large.incrementAndGet();
            routing.vertx().executeBlocking(() -> keep(made), false).onComplete(kept -> {
                large.decrementAndGet();
                if (!routing.response().closed()) {
                    send(answer, freshness);
                }
            });
        }

        private Representation keep(MemoryAnswers.Answer made) {
            made.keep().run();
            // Without a cache, nothing has compressed it yet.
            made.representation().variant(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
            return made.representation();
        }

        /**
         * Sends an answer once the connection is writable. Until then no further request of a client that sends without
         * reading is processed.
         */
        private void send(AnswerCache.ValidAnswer answer, StaleAnswers.Freshness freshness) {
            HttpServerResponse response = routing.response();
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> {
                    response.drainHandler(null);
                    unsent.checkProgress(request.connection());
                    sendNow(answer, freshness);
                });
            } else {
                sendNow(answer, freshness);
            }
        }

        private void sendNow(AnswerCache.ValidAnswer answer, StaleAnswers.Freshness freshness) {
            Representation representation = answer.representation();
            AnswerSender.Prepared prepared = AnswerSender.prepare(request, representation);
            if (prepared.bodyBytes() >= COUNTED_BYTES) {
                String client = ClientAddress.of(request);
                if (unsent.isFull(client)) {
                    problems.sendUnavailable(routing, Admission.UNSENT, Admission.RETRY);
                    return;
                }
                unsent.add(routing, client).computed(prepared.bodyBytes());
            }
            watch.answers(routing, representation.template());
            freshness.mark(routing.response().headers());
            sender.send(routing, prepared, answer.revision());
            timers.record(
                    representation.template(),
                    request.method().name(),
                    routing.response().getStatusCode(),
                    System.nanoTime() - startNanos);
        }
    }

    /** Revision that the client reports to have seen, from the Modeltree-Revision header; 0 without a valid one. */
    public static long seenRevision(HttpServerRequest request) {
        String seen = request.getHeader(REVISION);
        if (seen == null) {
            return 0;
        }
        try {
            return Long.parseLong(seen.strip());
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }
}
