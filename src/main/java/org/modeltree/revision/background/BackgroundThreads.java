package org.modeltree.revision.background;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Background threads that run as long as the service. Readiness fails while one of them is unhealthy. */
@ApplicationScoped
public class BackgroundThreads {

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final List<BackgroundThread> threads = new CopyOnWriteArrayList<>();

    /**
     * Starts a thread. The caller stops it; threads that are still running are stopped with the service.
     *
     * @param name name in logs and in the readiness check
     * @param body work of the thread; runs again whenever it returns or fails
     */
    public BackgroundThread start(String name, BackgroundThread.Body body) {
        BackgroundThread thread = new BackgroundThread(name, body, PAUSE_AFTER_FAILURE);
        threads.add(thread);
        thread.start();
        return thread;
    }

    /** Names of threads that failed and have made no progress since, sorted. */
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
