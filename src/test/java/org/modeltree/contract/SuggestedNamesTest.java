package org.modeltree.contract;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.GeneratedCatalogProfile;

/** Errors of reads say what the client may have meant. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class SuggestedNamesTest {

    @Test
    void an_unknown_parameter_suggests_those_of_its_path_only() {
        refused("/models?vendr=openai")
                .body("suggestions", equalTo(List.of("vendor")))
                .body("errors[0].parameter", equalTo("vendr"))
                .body(
                        "errors[0].detail",
                        startsWith(
                                "is not a parameter of this path; did you mean vendor? The path accepts capability, "));
        refused("/models?release_from=2024-01-01").body("suggestions", equalTo(List.of("releasedFrom")));
        refused("/scores?capabilty=context")
                .body("suggestions", equalTo(List.of("capability")))
                .body(
                        "detail",
                        equalTo("`capabilty` is not a parameter of this path; did you mean capability? The path accepts"
                                + " capability, cohort, cursor, lang, limit"));
        // Other paths have the parameter, this one does not.
        refused("/vendors?vendor=openai")
                .body("suggestions", equalTo(List.of()))
                .body(
                        "errors[0].detail",
                        equalTo("is not a parameter of this path, which accepts cursor, lang, limit"));
        refused("/models/borealis/many-names?field=name").body("suggestions", equalTo(List.of("fields")));
    }

    @Test
    void an_unknown_value_of_an_enum_suggests_similar_values() {
        refused("/models?kind=instuct").body("suggestions", equalTo(List.of("instruct")));
        refused("/models?facets=vendors").body("suggestions", equalTo(List.of("vendor")));
        refused("/models?sort=-release_date").body("suggestions", equalTo(List.of("releaseDate")));
        refused("/models?capability=contxt").body("suggestions", equalTo(List.of("context")));
        refused("/models?lang=fr").body("suggestions", equalTo(List.of()));
    }

    @Test
    void no_band_is_of_a_day_to_come() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        for (String path : List.of("/bands", "/bands/context", "/bands/context/history")) {
            given().get("/api/v1" + path + "?asOf=" + today).then().statusCode(200);
            given().get("/api/v1" + path + "?cohort=current&asOf=" + today)
                    .then()
                    .statusCode(200);
            for (LocalDate day : List.of(today.plusDays(2), LocalDate.of(2999, 12, 31))) {
                for (String cohort : List.of("", "cohort=current&", "vendor=aurora&")) {
                    JsonNode error = given().get("/api/v1" + path + "?" + cohort + "asOf=" + day)
                            .then()
                            .statusCode(400)
                            .extract()
                            .as(JsonNode.class)
                            .get("errors")
                            .get(0);
                    assertEquals("asOf", error.get("parameter").asText());
                    assertThat(
                            error.get("detail").asText(),
                            allOf(startsWith("must not be after today, 20"), endsWith(" in UTC, was '" + day + "'")));
                }
            }
        }
    }

    private static ValidatableResponse refused(String path) {
        return given().get("/api/v1" + path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid_parameter"));
    }
}
