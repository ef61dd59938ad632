package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modeltree.formats.modelsdev.ModelsDevReader;
import org.modeltree.formats.openrouter.OpenRouterReader;
import org.modeltree.formats.source.Published;
import org.modeltree.formats.source.RecordedCatalog;

/**
 * What the readers report of published files, compared with what another parser finds in them: JsonPath and plain
 * patterns, which share no code with the readers.
 */
class PublicFilesOracleTest {

    private static final String MODELS = "models.dev-models.json";
    private static final String API = "models.dev-api.json";
    private static final String OPENROUTER = "openrouter-models.json";

    private static Map<String, Map<String, Object>> tree(Path file) {
        return json(file).getMap("$");
    }

    private static JsonPath json(Path file) {
        return JsonPath.from(file.toFile())
                .using(JsonPathConfig.jsonPathConfig().numberReturnType(JsonPathConfig.NumberReturnType.BIG_DECIMAL));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return node == null ? Map.of() : (Map<String, Object>) node;
    }

    private static String tokens(Object number) {
        return number == null || new BigDecimal(number.toString()).signum() == 0
                ? "none"
                : new BigDecimal(number.toString()).toBigInteger().toString();
    }

    @ParameterizedTest
    @EnumSource
    void every_model_of_models_dev_has_its_name_dates_and_limits(Published published) {
        RecordedCatalog recorded = RecordedCatalog.of(new ModelsDevReader(), published.file(MODELS));
        recorded.isValid();
        Map<String, String> expected = new TreeMap<>();
        tree(published.file(MODELS))
                .forEach((id, model) -> expected.put(
                        id,
                        model.get("name") + " " + model.get("release_date") + " " + model.get("knowledge") + " "
                                + model.get("open_weights") + " "
                                + tokens(map(model.get("limit")).get("context")) + " "
                                + tokens(map(model.get("limit")).get("output"))));
        Map<String, String> actual = new TreeMap<>();
        recorded.ofType("model").forEach(model -> {
            String id = model.get("id").asText();
            actual.put(
                    id,
                    model.get("name").asText() + " " + text(model, "releaseDate") + " "
                            + text(model, "knowledgeCutoff") + " " + text(model, "openWeights") + " "
                            + raw(recorded, id, "context-window") + " " + raw(recorded, id, "max-output"));
        });
        assertEquals(expected, actual);
        assertEquals(Map.of(), recorded.rejected);
    }

    private static String text(JsonNode node, String key) {
        return node.has(key) ? node.get(key).asText() : "null";
    }

    private static String raw(RecordedCatalog recorded, String model, String benchmark) {
        return recorded.measurements(model, benchmark).stream()
                .map(line -> line.get("raw").asText())
                .reduce((one, other) -> one + " and " + other)
                .orElse("none");
    }

    @ParameterizedTest
    @EnumSource
    void every_score_of_models_dev_is_there_under_one_id_for_all_spellings(Published published) throws IOException {
        RecordedCatalog recorded = RecordedCatalog.of(new ModelsDevReader(), published.file(MODELS));
        String text = Files.readString(published.file(MODELS));
        Matcher scores = Pattern.compile("\"score\":\\s*\"?([0-9.]+)").matcher(text);
        double sum = 0;
        int count = 0;
        while (scores.find()) {
            sum += Double.parseDouble(scores.group(1));
            count++;
        }
        Set<String> tokens = Set.of("context-window", "max-output");
        List<Double> read = recorded.ofType("measurement").stream()
                .filter(line -> !tokens.contains(line.get("benchmark").asText()))
                .map(line -> line.get("raw").asDouble())
                .toList();
        int twice = (int) recorded.notes.values().stream()
                .filter("duplicates another measurement of the model"::equals)
                .count();
        assertEquals(count, read.size() + twice);
        if (twice == 0) {
            assertEquals(sum, read.stream().mapToDouble(Double::doubleValue).sum(), 1e-6);
        }
        Set<String> compact = new HashSet<>();
        recorded.ofType("benchmark")
                .forEach(line ->
                        assertTrue(compact.add(line.get("id").asText().replaceAll("[^a-z0-9]", "")), line::toString));
    }

