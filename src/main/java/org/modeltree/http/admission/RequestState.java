package org.modeltree.http.admission;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.modeltree.http.edge.RequestEnd;
import org.modeltree.http.value.AnswerKey;
import org.modeltree.http.value.Representation;

/**
 * Everything that the routes know of a request and pass on to later routes, to its resource and to the response filter.
 * It is the only attribute of ours on a routing context, because routes have no other way to pass a value on.
 *
 * <p>Routes set and read it on the event loop of the request. The resource and the response filter may run on a worker
 * thread, which starts after the routes have run.
 */
public final class RequestState {

    private static final String ATTRIBUTE = "modeltree.request-state";

    private final RoutingContext routing;
    private RequestLifetime lifetime;
    private AdmissionQueue.Permit permit;
    private UnsentAnswer unsentAnswer;
    private AnswerKey cacheKey;
    private Callable<Representation> work;
    private volatile Representation sharedAnswer;
    private Refusal refusal;
    private long authenticatedAtNanos;
    private boolean continueSent;

    private RequestState(RoutingContext routing) {
        this.routing = routing;
    }

    /** The state of a request; created on first use. */
    public static RequestState of(RoutingContext routing) {
        RequestState state = routing.get(ATTRIBUTE);
        if (state == null) {
            state = new RequestState(routing);
            routing.put(ATTRIBUTE, state);
        }
        return state;
    }

    /** Lifetime of the request, at whose end its resources are released. */
    RequestLifetime lifetime() {
        if (lifetime == null) {
            RequestLifetime created = new RequestLifetime();
            RequestEnd.then(routing, ended -> created.answered());
            lifetime = created;
        }
        return lifetime;
    }

    /** Records that the request is admitted, with its permit and the memory of its answer. */
    void admitted(AdmissionQueue.Permit grantedPermit, UnsentAnswer answer) {
        permit = grantedPermit;
        unsentAnswer = answer;
    }

    /** Releases the permit, if the request has one: it needs no more database work. */
    public void releasePermit() {
        if (permit != null) {
            permit.release();
        }
    }

    /** Records that the answer is computed, with its length in bytes, and releases the permit. */
    public void computed(int bytes) {
        if (unsentAnswer != null) {
            unsentAnswer.computed(bytes);
        }
        releasePermit();
    }

    /**
     * Records that the answer is being made on another thread; false if it must not be, because the client disconnected and
     * all was released.
     */
    public boolean beginAnswer() {
        return lifetime().begin();
    }

    /**
     * Why there is no answer.
     *
     * @param reason what the resource would throw
     * @param revision revision at which that is so; empty if unknown
     * @param partial whether it lacks something for which there was no time, so that it is not kept
     */
    public record Refusal(RuntimeException reason, OptionalLong revision, boolean partial) {}

    /** Records why there is no answer, so that nothing is read again to find that out. */
    public void refuse(Refusal found) {
        refusal = found;
    }

    /** Why there is no answer; empty if that has not been found. */
    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * Records that the resource has to make the answer after all; false if it must not, because the client disconnected and all was
     * released.
     */
    public boolean passAnswerOn() {
        return lifetime().pause();
    }

    /** Records that the answer has been made, and releases what the request holds. */
    public void endAnswer() {
        lifetime().end();
    }

    /** Sets the key under which the answer may be cached. */
    public void cacheAs(AnswerKey key) {
        cacheKey = key;
    }

    /** Key under which the answer may be cached; empty if it must not be shared with other clients. */
    public Optional<AnswerKey> cacheKey() {
        return Optional.ofNullable(cacheKey);
    }

    /** Says how the answer is made without a resource, on a thread that may wait. */
    public void answerBy(Callable<Representation> made) {
        work = made;
    }

    /** How the answer is made without a resource, on a thread that may wait; empty if only the resource can. */
    public Optional<Callable<Representation>> answerBy() {
        return Optional.ofNullable(work);
    }

    /** Sets the answer that identical requests waiting for this one receive too. */
    public void share(Representation answer) {
        sharedAnswer = answer;
    }

    /** The answer that identical requests waiting for this one receive too; empty if there is none to share. */
    public Optional<Representation> sharedAnswer() {
        return Optional.ofNullable(sharedAnswer);
    }

    /** Records that the caller is authenticated, so that the body is what the request waits for now. */
    void authenticated() {
        authenticatedAtNanos = System.nanoTime();
    }

    /** Nanoseconds since the caller was authenticated. */
    long nanosSinceAuthentication() {
        return System.nanoTime() - authenticatedAtNanos;
    }

    /** Whether 100 Continue has been sent. */
    boolean isContinueSent() {
        return continueSent;
    }

    /** Records that 100 Continue has been sent. */
    void continueSent() {
        continueSent = true;
    }
}
