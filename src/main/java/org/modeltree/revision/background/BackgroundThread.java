package org.modeltree.revision.background;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * A thread that does not end before the service does. Whatever its body throws, a lack of memory included, is logged
 * once, makes the thread unhealthy, and after a pause the body is run again. The thread is healthy again when its body
 * reports progress or returns.
 */
public final class BackgroundThread {

    private static final Logger LOG = Logger.getLogger(BackgroundThread.class);

    /** What the thread does, again and again; what is expected to go wrong, such as a database that is away, it catches. */
    @FunctionalInterface
    public interface Body {

        /**
         * Runs once, or until the thread is stopping.
         *
         * @param thread that runs it, to report progress to
         */
        void run(BackgroundThread thread) throws Exception;
    }

    private final String name;
    private final Body body;
    private final long pauseNanos;
    private final Thread thread;
    private volatile boolean healthy = true;
    private volatile boolean stopping;

    BackgroundThread(String name, Body body, Duration pause) {
        this.name = name;
        this.body = body;
        this.pauseNanos = pause.toNanos();
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Its name, for logs and for the readiness check. */
    public String name() {
        return name;
    }

    /** Whether it runs, and its body has not failed since it last made progress. */
    public boolean isHealthy() {
        return healthy && (thread.isAlive() || stopping);
    }

    /** Whether the body is to return. */
    public boolean isStopping() {
        return stopping;
    }

    /** Says that the body did what it is there for; to be called by a body that does not return after each round. */
    public void progressed() {
        if (!healthy) {
            healthy = true;
            LOG.infof("The background thread %s is back.", name);
        }
    }

    /** Ends the rest of a body that parks. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    /** Interrupts the body and waits for its end, at most for this time. */
    public void stop(Duration longest) throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join(Math.max(1, longest.toMillis()));
    }

    private void run() {
        while (!stopping) {
            try {
                round();
            } catch (Throwable evenLoggingFailed) {
                // Without memory nothing can be said or allocated; readiness says it.
                healthy = false;
                LockSupport.parkNanos(pauseNanos);
            }
        }
    }

    private void round() {
        try {
            body.run(this);
            progressed();
        } catch (Throwable fault) {
            if (!stopping) {
                boolean first = healthy;
                healthy = false;
                if (first) {
                    LOG.errorf(fault, "The background thread %s failed and is started again.", name);
                } else {
                    LOG.debugf(fault, "The background thread %s failed again.", name);
                }
                // Left set by whoever interrupted, it would end each pause at once.
                if (Thread.interrupted()) {
                    LOG.debugf("The background thread %s was interrupted.", name);
                }
                LockSupport.parkNanos(pauseNanos);
            }
        }
    }
}
