package org.modeltree.http.admission;

import java.util.ArrayList;
import java.util.List;

/**
 * Lifetime of a request: until its resource method ends, even if the client disconnected earlier, because a running
 * resource is not interrupted; or until the response, if no resource method begins.
 */
final class RequestLifetime {

    private final List<Runnable> actions = new ArrayList<>();
    private boolean begun;
    private boolean ended;
    private boolean answered;

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

    /**
     * Records that a resource method begins; false if it must not, because the client disconnected and all was
     * released.
     */
    synchronized boolean begin() {
        begun = true;
        return !ended;
    }

    /**
     * Records that what had begun has ended without an answer, and a resource method may begin; false if it must not, because the
     * response has ended meanwhile, and all was released.
     */
    boolean pause() {
        synchronized (this) {
            begun = false;
            if (!answered) {
                return true;
            }
        }
        end();
        return false;
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

    /** Records that the response has been sent, or that the client has disconnected. */
    void answered() {
        synchronized (this) {
            answered = true;
            if (begun) {
                return;
            }
        }
        end();
    }
}
