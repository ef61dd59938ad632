package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.modeltree.EmptyCatalogProfile;

/** A null in a record means the same as a missing key, or is refused by its pointer, whatever the key is. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class NullKeysTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCHEMA = Path.of("openapi", "catalog.schema.json");

    /** A record of each type, after those that it refers to. */
    private static final List<String> RECORDS = List.of(
            "{'type':'vendor','id':'a','name':'A'}",
            "{'type':'provider','id':'p','name':'P'}",
            "{'type':'benchmark','id':'quiz','label':'Quiz','unit':'percent'}",
            "{'type':'capability','id':'quiz','label':{'en':'Q'},'description':{'en':'D'},'benchmark':'quiz',"
                    + "'scale':{'kind':'linear','floor':0,'ceiling':100}}",
            "{'type':'model','id':'a/one','name':'One'}",
            "{'type':'model','id':'a/two','name':'Two'}",
            "{'type':'edge','child':'a/two','parent':'a/one','relation':'merge'}",
            "{'type':'measurement','model':'a/one','benchmark':'quiz','raw':5,'source':'https://a.example'}",
            "{'type':'offering','provider':'p','id':'one','model':'a/one','prices':[{'kind':'metered','input':'1'}]}",
            "{'type':'card','model':'a/one','availability':{'api':'available'}}",
            "{'type':'deleted','id':'a/three'}");

    private static ObjectNode parsed(String record) {
        try {
            return (ObjectNode) JSON.readTree(record.replace('\'', '"'));
        } catch (IOException invalid) {
            throw new IllegalStateException(invalid);
        }
    }

    private static Importing.Answer dryRun(List<ObjectNode> records) {
        return Importing.post(
                "format=modeltree&dryRun=true",
                String.join("\n", records.stream().map(Object::toString).toList()));
    }

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    @Test
    void every_key_of_every_type_may_be_null_or_says_that_it_may_not() throws IOException {
        JsonNode types = JSON.readTree(SCHEMA.toFile()).get("$defs");
        List<ObjectNode> records = RECORDS.stream().map(NullKeysTest::parsed).toList();
        String created = Importing.counts(dryRun(records).is(200).json());
        List<Executable> checks = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            ObjectNode record = records.get(i);
            int at = i;
            types.get(record.get("type").asText())
                    .get("properties")
                    .fieldNames()
                    .forEachRemaining(key -> {
                        if (record.has(key)) {
                            return;
                        }
                        List<ObjectNode> withNull = new ArrayList<>(records);
                        withNull.set(at, record.deepCopy().putNull(key));
                        checks.add(() -> {
                            Importing.Answer answer = dryRun(withNull);
                            String said = record.get("type") + " with null as " + key + ": " + answer.text();
                            assertTrue(List.of(200, 422).contains(answer.status()), said);
                            if (answer.status() == 200) {
                                assertEquals(created, Importing.counts(answer.json()), said);
                            } else {
                                assertEquals(
                                        "/" + key,
                                        answer.json()
                                                .at("/report/rejections/0/pointer")
                                                .asText(),
                                        said);
                            }
                        });
                    });
        }
        assertTrue(checks.size() > 40, () -> checks.size() + " keys");
        assertAll(checks);
    }

    @Test
    void a_capability_is_written_with_null_as_its_gauge() {
        Importing.done("format=modeltree", RECORDS.get(2).replace('\'', '"'));
        String body = "{\"label\":{\"en\":\"Q\"},\"description\":{\"en\":\"D\"},\"benchmark\":\"quiz\",\"gauge\":null,"
                + "\"scale\":{\"kind\":\"log\",\"floor\":100,\"ceiling\":%s}}";
        Importing.write("PUT", "/capabilities/quiz", body.formatted("1"), "If-None-Match", "*")
                .is(201);
        assertEquals(
                "/scale/ceiling",
                Importing.write("PUT", "/capabilities/quiz", body.formatted("0"), "If-Match", "*")
                        .is(400)
                        .json()
                        .at("/errors/0/pointer")
                        .asText());
    }
}
