package org.modeltree.http.admission;

import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Lifetime of a request: until its resource method ends, even if the client disconnected earlier, because a running
 * resource is not interrupted; or until the response, if no resource method begins.
 */
final class RequestLifetime {

    private static final String KEY = "modeltree.lifetime";

    private final List<Runnable> actions = new ArrayList<>();
    private boolean begun;
    private boolean ended;

    private RequestLifetime() {}

    /** The lifetime of a request. Call it on the event loop of the request. */
    static RequestLifetime of(RoutingContext routing) {
        RequestLifetime lifetime = routing.get(KEY);
        if (lifetime == null) {
            RequestLifetime created = new RequestLifetime();
            routing.put(KEY, created);
            routing.addEndHandler(result -> created.answered());
            lifetime = created;
        }
        return lifetime;
    }

    /** Runs an action at the end, or now if the lifetime has ended. */
    void onEnd(Runnable action) {
        synchronized (this) {
            if (!ended) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    /** Records that a resource method begins; false if it must not, because the client disconnected and all was released. */
    synchronized boolean begin() {
        begun = true;
        return !ended;
    }

    /** Records that the resource method has ended. */
    void end() {
        List<Runnable> due;
        synchronized (this) {
            ended = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    private void answered() {
        synchronized (this) {
            if (begun) {
                return;
            }
        }
        end();
    }
}
