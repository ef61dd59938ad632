package org.modeltree.http.admission;

import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a request takes of the service: until its resource has ended, also if the client left before, because nothing
 * stops a resource; or until it is answered, where no resource begins.
 */
final class RequestLifetime {

    private static final String KEY = "modeltree.lifetime";

    private final List<Runnable> actions = new ArrayList<>();
    private boolean begun;
    private boolean over;

    private RequestLifetime() {}

    /** That of a request, on its event loop. */
    static RequestLifetime of(RoutingContext routing) {
        RequestLifetime lifetime = routing.get(KEY);
        if (lifetime == null) {
            RequestLifetime created = new RequestLifetime();
            routing.put(KEY, created);
            routing.addEndHandler(ended -> created.answered());
            lifetime = created;
        }
        return lifetime;
    }

    /** Runs something once it is over; at once where it is. */
    void whenOver(Runnable action) {
        synchronized (this) {
            if (!over) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    /** A resource is about to begin; false if it must not, because the client left and what it needs was given back. */
    synchronized boolean begin() {
        begun = true;
        return !over;
    }

    /** The resource has ended. */
    void end() {
        List<Runnable> due;
        synchronized (this) {
            over = true;
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
