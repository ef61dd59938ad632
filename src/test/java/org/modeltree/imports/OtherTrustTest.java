package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** The order of trust is the operator's. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.OtherSettings.class)
class OtherTrustTest {

    @Test
    void who_is_named_first_is_believed_first() {
        Importing.empty();
        Importing.done(
                "format=modeltree",
                "{\"type\":\"model\",\"id\":\"orbit/one\",\"name\":\"One\",\"knowledgeCutoff\":\"2020\",\"releaseDate\":\"2021\"}");
        JsonNode taken = Importing.done(
                "format=openrouter",
                "{\"data\": [{\"id\": \"orbit/one\", \"name\": \"One\", \"knowledge_cutoff\": \"2019-12-31\"}]}");
        assertEquals(0, taken.get("keptTotal").asInt(), taken::toString);
        assertEquals(
                "2019-12-31",
                Importing.json("/models/orbit/one").at("/knowledgeCutoff/value").asText());
        JsonNode kept = Importing.done(
                "format=modeltree",
                "{\"type\":\"model\",\"id\":\"orbit/one\",\"name\":\"One\",\"knowledgeCutoff\":\"2020\"}");
        assertEquals("openrouter", kept.at("/kept/0/origin").asText());
        JsonNode csv = Importing.done("format=csv", "id,name,releaseDate\norbit/one,One,2022\n");
        assertEquals(
                "2021",
                Importing.json("/models/orbit/one").at("/releaseDate/value").asText(),
                csv::toString);
    }
}
