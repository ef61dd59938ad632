package org.modeltree.http.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.modeltree.revision.Deadline;

class AdmissionQueueTest {

    private static final Deadline LATER = Deadline.after(Duration.ofHours(1));

    private final List<String> events = new ArrayList<>();
    private final List<AdmissionQueue.Permit> permits = new ArrayList<>();

    private void enter(AdmissionQueue queue, String client, String kind, String name, Deadline deadline) {
        queue.enter(new AdmissionQueue.Flow(client, kind), deadline, new AdmissionQueue.Waiter() {
            @Override
            public void admitted(AdmissionQueue.Permit permit) {
                events.add(name);
                permits.add(permit);
            }

            @Override
            public void refused(AdmissionQueue.Refusal refusal) {
                events.add(name + " " + refusal);
            }
        });
    }

    private void enter(AdmissionQueue queue, String client, String name) {
        enter(queue, client, "", name, LATER);
    }

    @Test
    void a_freed_permit_goes_to_the_next_client_and_not_to_the_next_request() {
        AdmissionQueue queue = new AdmissionQueue(1, 1, 10);
        enter(queue, "rude", "r1");
        enter(queue, "rude", "r2");
        enter(queue, "rude", "r3");
        enter(queue, "polite", "p1");
        for (int i = 0; i < 4; i++) {
            permits.get(i).release();
        }
        assertEquals(List.of("r1", "r2", "p1", "r3"), events);
        assertEquals(0, queue.inUse());
        assertEquals(0, queue.queued());
    }

    @Test
    void kinds_of_requests_of_one_client_take_turns_as_well() {
        AdmissionQueue queue = new AdmissionQueue(1, 1, 10);
        enter(queue, "one", "tree", "t1", LATER);
        enter(queue, "one", "tree", "t2", LATER);
        enter(queue, "one", "tree", "t3", LATER);
        enter(queue, "one", "card", "c1", LATER);
        permits.get(0).release();
        permits.get(1).release();
        assertEquals(List.of("t1", "t2", "c1"), events);
    }

    @Test
    void without_reserved_permits_a_client_may_hold_all() {
        AdmissionQueue queue = new AdmissionQueue(2, 0, 10);
        enter(queue, "one", "w1");
        enter(queue, "one", "w2");
        enter(queue, "one", "w3");
        assertEquals(List.of("w1", "w2"), events);
    }

    @Test
    void with_one_reserved_permit_a_client_holds_all_but_one_and_a_flow_all_but_two() {
        AdmissionQueue queue = new AdmissionQueue(5, 1, 100);
        for (int i = 0; i < 5; i++) {
            enter(queue, "rude", "tree", "t" + i, LATER);
        }
        assertEquals(List.of("t0", "t1", "t2"), events);
        enter(queue, "rude", "card", "c0", LATER);
        enter(queue, "rude", "page", "p0", LATER);
        assertEquals(List.of("t0", "t1", "t2", "c0"), events);
        enter(queue, "polite", "card", "other", LATER);
        assertEquals(List.of("t0", "t1", "t2", "c0", "other"), events);
        assertEquals(5, queue.inUse());
        assertEquals(3, queue.queued());
    }

    @Test
    void a_client_takes_at_most_three_quarters_of_the_places() {
        AdmissionQueue queue = new AdmissionQueue(1, 1, 8);
        for (int i = 0; i < 8; i++) {
            enter(queue, "rude", "r" + i);
        }
        assertEquals(List.of("r0", "r7 FULL"), events);
        enter(queue, "polite", "p0");
        enter(queue, "polite", "p1");
        enter(queue, "polite", "p2");
        assertEquals(List.of("r0", "r7 FULL", "p2 FULL"), events);
    }

    @Test
    void a_waiter_past_its_deadline_is_refused_and_the_others_stay() {
        AdmissionQueue queue = new AdmissionQueue(1, 1, 8);
        enter(queue, "a", "working");
        enter(queue, "a", "", "late", Deadline.after(Duration.ZERO));
        enter(queue, "a", "", "in time", LATER);
        queue.refuseLate();
        assertEquals(List.of("working", "late TOO_LATE"), events);
        permits.get(0).release();
        assertEquals(List.of("working", "late TOO_LATE", "in time"), events);
        queue.refuseAll(AdmissionQueue.Refusal.DATABASE_AWAY);
        assertEquals(3, events.size());
    }

    @Test
    void releasing_a_permit_twice_frees_it_once() {
        AdmissionQueue queue = new AdmissionQueue(1, 1, 8);
        enter(queue, "a", "first");
        permits.get(0).release();
        enter(queue, "a", "second");
        permits.get(0).release();
        enter(queue, "a", "third");
        assertEquals(List.of("first", "second"), events);
        assertEquals(1, queue.inUse());
    }

    @Test
    void under_load_no_more_work_runs_than_permits_exist_and_each_waiter_gets_one_result() throws InterruptedException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        AdmissionQueue queue = new AdmissionQueue(4, 1, 50);
        AtomicInteger working = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ConcurrentLinkedQueue<Integer> told = new ConcurrentLinkedQueue<>();
        int requests = 20_000;
        CountDownLatch over = new CountDownLatch(requests);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int i = 0; i < requests; i++) {
                int number = i;
                String client = "client " + random.nextInt(5);
                threads.execute(() -> queue.enter(
                        new AdmissionQueue.Flow(client, "kind " + number % 3), LATER, new AdmissionQueue.Waiter() {
                            @Override
                            public void admitted(AdmissionQueue.Permit permit) {
                                most.accumulateAndGet(working.incrementAndGet(), Math::max);
                                threads.execute(() -> {
                                    working.decrementAndGet();
                                    told.add(number);
                                    over.countDown();
                                    permit.release();
                                });
                            }

                            @Override
                            public void refused(AdmissionQueue.Refusal refusal) {
                                told.add(number);
                                over.countDown();
                            }
                        }));
            }
            assertTrue(over.await(30, TimeUnit.SECONDS), "seed " + seed);
        } finally {
            threads.shutdown();
            assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
        }
        assertEquals(requests, told.stream().distinct().count(), "seed " + seed);
        assertEquals(requests, told.size(), "seed " + seed);
        assertTrue(most.get() <= 4, "seed " + seed + ", at once " + most);
        assertEquals(0, queue.inUse(), "seed " + seed);
        assertEquals(0, queue.queued(), "seed " + seed);
    }
}
