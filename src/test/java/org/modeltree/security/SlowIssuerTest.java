package org.modeltree.security;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.modeltree.security.Requests.as;
import static org.modeltree.security.TestIssuer.claims;
import static org.modeltree.security.TestIssuer.signed;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/** JWT issuer that answers slowly when it is asked for an unknown key. */
@QuarkusTest
@TestProfile(ClosedProfile.class)
class SlowIssuerTest {

    private static final String READABLE = "/api/v1/vendors";
    private static final int CALLERS = 16;
    /** Half of all places for verification, less one that stays free for other credentials of the client. */
    private static final long MAX_WORKERS = 3;

    /** The least time between two fetches of jose4j, and some. */
    private static final Duration LIBRARY_PAUSE = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void tokens_that_wait_for_a_slow_issuer_occupy_few_workers_and_all_get_a_response() throws Exception {
        JwtClaims claims = claims();
        claims.setStringListClaim("groups", List.of("reader"));
        String good = signed(claims);
        as(good).get(READABLE).then().statusCode(200);
        String stranger = signed(claims, TestIssuer.key("stranger"), "RS256");
        // So soon after the fetch, the library would not fetch the keys again, and then not for half an hour.
        await().pollDelay(LIBRARY_PAUSE).until(() -> true);
        SlowIssuer.hold();
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        answers.add(asked(stranger, threads));
        await().atMost(PATIENCE).until(SlowIssuer::isWaiting);
        for (int i = 1; i < CALLERS; i++) {
            answers.add(asked(stranger, threads));
        }
        long most = 0;
        for (int i = 0; i < 50; i++) {
            most = Math.max(most, verifying());
            TimeUnit.MILLISECONDS.sleep(20);
        }
        SlowIssuer.release();
        assertThat(
                "workers that waited for the issuer at once",
                most,
                both(greaterThan(0L)).and(lessThanOrEqualTo(MAX_WORKERS)));
        for (CompletableFuture<Integer> answer : answers) {
            assertEquals(401, answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        threads.shutdown();
        as(good).get(READABLE).then().statusCode(200);
    }

    private static CompletableFuture<Integer> asked(String token, ExecutorService threads) {
        return CompletableFuture.supplyAsync(() -> as(token).get(READABLE).statusCode(), threads);
    }

    private static long verifying() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack ->
                        Stream.of(stack).anyMatch(frame -> frame.getClassName().equals(JwtIssuer.class.getName())))
                .count();
    }
}