    @ParameterizedTest
    @EnumSource
    void every_offering_of_models_dev_has_its_limits_and_prices(Published published) {
        RecordedCatalog recorded = RecordedCatalog.of(new ModelsDevReader(), published.file(API));
        recorded.isValid();
        Map<String, String> expected = new TreeMap<>();
        tree(published.file(API))
                .forEach((provider, entry) -> map(entry.get("models")).forEach((id, model) -> {
                    Map<String, Object> cost = map(map(model).get("cost"));
                    Map<String, Object> limit = map(map(model).get("limit"));
                    expected.put(
                            provider + " " + id,
                            tokens(limit.get("context")) + " " + tokens(limit.get("output")) + " "
                                    + usd(cost.get("input"))
                                    + " " + usd(cost.get("output")) + " "
                                    + usd(cost.getOrDefault("cache_read", cost.get("cached_input"))) + " "
                                    + usd(cost.getOrDefault("cache_write", cost.get("cached_write"))));
                }));
        Map<String, String> actual = new TreeMap<>();
        Map<String, Integer> kinds = new HashMap<>();
        recorded.offerings.forEach((key, offered) -> {
            JsonNode price = offered.line().at("/prices/0");
            kinds.merge(price.get("kind").asText(), 1, Integer::sum);
            actual.put(
                    key,
                    text(offered.line(), "contextWindow").replace("null", "none") + " "
                            + text(offered.line(), "maxOutput").replace("null", "none") + " "
                            + usd(price.get("input")) + " " + usd(price.get("output")) + " "
                            + usd(price.get("cacheRead")) + " " + usd(price.get("cacheWrite")));
        });
        assertEquals(expected, actual);
        assertEquals(Map.of(), recorded.rejected);
        assertEquals(null, kinds.get("free"), "a cost of 0 is not free: " + kinds);
        assertTrue(kinds.get("subscription") > 0 && kinds.get("unknown") > 0, kinds::toString);
    }

    /** A price above zero, to what a double is worth; none where there is no such price. */
    private static String usd(Object amount) {
        double usd = amount == null
                ? 0
                : Double.parseDouble(amount instanceof JsonNode node ? node.asText() : amount.toString());
        return usd == 0 ? "none" : String.format(Locale.ROOT, "%.9f", usd);
    }

    @ParameterizedTest
    @EnumSource
    void every_entry_of_openrouter_that_is_no_alias_is_an_offering_with_its_exact_price(Published published) {
        RecordedCatalog recorded = RecordedCatalog.of(new OpenRouterReader(), published.file(OPENROUTER));
        recorded.isValid();
        Map<String, String> expected = new TreeMap<>();
        List<Map<String, Object>> entries = json(published.file(OPENROUTER)).getList("data");
        for (Map<String, Object> entry : entries) {
            String id = entry.get("id").toString();
            if (!id.startsWith("~")) {
                Map<String, Object> limits = map(entry.get("top_provider"));
                Map<String, Object> pricing = map(entry.get("pricing"));
                expected.put(
                        "openrouter " + id,
                        tokens(limits.get("context_length")) + " " + tokens(limits.get("max_completion_tokens")) + " "
                                + perMillion(pricing.get("prompt")) + " " + perMillion(pricing.get("completion")) + " "
                                + entry.get("expiration_date"));
            }
        }
        Map<String, String> actual = new TreeMap<>();
        recorded.offerings.forEach((key, offered) -> {
            JsonNode price = offered.line().at("/prices/0");
            actual.put(
                    key,
                    text(offered.line(), "contextWindow").replace("null", "none") + " "
                            + text(offered.line(), "maxOutput").replace("null", "none") + " "
                            + amount(price, "input") + " " + amount(price, "output") + " "
                            + text(offered.line(), "retiredDate"));
        });
        assertEquals(expected, actual);
        assertEquals(Map.of(), recorded.rejected);
        assertEquals(
                entries.size() - expected.size(),
                recorded.notes.values().stream()
                        .filter(note -> note.contains("alias"))
                        .count());
    }

    private static String perMillion(Object perToken) {
        BigDecimal usd = new BigDecimal(Objects.toString(perToken, "0"));
        if (usd.signum() < 0) {
            return "dynamic";
        }
        return usd.signum() == 0
                ? "0"
                : usd.multiply(BigDecimal.valueOf(1_000_000))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static String amount(JsonNode price, String name) {
        return switch (price.get("kind").asText()) {
            case "dynamic" -> "dynamic";
            case "metered" -> price.has(name) ? price.get(name).asText() : "0";
            default -> "0";
        };
    }

    @ParameterizedTest
    @EnumSource
    void what_openrouter_says_of_a_model_comes_from_the_offering_that_is_no_variant(Published published) {
        RecordedCatalog recorded = RecordedCatalog.of(new OpenRouterReader(), published.file(OPENROUTER));
        recorded.offerings
                .values()
                .forEach(offered -> offered.about().stream()
                        .filter(line -> line.get("type").asText().equals("measurement"))
                        .forEach(line -> assertTrue(!offered.hints().offering().contains(":"), offered::toString)));
        Set<Object> free = new HashSet<>();
        recorded.offerings.values().stream()
                .filter(offered -> offered.line().at("/prices/0/kind").asText().equals("free"))
                .forEach(offered -> free.add(offered.hints().offering()));
        List<Map<String, Object>> entries = json(published.file(OPENROUTER)).getList("data");
        entries.forEach(entry -> {
            if (entry.get("id").toString().endsWith(":free")) {
                assertTrue(free.contains(entry.get("id")), () -> entry.get("id").toString());
            }
        });
    }
}
