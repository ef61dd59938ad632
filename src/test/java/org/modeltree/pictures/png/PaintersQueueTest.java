package org.modeltree.pictures.png;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Pictures that wait while others are painted. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class PaintersQueueTest {

    private static final String CARD = "/api/v1/models/alder/painted/card";

    @Inject
    PngPainter painter;

    @Test
    void a_picture_is_refused_while_five_others_wait_and_says_when_to_try_again() {
        Importing.empty();
        Importing.done("format=modeltree", "{\"type\":\"model\",\"id\":\"alder/painted\",\"name\":\"Painted\"}\n");
        painter.running.acquireUninterruptibly(2);
        List<CompletableFuture<Integer>> waiting;
        try {
            waiting = IntStream.range(0, 5)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> given().get(CARD + ".png?width=" + (100 + i)).statusCode(),
                            task -> new Thread(task).start()))
                    .toList();
            await().until(() -> painter.running.getQueueLength() == 5);
            given().get(CARD + ".png?width=200")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", equalTo("5"))
                    .body("detail", equalTo("Too many pictures are being painted. Try again later, or ask for SVG."));
            given().get(CARD + ".svg").then().statusCode(200);
        } finally {
            painter.running.release(2);
        }
        waiting.forEach(one -> assertEquals(200, one.join()));
        given().get(CARD + ".png?width=200").then().statusCode(200);
    }
}
