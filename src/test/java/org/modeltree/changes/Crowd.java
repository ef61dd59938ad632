package org.modeltree.changes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Runs a task on many threads at once. */
final class Crowd {

    private Crowd() {}

    /** Results of all threads, which start together. */
    static <T> List<T> all(int many, IntFunction<T> one) {
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            CyclicBarrier together = new CyclicBarrier(many);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                int who = i;
                running.add(threads.submit(() -> {
                    together.await(30, TimeUnit.SECONDS);
                    return one.apply(who);
                }));
            }
            List<T> got = new ArrayList<>();
            for (Future<T> future : running) {
                got.add(future.get(60, TimeUnit.SECONDS));
            }
            return got;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
