package org.modeltree.oracle.catalog;

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
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.Extent;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleFilter;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.OracleSuggestions;
import org.modeltree.oracle.Pagination;
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.RandomRequests;
import org.modeltree.oracle.Urls;
import org.modeltree.oracle.generated.GeneratedModels;
import org.modeltree.oracle.generated.HandmadeModels;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class ModelsOracleTest {
    private static final int REQUESTS = Extent.of(200);

    private final Oracle oracle = Oracle.get();
    private final OracleFilter filter = new OracleFilter(oracle);
    private final OracleViews views = new OracleViews(oracle);
    private final OracleSuggestions suggestions = new OracleSuggestions(oracle);

    @Test
    void every_model_with_all_includes_is_right() {
        for (String lang : List.of("en", "zh")) {
            QueryParams query = QueryParams.none().with("lang", lang).with("include", "scores", "lineage", "offerings");
            Checks.each(oracle.walk(), model -> {
                String path = Urls.model(model.id()) + query;
                JsonAssert.assertSame(views.model(model, query), ApiResponse.ok(path), "GET " + path);
            });
        }
    }

    @Test
    void every_model_has_only_the_requested_fields() {
        RandomRequests requests = new RandomRequests(oracle, 1);
        Checks.each(oracle.walk(), model -> {
            QueryParams query = QueryParams.none()
                    .with(
                            "fields",
                            requests.random().some(List.of("name", "vendor", "webLinks", "modalities", "id"), 2));
            if (requests.random().percent(30)) {
                query.with("include", "lineage");
            }
            String path = Urls.model(model.id()) + query;
            JsonAssert.assertSame(views.model(model, query), ApiResponse.ok(path), "GET " + path);
        });
    }

    @Test
    void random_filters_sorts_and_pages_are_right() {
        RandomRequests requests = new RandomRequests(oracle, 2);
        List<QueryParams> queries = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            queries.add(requests.list());
        }
        Checks.each(queries, this::check);
    }

    @Test
    void every_value_of_every_filter_finds_its_models() {
        List<QueryParams> queries = new ArrayList<>();
        GeneratedModels.KINDS.forEach(kind -> queries.add(QueryParams.none().with("kind", kind)));
        GeneratedModels.LIFECYCLES.forEach(
                stage -> queries.add(QueryParams.none().with("lifecycle", stage)));
        for (String modality : List.of("text", "image", "audio", "video", "pdf", "embedding")) {
            queries.add(QueryParams.none().with("modality", modality));
        }
        for (String vendor : List.of("c3", "c3-labs", "c3.ai", "gale_force", "hollow", "idle")) {
            queries.add(QueryParams.none().with("vendor", vendor));
        }
        for (String day : List.of("2022-12-31", "2023-01-01", "2023-01-02", "2023-05-16", "2023-05-17", "2023-05-18")) {
            queries.add(QueryParams.none().with("releasedFrom", day));
            queries.add(QueryParams.none().with("releasedTo", day));
            queries.add(QueryParams.none().with("releasedFrom", day).with("releasedTo", day));
        }
        for (String open : List.of("true", "false")) {
            queries.add(QueryParams.none().with("openWeights", open));
        }
        oracle.catalog
                .capabilities()
                .forEach(record -> queries.add(QueryParams.none().with("capability", record.id())));
        queries.add(QueryParams.none().with("parent", HandmadeModels.DIAMOND_TOP));
        queries.add(QueryParams.none().with("parent", "hollow/loud-model", "HOLLOW/CHAIN-2"));
        queries.add(
                QueryParams.none().with("ids", "text-zorro-001", HandmadeModels.MANY_NAMES, "c++-coder", "nobody/no"));
        queries.forEach(params -> params.with("limit", "200").with("fields", "id"));
        Checks.each(queries, this::check);
    }

    @Test
    void every_sort_key_sorts_both_ways_with_unknown_values_last() {
        List<String> keys = new ArrayList<>(
                List.of("id", "name", "vendor", "releaseDate", "contextWindow", "maxOutput", "parameters"));
        oracle.catalog.capabilities().stream().map(CapabilityRecord::id).forEach(id -> keys.add("score." + id));
        List<QueryParams> queries = new ArrayList<>();
        for (String key : keys) {
            queries.add(QueryParams.none().with("sort", key));
            queries.add(QueryParams.none().with("sort", "-" + key));
        }
        queries.forEach(params -> params.with("limit", "37").with("fields", "name", "releaseDate"));
        Checks.each(queries, this::check);
    }

    /** 2,048 tokens doubled seven times score exactly 7, although the formula in doubles gives 6.999999999999999. */
    @Test
    void a_minimum_score_includes_models_with_exactly_that_score() {
        List<QueryParams> queries = new ArrayList<>();
        for (int score = 0; score <= 10; score++) {
            queries.add(QueryParams.none()
                    .with("capability", "context")
                    .with("scoreMin", String.valueOf(score))
                    .with("limit", "200")
                    .with("fields", "contextWindow"));
        }
        Checks.each(queries, this::check);
    }

    /** 200 ids make a request line that is longer than most servers accept by default. */
    @Test
    void the_maximum_number_of_ids_is_accepted() {
        List<String> ids =
                oracle.models().stream().map(OracleModel::id).limit(200).toList();
        check(QueryParams.none().with("ids", ids).with("fields", "id").with("limit", "200"));
    }

    @Test
    void the_default_list_is_by_id_with_fifty_per_page() {
        check(QueryParams.none());
        assertEquals(50, ApiResponse.ok("/api/v1/models").path("data").size());
    }

    @Test
    void the_self_link_returns_the_same_page() {
        String first = "/api/v1/models?sort=-releaseDate,name&limit=20&facets=kind&q=e";
        for (ApiResponse page : Pagination.pages(first)) {
            String self = page.body().at("/links/self").asText();
            assertEquals(page.body(), ApiResponse.ok(self), page.request());
        }
    }

    @Test
    void the_language_comes_from_the_header_unless_requested() {
        Map<String, String> languages = Map.of(
                "zh-TW,en;q=0.5", "zh",
                "zh", "zh",
                "fr, zh-Hant;q=0.4, en;q=0.2", "zh",
                "en-GB, zh;q=0.9", "en",
                "fr-CH, de;q=0.9", "en",
                "*", "en",
                ";;q=nonsense,,", "en");
        OracleModel model = oracle.models().stream()
                .filter(any ->
                        any.record().texts() != null && any.record().texts().zh() != null)
                .findFirst()
                .orElseThrow();
        Checks.each(languages.entrySet(), accepted -> {
            ApiResponse answer = ApiResponse.get(Urls.model(model.id()), Map.of("Accept-Language", accepted.getKey()));
            String request = answer.request() + " with Accept-Language " + accepted.getKey();
            assertEquals(200, answer.status(), request);
            assertEquals(accepted.getValue(), answer.header("Content-Language"), request);
            QueryParams query = QueryParams.none().with("lang", accepted.getValue());
            JsonAssert.assertSame(views.model(model, query), answer.body(), request);
        });
        ApiResponse english = ApiResponse.get(Urls.model(model.id()) + "?lang=en", Map.of("Accept-Language", "zh"));
        assertEquals("en", english.header("Content-Language"), english.request());
    }

    private void check(QueryParams query) {
        String path = "/api/v1/models" + query;
        List<OracleModel> expected = filter.answer(query);
        List<ApiResponse> pages = Pagination.pages(path);
        JsonNode data = Pagination.data(pages, Integer.parseInt(query.one("limit", "50")));
        ArrayNode models = JsonNodeFactory.instance.arrayNode();
        expected.forEach(model -> models.add(views.model(model, query)));
        JsonAssert.assertSame(ids(models), ids(data), "GET " + path + " ids");
        JsonAssert.assertSame(models, data, "GET " + path);
        JsonNode facets = query.has("facets")
                ? filter.facets(expected, query.all("facets"))
                : JsonNodeFactory.instance.nullNode();
        for (ApiResponse page : pages) {
            ObjectNode rest = ((ObjectNode) page.body()).deepCopy().without(List.of("data", "meta", "links"));
            ObjectNode others = JsonNodeFactory.instance.objectNode();
            others.set("suggestions", suggestions.of(query));
            others.set("facets", facets);
            JsonAssert.assertSame(others, rest, page.request() + " suggestions and facets");
        }
    }

    /** Ids only, in which a wrong order is easier to see. */
    private static ArrayNode ids(JsonNode models) {
        ArrayNode ids = JsonNodeFactory.instance.arrayNode();
        models.forEach(model -> ids.add(model.path("id").asText()));
        return ids;
    }
}
