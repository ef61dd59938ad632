package org.modeltree.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.modeltree.security.GuardedProfile.BOOTSTRAP;
import static org.modeltree.security.Requests.as;
import static org.modeltree.security.Requests.assertBadToken;
import static org.modeltree.security.Requests.assertNoToken;
import static org.modeltree.security.Requests.assertProblem;
import static org.modeltree.security.Requests.json;
import static org.modeltree.security.Requests.secret;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.http.edge.ClientAddress;

/** Rate limits restrict a caller, and never affect other callers. */
@QuarkusTest
@TestProfile(RateLimitedProfile.class)
class RateLimitTest {

    private static final String WRITES = "/test/writes";

    @Inject
    MovableClock clock;

    @BeforeEach
    void start_with_full_buckets() {
        clock.forward(Duration.ofMinutes(5));
    }

    @Test
    void a_caller_has_a_burst_and_a_rate_of_writes() {
        String curator = secret(BOOTSTRAP, "busy", "curator");
        String other = secret(BOOTSTRAP, "calm", "curator");
        for (int left = 2; left >= 0; left--) {
            json(curator)
                    .body("{}")
                    .put(WRITES)
                    .then()
                    .statusCode(200)
                    .header("RateLimit-Policy", "\"writes\";q=3;w=3")
                    .header("RateLimit", "\"writes\";r=" + left + ";t=" + (3 - left));
        }
        Response refused = json(curator).body("{}").put(WRITES);
        assertProblem(
                429,
                "too_many_requests",
                equalTo("Too many writes: the limit is 60 per minute and 3 at once. Try again in 1 s."),
                refused);
        refused.then()
                .header("Retry-After", "1")
                .header("RateLimit-Policy", "\"writes\";q=3;w=3")
                .header("RateLimit", "\"writes\";r=0;t=3");
        json(other).body("{}").put(WRITES).then().statusCode(200).header("RateLimit", "\"writes\";r=2;t=1");
        clock.forward(Duration.ofSeconds(1));
        json(curator).body("{}").put(WRITES).then().statusCode(200).header("RateLimit", "\"writes\";r=0;t=3");
        json(curator).body("{}").put(WRITES).then().statusCode(429);
    }

    @Test
    void a_clock_set_forward_and_back_changes_no_limit() {
        String curator = secret(BOOTSTRAP, "timely", "curator");
        Instant before = clock.instant();
        clock.set(before.plus(Duration.ofHours(1)));
        for (int left = 2; left >= 0; left--) {
            json(curator)
                    .body("{}")
                    .put(WRITES)
                    .then()
                    .statusCode(200)
                    .header("RateLimit", "\"writes\";r=" + left + ";t=" + (3 - left));
        }
        clock.set(before);
        json(curator).body("{}").put(WRITES).then().statusCode(429);
        clock.forward(Duration.ofSeconds(3));
        json(curator).body("{}").put(WRITES).then().statusCode(200).header("RateLimit", "\"writes\";r=2;t=1");
        // Setting the clock forward does not allow more writes either.
        json(curator).body("{}").put(WRITES).then().statusCode(200);
        json(curator).body("{}").put(WRITES).then().statusCode(200);
        clock.set(before.plus(Duration.ofHours(9)));
        json(curator).body("{}").put(WRITES).then().statusCode(429);
        clock.set(before.plus(Duration.ofSeconds(3)));
    }

    @Test
    void refused_writes_count_as_well() {
        String reader = secret(BOOTSTRAP, "hopeful", "reader");
        json(reader).body("{}").put(WRITES).then().statusCode(403).header("RateLimit", "\"writes\";r=2;t=1");
        json(reader).body("{}").put("/nowhere").then().statusCode(404).header("RateLimit", "\"writes\";r=1;t=2");
        json(reader).body("{}").put("/api/v1/vendors").then().statusCode(405);
        json(reader).body("{}").put(WRITES).then().statusCode(429);
    }

    @Test
    void failed_authentications_are_limited_by_address_and_valid_tokens_are_not_affected() {
        String curator = secret(BOOTSTRAP, "neighbour", "curator");
        String wrong = "mt_" + "A1b2C3d4".repeat(5) + "xyz";
        assertNoToken("Writing needs a token", given().put(WRITES));
        Response second = as(wrong).put(WRITES);
        assertBadToken("The token is unknown.", second);
        second.then().header("RateLimit-Policy", "\"failures\";q=3;w=3").header("RateLimit", "\"failures\";r=1;t=2");
        assertBadToken("The token is unknown.", as(wrong).get("/api/v1/vendors"));
        for (Response refused : new Response[] {
            given().put(WRITES),
            as(wrong).put(WRITES),
            as(wrong).get("/q/openapi"),
            as("a.b.c").put(WRITES)
        }) {
            assertProblem(
                    429,
                    "too_many_requests",
                    equalTo("Too many failed authentications: the limit is 60 per minute and 3 at once."
                            + " Try again in 1 s."),
                    refused);
            refused.then().header("Retry-After", "1").header("WWW-Authenticate", nullValue());
        }
        json(curator).body("{}").put(WRITES).then().statusCode(200);
        clock.forward(Duration.ofSeconds(1));
        assertNoToken("Writing needs a token", given().put(WRITES));
    }

    @Test
    void reads_are_limited_if_configured() {
        String reader = secret(BOOTSTRAP, "reading", "reader");
        for (int left = 5; left >= 0; left--) {
            given().get("/api/v1/vendors")
                    .then()
                    .statusCode(200)
                    .header("RateLimit-Policy", "\"reads\";q=6;w=60")
                    .header("RateLimit", "\"reads\";r=" + left + ";t=" + (6 - left) * 10);
        }
        given().get("/api/v1/vendors").then().statusCode(429).header("Retry-After", "10");
        as(reader).get("/api/v1/vendors").then().statusCode(200).header("RateLimit", "\"reads\";r=5;t=10");
        given().get("/q/health/live").then().statusCode(200).header("RateLimit", nullValue());
    }

    /** Otherwise a flood of them would make others at the same address wait who forgot a token. */
    @Test
    void a_method_that_nobody_may_use_counts_as_a_read_and_as_no_failed_authentication() {
        for (int left = 5; left >= 0; left--) {
            given().delete("/api/v1/labels")
                    .then()
                    .statusCode(405)
                    .header("RateLimit", "\"reads\";r=" + left + ";t=" + (6 - left) * 10);
        }
        given().delete("/api/v1/labels").then().statusCode(429).header("Retry-After", "10");
        given().put(WRITES).then().statusCode(401).header("RateLimit", "\"failures\";r=2;t=1");
    }

    @Test
    void all_of_an_ipv6_network_counts_as_one_address() {
        assertEquals(
                ClientAddress.network("2001:db8:1:2:3:4:5:6"), ClientAddress.network("2001:db8:1:2:ffff:0:0:1%eth0"));
        assertEquals("2001:db8:1:2:", ClientAddress.network("2001:db8:1:2:3:4:5:6"));
        assertEquals("192.0.2.7", ClientAddress.network("192.0.2.7"));
    }
}
