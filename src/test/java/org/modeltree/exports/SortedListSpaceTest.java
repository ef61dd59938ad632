package org.modeltree.exports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** What a sorted list puts aside counts as an export's file; the profile allows one megabyte of them. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.OtherSettings.class)
class SortedListSpaceTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int MODELS = 3_000;

    private static JsonNode list(String query) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + RestAssured.port + "/compat/openrouter/api/v1/models" + query);
        HttpResponse<String> answer =
                HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer::body);
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void a_sorted_list_beyond_the_limit_of_files_is_cut_off_and_takes_nothing_of_others() throws Exception {
        Importing.empty();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < MODELS; i++) {
            lines.append("{\"type\":\"model\",\"id\":\"big/m-%d\",\"name\":\"M %d\"}%n".formatted(i, i));
        }
        Importing.done("format=modeltree", lines.toString());
        assertEquals(MODELS, list("").get("data").size());
        assertThrows(IOException.class, () -> list("?sort=newest"));
        assertEquals(MODELS, list("").get("data").size());
        JsonNode page = list("?sort=newest&limit=5");
        assertEquals(
                MODELS + " 5", page.get("total_count") + " " + page.get("data").size());
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    5,
                    list("?sort=newest&offset=" + 100 * i + "&limit=5")
                            .get("data")
                            .size());
        }
    }
}
