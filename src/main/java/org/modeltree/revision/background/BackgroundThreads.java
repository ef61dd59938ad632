package org.modeltree.revision.background;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The threads that work beside requests for as long as the service runs. Readiness fails while one of them does not. */
@ApplicationScoped
public class BackgroundThreads {

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final List<BackgroundThread> threads = new CopyOnWriteArrayList<>();

    /**
     * Starts a thread; whoever starts it stops it, and what is left is stopped with the service.
     *
     * @param name of the thread, for logs and for the readiness check
     * @param body what it does; run again whenever it returns or fails
     */
    public BackgroundThread start(String name, BackgroundThread.Body body) {
        BackgroundThread thread = new BackgroundThread(name, body, PAUSE_AFTER_FAILURE);
        threads.add(thread);
        thread.start();
        return thread;
    }

    /** Names of those that failed and have made no progress since. */
    List<String> unhealthy() {
        return threads.stream()
                .filter(thread -> !thread.isHealthy())
                .map(BackgroundThread::name)
                .distinct()
                .sorted()
                .toList();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        for (BackgroundThread thread : threads) {
            thread.stop(Duration.ofMillis(1));
        }
    }
}
