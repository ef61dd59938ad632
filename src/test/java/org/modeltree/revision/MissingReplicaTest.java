package org.modeltree.revision;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.modeltree.BareProfile;

/** A configured standby that does not exist costs requests nothing. */
@QuarkusTest
@TestProfile(BareProfile.class)
class MissingReplicaTest {

    @Test
    void reads_use_the_primary_without_waiting_for_the_standby() {
        given().get("/api/v1/models").then().statusCode(200);
        Instant begin = Instant.now();
        for (int i = 0; i < 50; i++) {
            given().get("/api/v1/models").then().statusCode(200).header("Modeltree-Revision", "0");
        }
        Duration taken = Duration.between(begin, Instant.now());
        assertTrue(taken.compareTo(Duration.ofSeconds(10)) < 0, () -> "50 reads took " + taken);
    }

    @Test
    void the_service_is_ready_and_reports_the_missing_standby() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name.startsWith('Database') }.data.'<default>'", equalTo("UP"))
                .body("checks.find { it.name.startsWith('Database') }.data.replica", equalTo("It does not answer."));
    }
}
