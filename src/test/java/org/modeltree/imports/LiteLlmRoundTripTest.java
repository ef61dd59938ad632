package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** The export in the format of LiteLLM, imported again, changes nothing. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class LiteLlmRoundTripTest {

    private static final String QUERY = "format=litellm&onError=skip";

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    @Test
    void a_catalog_of_litellm_comes_back_unchanged() {
        JsonNode first = Importing.done(QUERY, Importing.fixture("litellm.json"));
        assertTrue(first.get("created").asInt() > 10, first::toString);
        String exported = Importing.get("/export?format=litellm").is(200).text();
        String before = Importing.export();
        long revision = Importing.revision();
        JsonNode again = Importing.done(QUERY, exported);
        assertEquals("0 0", again.get("created") + " " + again.get("updated"), again::toString);
        assertEquals(0, again.get("rejected").asInt(), again::toString);
        assertTrue(again.get("unchanged").asInt() > 5, again::toString);
        assertEquals(before, Importing.export());
        assertEquals(revision, Importing.revision());
    }

    @Test
    void offerings_with_context_windows_of_other_catalogs_keep_them() {
        Importing.done("format=modeltree", """
                {"type":"model","id":"acme/one","name":"One"}
                {"type":"provider","id":"groq","name":"Groq"}
                {"type":"offering","provider":"groq","id":"one-fast","model":"acme/one","contextWindow":128000,"maxOutput":8000,"source":"https://a.example","prices":[{"kind":"metered","input":"1","output":"2"}]}
                """);
        String exported = Importing.get("/export?format=litellm").is(200).text();
        Importing.done(QUERY, exported);
        JsonNode offering = Importing.json("/models/acme/one/offerings").at("/data/0");
        assertEquals(128000, offering.get("contextWindow").asInt());
        assertTrue(offering.get("maxInput").isNull(), offering::toString);
        assertEquals(
                0,
                Importing.json("/models/acme/one/measurements")
                        .at("/meta/total")
                        .asInt());
    }
}
