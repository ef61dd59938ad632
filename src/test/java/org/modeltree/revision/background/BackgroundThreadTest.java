package org.modeltree.revision.background;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** A background thread survives whatever its body throws, and readiness fails in the meantime. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class BackgroundThreadTest {

    private static final String CHECK = "checks.find { it.name.startsWith('Background') }";
    private static final Duration SOON = Duration.ofSeconds(1);

    @Test
    void readiness_fails_from_an_error_until_there_is_progress() throws Exception {
        SynchronousQueue<Throwable> faults = new SynchronousQueue<>();
        CountDownLatch progress = new CountDownLatch(1);
        BackgroundThread thread = Arc.container()
                .instance(BackgroundThreads.class)
                .get()
                .start("drilled", self -> {
                    Throwable fault = faults.take();
                    if (fault instanceof Error error) {
                        throw error;
                    }
                    self.progressed();
                    progress.await();
                });
        try {
            given().get("/q/health/ready").then().statusCode(200).body(CHECK + ".status", equalTo("UP"));
            faults.put(new OutOfMemoryError("a drill"));
            // The restarted body takes this one; until then the thread is unhealthy.
            faults.put(new StackOverflowError("a drill"));
            given().get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body(CHECK + ".data", hasKey("drilled"))
                    .body(CHECK + ".status", equalTo("DOWN"));
            given().get("/q/health/live").then().statusCode(200);
            faults.put(new Throwable("all is well"));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (!thread.isHealthy() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            given().get("/q/health/ready").then().statusCode(200).body(CHECK, not(hasKey("data")));
        } finally {
            progress.countDown();
            thread.stop(SOON);
        }
    }

    @Test
    void an_unexpected_interrupt_does_not_end_the_thread() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch enough = new CountDownLatch(3);
        BackgroundThread thread = new BackgroundThread(
                "interrupted",
                self -> {
                    rounds.incrementAndGet();
                    enough.countDown();
                    Thread.currentThread().interrupt();
                    Thread.sleep(60_000);
                },
                Duration.ofMillis(20));
        thread.start();
        assertTrue(enough.await(10, TimeUnit.SECONDS), () -> "it ran " + rounds + " times");
        assertFalse(thread.isHealthy());
        thread.stop(SOON);
        assertTrue(thread.isStopping());
    }

    @Test
    void an_error_that_cannot_be_logged_does_not_end_the_thread() throws Exception {
        CountDownLatch enough = new CountDownLatch(3);
        BackgroundThread thread = new BackgroundThread(
                "speechless",
                self -> {
                    enough.countDown();
                    throw new Unspeakable();
                },
                Duration.ofMillis(20));
        thread.start();
        assertTrue(enough.await(10, TimeUnit.SECONDS));
        assertFalse(thread.isHealthy());
        thread.stop(SOON);
    }

    @Test
    void a_stopped_thread_is_not_unhealthy() throws Exception {
        BackgroundThread thread = new BackgroundThread("stopped", self -> Thread.sleep(60_000), SOON);
        thread.start();
        thread.stop(Duration.ofSeconds(10));
        assertTrue(thread.isHealthy());
    }

    /** An error that cannot be logged. */
    private static final class Unspeakable extends Error {

        private static final long serialVersionUID = 1;

        @Override
        public String toString() {
            throw new OutOfMemoryError("a drill");
        }

        @Override
        public String getMessage() {
            throw new OutOfMemoryError("a drill");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new OutOfMemoryError("a drill");
        }
    }
}
