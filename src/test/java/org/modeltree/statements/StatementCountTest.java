package org.modeltree.statements;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.GeneratedCatalogProfile;

/**
 * Number of round trips per response, without begin and commit; each response uses a single transaction, or none if each of its
 * statements reads the revision.
 */
@QuarkusTest
@TestProfile(CountedProfile.class)
class StatementCountTest {

    /** One statement returns both the page and the total. */
    private static final int PAGE = 1;

    private static final RestAssuredConfig PLAIN = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false));

    private static final List<String> INCLUDES = List.of("lineage", "offerings", "scores");

    /** Fills the caches that are valid for one revision and one day. */
    @BeforeEach
    void warm() {
        get("/api/v1/bands");
    }

    @Test
    void a_card_takes_one_round_trip_if_the_standings_are_in_memory() {
        for (String id : someModels()) {
            // The standings of the time of its release, if they are not in memory, after a look at the revision.
            assertAtMost(3, "/api/v1/models/" + id + "/card");
            assertAtMost(1, "/api/v1/models/" + id + "/card?lang=zh");
        }
        writeSomething();
        assertAtMost(4, "/api/v1/models/borealis/many-names/card");
        assertAtMost(1, "/api/v1/models/borealis/many-names/card");
    }

    @Test
    void one_model_takes_one_statement_and_one_for_each_include() {
        for (String id : someModels()) {
            String path = "/api/v1/models/" + id;
            assertAtMost(1, path);
            INCLUDES.forEach(include -> assertAtMost(2, path + "?include=" + include));
            assertAtMost(4, path + "?include=lineage,offerings,scores");
            assertAtMost(1, path + "?atRevision=" + get(path).getLong("revision"));
        }
        writeSomething();
        assertAtMost(1, "/api/v1/models/borealis/many-names");
        writeSomething();
        // The scales are read again.
        assertAtMost(3, "/api/v1/models/borealis/many-names?include=scores");
    }

    /** A request with another parameter goes to its resource at once. */
    @Test
    void what_there_is_not_is_looked_up_once() {
        String path = "/api/v1/models/aurora/nothing-like-this";
        int byResource = sentBy(() -> given().get(path + "?fields=name").then().statusCode(404));
        assertTrue(byResource > 0);
        assertEquals(byResource, sentBy(() -> given().get(path).then().statusCode(404)));
    }

    @Test
    void a_list_takes_a_page_and_one_statement_that_loads_the_models_whatever_its_size() {
        for (int limit : List.of(1, 7, 200)) {
            String path = "/api/v1/models?limit=" + limit;
            assertAtMost(PAGE + 1, path);
            INCLUDES.forEach(include -> assertAtMost(PAGE + 2, path + "&include=" + include));
            assertAtMost(PAGE + 4, path + "&include=lineage,offerings,scores");
            assertAtMost(PAGE + 1, path + "&sort=-contextWindow,name&kind=instruct&vendor=aurora");
            // Of several values of a filter, some may have no match, so their existence is looked up, after the
            // revision.
            assertAtMost(PAGE + 3, path + "&sort=-contextWindow,name&kind=instruct&vendor=aurora,borealis");
            assertAtMost(PAGE + 1, path + "&q=a&fields=name,vendor");
            // Whether words are known is seen by the hits.
            assertAtMost(PAGE + 1, path + "&q=diamond");
            // The ids and the scored capabilities are looked up before the page.
            assertAtMost(PAGE + 2, path + "&ids=" + String.join(",", someModels()));
            assertAtMost(PAGE + 2, path + "&parent=aurora/diamond-top");
            assertAtMost(PAGE + 2, path + "&sort=-score." + capability());
            assertAtMost(PAGE + 2, path + "&scoreMin=3&capability=" + capability());
        }
        writeSomething();
        assertAtMost(PAGE + 1, "/api/v1/models?limit=200");
        writeSomething();
        assertAtMost(PAGE + 5, "/api/v1/models?limit=200&include=lineage,offerings,scores");
    }

    @Test
    void a_lineage_takes_one_round_trip_whatever_its_depth() {
        for (String id : List.of("aurora/diamond-top", "c3-labs/diamond-bottom", "hollow/chain-0", "c3/bare")) {
            String path = "/api/v1/models/" + id + "/lineage";
            assertAtMost(1, path);
            assertAtMost(1, path + "?depth=1");
            assertAtMost(1, path + "?direction=ancestors");
        }
    }

    @Test
    void a_tree_is_not_read_level_by_level() {
        assertAtMost(2, "/api/v1/tree");
        assertAtMost(2, "/api/v1/tree/columns");
        assertAtMost(2, "/api/v1/tree?depth=1");
        assertAtMost(2, "/api/v1/tree?vendor=aurora");
        assertAtMost(3, "/api/v1/tree?vendor=aurora,borealis");
        // The statement of a tree without nodes returns no revision. Then the vendor is looked up, and similar ones.
        assertAtMost(4, "/api/v1/tree?vendor=nobody");
        assertAtMost(3, "/api/v1/tree?root=hollow/chain-0");
        assertAtMost(3, "/api/v1/tree?root=hollow/chain-0&vendor=hollow&depth=3");
    }

    @Test
    void other_parts_of_a_model_take_one_round_trip_or_two() {
        for (String id : someModels()) {
            assertAtMost(3, "/api/v1/models/" + id + "/scores");
            assertAtMost(1, "/api/v1/models/" + id + "/scores");
            assertAtMost(1, "/api/v1/models/" + id + "/offerings");
            assertAtMost(2, "/api/v1/models/" + id + "/measurements");
        }
        writeSomething();
        assertAtMost(4, "/api/v1/models/borealis/many-names/scores");
    }

    @Test
    void models_side_by_side_take_one_round_trip_however_many_they_are() {
        List<String> ids = someModels();
        assertAtMost(1, "/api/v1/compare?ids=" + String.join(",", ids.subList(0, 2)));
        assertAtMost(1, "/api/v1/compare?ids=" + String.join(",", ids));
        assertAtMost(1, "/api/v1/compare?ids=" + ids.get(0).toUpperCase(Locale.ROOT) + "," + ids.get(1));
        writeSomething();
        assertAtMost(3, "/api/v1/compare?ids=" + String.join(",", ids));
    }

    @Test
    void several_cards_take_four_statements_however_many_they_are() {
        List<String> ids = someModels();
        for (int cards : List.of(1, 2, ids.size())) {
            // The ids, the models, their facts, and the standings that are not in memory.
            assertAtMost(4, "/api/v1/cards?ids=" + String.join(",", ids.subList(0, cards)));
            assertAtMost(3, "/api/v1/cards?lang=zh&ids=" + String.join(",", ids.subList(0, cards)));
        }
        writeSomething();
        assertAtMost(5, "/api/v1/cards?ids=" + String.join(",", ids));
    }

    @Test
    void a_leaderboard_takes_the_page_its_models_and_the_standings_that_are_new() {
        for (String cohort : List.of(
                "", "&cohort=current", "&cohort=atRelease:" + someModels().get(0))) {
            String path = "/api/v1/scores?capability=" + capability() + cohort;
            get(path);
            assertAtMost(cohort.contains("atRelease") ? 5 : 3, path + "&limit=7");
        }
    }

    @Test
    void bands_take_the_revision_and_what_is_new_since_it() {
        String capability = capability();
        assertAtMost(1, "/api/v1/bands");
        assertAtMost(1, "/api/v1/bands?lower=10&upper=90");
        assertAtMost(1, "/api/v1/bands/" + capability);
        assertAtMost(1, "/api/v1/capabilities");
        assertAtMost(1, "/api/v1/capabilities/" + capability);
        assertAtMost(1, "/api/v1/capabilities/" + capability + "/score?raw=5");
        assertAtMost(2, "/api/v1/bands?vendor=aurora");
        assertAtMost(4, "/api/v1/bands?vendor=nobody");
        assertAtMost(2, "/api/v1/bands/" + capability + "/history");
        assertAtMost(3, "/api/v1/scores?capability=" + capability);
        assertAtMost(2, "/api/v1/bands?cohort=current");
        assertAtMost(2, "/api/v1/bands/" + capability + "/history?cohort=current");
        // The model is looked up by id, and its standings are read together.
        assertAtMost(4, "/api/v1/bands?cohort=atRelease:aurora/diamond-top");
        assertAtMost(3, "/api/v1/bands?asOf=2024-02-29");
        writeSomething();
        // The revision is read once more, because more than it has to be read.
        assertAtMost(4, "/api/v1/bands");
        assertAtMost(1, "/api/v1/bands");
    }

    @Test
    void vendors_benchmarks_and_providers_take_one_statement() {
        assertAtMost(1, "/api/v1/vendors");
        assertAtMost(1, "/api/v1/vendors?limit=1");
        assertAtMost(1, "/api/v1/vendors/aurora");
        assertAtMost(1, "/api/v1/benchmarks");
        assertAtMost(1, "/api/v1/benchmarks/context-window");
        String offered = "/api/v1/models?include=offerings&limit=200";
        String provider = get(offered).getString("data.offerings.flatten().provider.id[0]");
        assertAtMost(1, "/api/v1/providers");
        assertAtMost(1, "/api/v1/providers/" + provider);
        // Which offerings are on the page, then their terms.
        assertAtMost(2, "/api/v1/providers/" + provider + "/offerings");
        assertAtMost(2, "/api/v1/providers/" + provider + "/offerings?limit=3&vendor=aurora");
    }

    @Test
    void endpoints_of_a_model_take_as_many_statements_however_many_providers_it_has() {
        JsonPath models = get("/api/v1/models?include=offerings&limit=200");
        String most = models.getString("data.max { it.offerings.provider.id.unique().size() }.id");
        int providers = models.getInt("data.collect { it.offerings.provider.id.unique().size() }.max()");
        assertTrue(providers >= 3, () -> providers + " providers");
        // Whether it is an offering, the id, and what is known of the vendor, the offerings, providers, model and
        // measurements.
        assertAtMost(7, "/compat/openrouter/api/v1/models/" + most + "/endpoints");
    }

    @Test
    void whatever_is_asked_is_read_in_one_transaction() {
        String model = "/api/v1/models/borealis/many-names";
        List.of(
                        model + "/document",
                        "/api/v1/resolve?id=borealis/many-names",
                        "/api/v1/changes",
                        "/api/v1/quality",
                        "/api/v1/models?facets=vendor,kind,lifecycle")
                .forEach(path -> assertAtMost(50, path));
    }

    @Test
    void many_ids_resolve_with_as_few_statements_as_one() {
        List<String> ids = new ArrayList<>(List.of("borealis/many-names", "AURORA/ECHO", "text-zorro-001"));
        for (int i = 0; i < 900; i++) {
            ids.add("azure/eu/nothing-like-" + i + "-2024-01-31");
        }
        CountingDriver.take();
        given().config(PLAIN)
                .contentType("application/json")
                .body(Map.of("ids", ids))
                .post("/api/v1/resolve")
                .then()
                .statusCode(200);
        CountingDriver.Sent sent = CountingDriver.take();
        // Ids, aliases, offerings, spellings twice and beginnings of slugs, deleted models, names and the revision.
        assertTrue(sent.statements().size() <= 9, () -> String.join("\n\n", sent.statements()));
        assertEquals(1, sent.transactions());
        assertAtMost(3, "/api/v1/resolve?id=borealis/many-names");
        assertAtMost(6, "/api/v1/resolve?id=aurora/diamond_top");
    }

    @Test
    void what_a_write_changed_is_in_the_next_answer_and_not_what_was_kept() {
        String band = "/api/v1/bands/"
                + get("/api/v1/bands").getString("data.find { it.benchmark.id == 'context-window' }.capability");
        long before = get(band).getLong("count");
        String model = "/api/v1/models/aurora/counted-" + System.nanoTime();
        create(model, "{\"name\": \"Counted\"}");
        assertEquals(before, get(band).getLong("count"));
        create(
                model + "/measurements/window",
                "{\"benchmark\": \"context-window\", \"raw\": 4096, \"source\": \"https://counted.example\"}");
        assertEquals(before + 1, get(band).getLong("count"));
    }

    /**
     * The lock with what is stored, the checks, everything that is stored with what is there then, and the commit. A request
     * with an idempotency key also stores its answer.
     */
    @Test
    void a_write_of_one_record_takes_four_round_trips() {
        String model = "/api/v1/models/borealis/many-names";
        assertEquals(4, sentBy(() -> patch(model, "{\"licence\": \"licence " + System.nanoTime() + "\"}")));
        String replaced = "/api/v1/models/borealis/replaced-" + System.nanoTime();
        create(replaced, "{\"name\": \"Replaced\"}");
        assertEquals(4, sentBy(() -> replace(replaced, "{\"name\": \"Replaced once\"}")));
        String measurement = model + "/measurements/counted-" + System.nanoTime();
        assertEquals(
                4,
                sentBy(
                        () -> create(
                                measurement,
                                "{\"benchmark\": \"context-window\", \"raw\": 4096, \"source\": \"https://counted.example\"}")));
        assertEquals(4, sentBy(() -> patch(measurement, "{\"raw\": 8192}")));
        String price = model + "/offerings/counted/" + System.nanoTime();
        assertEquals(4, sentBy(() -> create(price, "{\"prices\": [{\"kind\": \"metered\", \"input\": \"1\"}]}")));
        assertEquals(4, sentBy(() -> patch(price, "{\"prices\": [{\"kind\": \"metered\", \"input\": \"2\"}]}")));
    }

    /** Other writers wait as long as a deletion holds the lock, so its round trips do not grow with the children that it moves. */
    @Test
    void a_deletion_takes_as_many_round_trips_however_many_children_move() {
        String heir = "borealis/many-names";
        int[] sent = new int[2];
        for (int i = 0; i < sent.length; i++) {
            String parent = "borealis/parent-" + System.nanoTime();
            create("/api/v1/models/" + parent, "{\"name\": \"Parent\"}");
            for (int child = 0; child < 1 + 12 * i; child++) {
                String path = "/api/v1/models/" + parent + "-child-" + child;
                create(path, "{\"name\": \"Child\"}");
                create(path + "/parents/" + parent, "{\"relation\": \"fine_tune\"}");
                create(
                        "/api/v1/models/" + parent + "/measurements/counted-" + child,
                        "{\"benchmark\": \"context-window\", \"raw\": 4096, \"source\": \"https://counted.example/"
                                + child + "\"}");
            }
            sent[i] = sentBy(() -> given().config(PLAIN)
                    .header("Authorization", "Bearer " + GeneratedCatalogProfile.ADMIN)
                    .header("If-Match", "*")
                    .delete("/api/v1/models/" + parent + "?reparentTo=" + heir)
                    .then()
                    .statusCode(204));
        }
        assertEquals(sent[0], sent[1]);
    }

    /** Number of round trips of a write, with the commit. */
    private static int sentBy(Runnable write) {
        CountingDriver.take();
        write.run();
        return CountingDriver.take().statements().size();
    }

    private static void create(String path, String document) {
        put(path, "If-None-Match", document, 201);
    }

    private static void replace(String path, String document) {
        put(path, "If-Match", document, 200);
    }

    private static void put(String path, String condition, String document, int status) {
        given().config(PLAIN)
                .header("Authorization", "Bearer " + GeneratedCatalogProfile.ADMIN)
                .header(condition, "*")
                .contentType("application/json")
                .body(document)
                .put(path)
                .then()
                .statusCode(status);
    }

    /** Ten models: the first ones, and some with many facts. */
    private static List<String> someModels() {
        List<String> ids = new ArrayList<>(List.of("borealis/many-names", "aurora/diamond-top", "c3/bare"));
        List<String> first = get("/api/v1/models?limit=20").getList("data.id");
        first.stream().filter(id -> !ids.contains(id)).limit(7).forEach(ids::add);
        return ids;
    }

    private static String capability() {
        return get("/api/v1/capabilities").getString("data[0].id");
    }

    private static JsonPath get(String path) {
        return given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Creates a new revision. */
    private static void writeSomething() {
        patch("/api/v1/vendors/aurora", "{\"name\": \"Aurora " + System.nanoTime() + "\"}");
    }

    private static void patch(String path, String document) {
        given().config(PLAIN)
                .header("Authorization", "Bearer " + GeneratedCatalogProfile.ADMIN)
                .header("If-Match", "*")
                .contentType("application/merge-patch+json")
                .body(document)
                .patch(path)
                .then()
                .statusCode(200);
    }

    private static void assertAtMost(int most, String path) {
        CountingDriver.take();
        get(path);
        CountingDriver.Sent sent = CountingDriver.take();
        assertTrue(
                sent.statements().size() <= most && !sent.statements().isEmpty(),
                () -> path + " may send " + most + " statements and sent "
                        + sent.statements().size() + ":\n"
                        + sent.statements().stream().collect(Collectors.joining("\n\n")));
        // All in one transaction; or each by itself if all read the revision along with their data; or those before a
        // look at
        // the revision by themselves, and the others in a transaction that begins with it.
        Set<Integer> transactions = new HashSet<>(Set.of(1));
        int begin = IntStream.range(0, sent.statements().size())
                .filter(i -> sent.statements().get(i).startsWith("select r.revision, r.changed_at"))
                .max()
                .orElse(0);
        transactions.add(begin + 1);
        if (sent.statements().stream().allMatch(text -> text.contains("c.revision"))) {
            transactions.add(sent.statements().size());
        }
        assertTrue(
                transactions.contains(sent.transactions()),
                () -> path + " took " + sent.transactions() + " transactions");
    }
}
