package org.modeltree.revision.background;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Thread that runs until the service stops. Whatever its body throws, even an {@link OutOfMemoryError}, is logged once
 * and makes the thread unhealthy; after a pause the body runs again. The thread is healthy again as soon as its body
 * reports progress or returns.
 *
 * <p>It is neither a task of a managed executor nor a scheduled one: bodies block for as long as the service runs,
 * which would occupy a shared worker, and Quarkus neither restarts a task that has died nor reports it as not ready.
 */
public final class BackgroundThread {

    private static final Logger LOG = Logger.getLogger(BackgroundThread.class);

    /** Work that the thread repeats. It handles expected failures itself, such as a database that is down. */
    @FunctionalInterface
    public interface Body {

        /**
         * Runs one round, or rounds until the thread is stopping.
         *
         * @param thread thread that runs this body, to report progress to
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

    /** Name in logs and in the readiness check. */
    public String name() {
        return name;
    }

    /** Whether the thread runs, and its body has not failed since it last made progress. */
    public boolean isHealthy() {
        return healthy && (thread.isAlive() || stopping);
    }

    /** Whether the body should return. */
    public boolean isStopping() {
        return stopping;
    }

    /** Reports progress. Must be called after each round by a body that runs several rounds. */
    public void progressed() {
        if (!healthy) {
            healthy = true;
            LOG.infof("The background thread %s has recovered", name);
        }
    }

    /** Wakes a body that is parked. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    /** Interrupts the body and waits for the thread to end, at most for the timeout. */
    public void stop(Duration timeout) throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join(Math.max(1, timeout.toMillis()));
    }

    private void run() {
        while (!stopping) {
            try {
                round();
            } catch (Throwable evenLoggingFailed) {
                // Out of memory: logging and allocation may fail, so only readiness reports it.
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
                    LOG.errorf(fault, "The background thread %s failed and is being restarted", name);
                } else {
                    LOG.debugf(fault, "The background thread %s failed again", name);
                }
                // An interrupt flag that stays set would end every following pause immediately.
                if (Thread.interrupted()) {
                    LOG.debugf("The background thread %s was interrupted", name);
                }
                LockSupport.parkNanos(pauseNanos);
            }
        }
    }
}
