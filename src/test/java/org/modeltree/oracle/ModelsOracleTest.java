package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.Lines.CapabilityLine;

@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class ModelsOracleTest {
    private static final int QUESTIONS = 200;

    private final Oracle oracle = Oracle.get();
    private final OracleFilter filter = new OracleFilter(oracle);
    private final OracleViews views = new OracleViews(oracle);

    @Test
    void every_model_is_shown_as_the_catalog_says() {
        for (String lang : List.of("en", "zh")) {
            Params asked = Params.none().with("lang", lang).with("include", "scores", "lineage", "offerings");
            Walk.each(oracle.models(), model -> {
                String path = Urls.model(model.id()) + asked;
                Trees.assertSame(views.model(model, asked), Answer.ok(path), "GET " + path);
            });
        }
    }

    @Test
    void every_model_is_shown_with_just_the_fields_that_are_asked_for() {
        Questions questions = new Questions(oracle, 1);
        Walk.each(oracle.models(), model -> {
            Params asked = Params.none()
                    .with("fields", questions.dice().some(List.of("name", "vendor", "links", "modalities", "id"), 2));
            if (questions.dice().percent(30)) {
                asked.with("include", "lineage");
            }
            String path = Urls.model(model.id()) + asked;
            Trees.assertSame(views.model(model, asked), Answer.ok(path), "GET " + path);
        });
    }

    @Test
    void any_filter_any_sort_and_any_page_give_what_looking_at_every_model_gives() {
        Questions questions = new Questions(oracle, 2);
        List<Params> asked = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            asked.add(questions.list());
        }
        Walk.each(asked, this::check);
    }

    @Test
    void every_value_of_every_filter_finds_its_models() {
        List<Params> asked = new ArrayList<>();
        InventedModels.KINDS.forEach(kind -> asked.add(Params.none().with("kind", kind)));
        InventedModels.LIFECYCLES.forEach(stage -> asked.add(Params.none().with("lifecycle", stage)));
        for (String modality : List.of("text", "image", "audio", "video", "pdf", "embedding")) {
            asked.add(Params.none().with("modality", modality));
        }
        for (String vendor : List.of("c3", "c3-labs", "c3.ai", "gale_force", "hollow", "idle")) {
            asked.add(Params.none().with("vendor", vendor));
        }
        for (String day : List.of("2022-12-31", "2023-01-01", "2023-01-02", "2023-05-16", "2023-05-17", "2023-05-18")) {
            asked.add(Params.none().with("releasedFrom", day));
            asked.add(Params.none().with("releasedTo", day));
            asked.add(Params.none().with("releasedFrom", day).with("releasedTo", day));
        }
        for (String open : List.of("true", "false")) {
            asked.add(Params.none().with("openWeights", open));
        }
        oracle.catalog.capabilities().forEach(line -> asked.add(Params.none().with("capability", line.id())));
        asked.add(Params.none().with("parent", HandmadeModels.DIAMOND_TOP));
        asked.add(Params.none().with("parent", "hollow/loud-model", "HOLLOW/CHAIN-2"));
        asked.add(Params.none().with("ids", "text-zorro-001", HandmadeModels.MANY_NAMES, "c++-coder", "nobody/no"));
        asked.forEach(params -> params.with("limit", "200").with("fields", "id"));
        Walk.each(asked, this::check);
    }

    @Test
    void every_sort_key_sorts_both_ways_and_what_is_not_known_comes_last() {
        List<String> keys = new ArrayList<>(
                List.of("id", "name", "vendor", "releaseDate", "contextWindow", "maxOutput", "parameters"));
        oracle.catalog.capabilities().stream().map(CapabilityLine::id).forEach(id -> keys.add("score." + id));
        List<Params> asked = new ArrayList<>();
        for (String key : keys) {
            asked.add(Params.none().with("sort", key));
            asked.add(Params.none().with("sort", "-" + key));
        }
        asked.forEach(params -> params.with("limit", "37").with("fields", "name", "releaseDate"));
        Walk.each(asked, this::check);
    }

    /** 2,048 tokens doubled seven times score 7, though a double of the formula is 6.999999999999999. */
    @Test
    void a_least_score_finds_the_models_that_score_exactly_that() {
        List<Params> asked = new ArrayList<>();
        for (int score = 0; score <= 10; score++) {
            asked.add(Params.none()
                    .with("capability", "context")
                    .with("scoreMin", String.valueOf(score))
                    .with("limit", "200")
                    .with("fields", "contextWindow"));
        }
        Walk.each(asked, this::check);
    }

    /** Two hundred ids make a request line longer than servers take by default. */
    @Test
    void as_many_ids_as_are_allowed_can_be_asked_for_at_once() {
        List<String> ids =
                oracle.models().stream().map(OracleModel::id).limit(200).toList();
        check(Params.none().with("ids", ids).with("fields", "id").with("limit", "200"));
    }

    @Test
    void a_list_without_anything_asked_comes_by_id_fifty_at_a_time() {
        check(Params.none());
        assertEquals(50, Answer.ok("/api/v1/models").path("data").size());
    }

    @Test
    void the_link_to_itself_leads_to_the_same_page() {
        String first = "/api/v1/models?sort=-releaseDate,name&limit=20&facets=kind&q=e";
        for (Answer page : Walk.pages(first)) {
            String self = page.body().at("/links/self").asText();
            assertEquals(page.body(), Answer.ok(self), page.question());
        }
    }

    @Test
    void the_language_comes_from_the_header_unless_it_is_asked_for() {
        Map<String, String> languages = Map.of(
                "zh-TW,en;q=0.5", "zh",
                "zh", "zh",
                "fr, zh-Hant;q=0.4, en;q=0.2", "zh",
                "en-GB, zh;q=0.9", "en",
                "fr-CH, de;q=0.9", "en",
                "*", "en",
                ";;q=nonsense,,", "en");
        OracleModel model = oracle.models().stream()
                .filter(any -> any.line().texts() != null && any.line().texts().zh() != null)
                .findFirst()
                .orElseThrow();
        Walk.each(languages.entrySet(), accepted -> {
            Answer answer = Answer.to(Urls.model(model.id()), Map.of("Accept-Language", accepted.getKey()));
            String question = answer.question() + " with Accept-Language " + accepted.getKey();
            assertEquals(200, answer.status(), question);
            assertEquals(accepted.getValue(), answer.header("Content-Language"), question);
            Params asked = Params.none().with("lang", accepted.getValue());
            Trees.assertSame(views.model(model, asked), answer.body(), question);
        });
        Answer asked = Answer.to(Urls.model(model.id()) + "?lang=en", Map.of("Accept-Language", "zh"));
        assertEquals("en", asked.header("Content-Language"), asked.question());
    }

    private void check(Params asked) {
        String path = "/api/v1/models" + asked;
        List<OracleModel> expected = filter.answer(asked);
        List<Answer> pages = Walk.pages(path);
        JsonNode data = Walk.data(pages, Integer.parseInt(asked.one("limit", "50")));
        ArrayNode models = JsonNodeFactory.instance.arrayNode();
        expected.forEach(model -> models.add(views.model(model, asked)));
        Trees.assertSame(ids(models), ids(data), "GET " + path + " ids");
        Trees.assertSame(models, data, "GET " + path);
        JsonNode facets = asked.has("facets")
                ? filter.facets(expected, asked.all("facets"))
                : JsonNodeFactory.instance.nullNode();
        for (Answer page : pages) {
            ObjectNode rest = ((ObjectNode) page.body()).deepCopy().without(List.of("data", "meta", "links"));
            Trees.assertSame(
                    JsonNodeFactory.instance.objectNode().set("facets", facets), rest, page.question() + " facets");
        }
    }

    /** A wrong order is easier to see in ids alone. */
    private static ArrayNode ids(JsonNode models) {
        ArrayNode ids = JsonNodeFactory.instance.arrayNode();
        models.forEach(model -> ids.add(model.path("id").asText()));
        return ids;
    }
}
