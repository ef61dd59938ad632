package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.formats.source.Published;
import org.modeltree.identity.ProviderNames;

/**
 * Whole catalogs over HTTP: what the service answers afterwards is what another parser finds in the files, JsonPath or a
 * few lines of our own. The made-up files have the traps of the formats, the samples and the full files are real.
 */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class PublicFilesImportTest {

    private static final String SMALL = "small";
    private static final String SAMPLE = "sample";
    private static final String FULL = "full";
    private static final String MODELS = "models.dev-models.json";
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    private static Path file(String which, String name) {
        return switch (which) {
            case SMALL -> Importing.fixture(SMALL + "/" + name);
            case SAMPLE -> Published.SAMPLE.file(name);
            default -> Published.FULL.file(name);
        };
    }

    private static Map<String, Map<String, Object>> tree(Path file) {
        return JsonPath.from(file.toFile())
                .using(JsonPathConfig.jsonPathConfig().numberReturnType(JsonPathConfig.NumberReturnType.BIG_DECIMAL))
                .getMap("$");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return node == null ? Map.of() : (Map<String, Object>) node;
    }

    private static String tokens(Object number) {
        return number == null || new BigDecimal(number.toString()).signum() <= 0
                ? "null"
                : new BigDecimal(number.toString()).toBigInteger().toString();
    }

    /** A price above zero, to what a double is worth. */
    private static String usd(Object amount, BigDecimal times) {
        BigDecimal usd = amount == null ? BigDecimal.ZERO : new BigDecimal(amount.toString());
        return usd.signum() <= 0 ? "null" : String.format(Locale.ROOT, "%.9f", usd.multiply(times));
    }

    private static String usd(JsonNode price, String key) {
        return usd(price.hasNonNull(key) ? price.get(key).asText() : null, BigDecimal.ONE);
    }

    /** What is asked for ordinary requests of any length. */
    private static JsonNode standard(JsonNode offering) {
        for (JsonNode price : offering.get("prices")) {
            if (price.get("mode").asText().equals("standard")
                    && price.get("minContextTokens").asLong() == 0) {
                return price;
            }
        }
        return Importing.JSON.createObjectNode();
    }

    private static Set<String> unmatched(JsonNode report) {
        Set<String> unmatched = new HashSet<>();
        report.get("unmatched")
                .forEach(one -> unmatched.add(
                        one.get("provider").asText() + " " + one.get("id").asText()));
        assertEquals(unmatched.size(), report.get("unmatchedTotal").asInt());
        return unmatched;
    }

    private static JsonNode imported(String format, Path file) {
        JsonNode report = Importing.done("format=" + format, file);
        assertEquals(0, report.get("rejected").asInt(), () -> Importing.shortly(report));
        return report;
    }

    @ParameterizedTest
    @ValueSource(strings = {SMALL, SAMPLE, FULL})
    void every_model_of_models_dev_is_there_with_its_dates_and_limits(String which) {
        Path path = file(which, MODELS);
        Map<String, Map<String, Object>> file = tree(path);
        JsonNode report = imported("models.dev", path);
        assertEquals(0, report.get("keptTotal").asInt());
        Map<String, String> expected = new TreeMap<>();
        file.forEach((id, model) -> {
            Map<String, Object> limit = map(model.get("limit"));
            expected.put(
                    id.toLowerCase(Locale.ROOT),
                    model.get("name") + " " + model.get("release_date") + " " + model.get("knowledge") + " "
                            + tokens(limit.get("context")) + " " + tokens(limit.get("output")) + " "
                            + model.get("open_weights"));
        });
        Map<String, String> actual = new TreeMap<>();
        Importing.models()
                .forEach((id, model) -> actual.put(
                        id,
                        model.get("name").asText() + " "
                                + model.at("/releaseDate/value").asText("null") + " "
                                + model.at("/knowledgeCutoff/value").asText("null") + " "
                                + model.get("contextWindow") + " " + model.get("maxOutput") + " "
                                + model.get("openWeights")));
        assertEquals(expected, actual);
        Importing.assertAllUnchanged("format=models.dev", Importing.read(path), report);
    }

    @ParameterizedTest
    @ValueSource(strings = {SMALL, SAMPLE, FULL})
    void every_offering_of_models_dev_that_has_a_model_has_its_limits_and_prices(String which) {
        imported("models.dev", file(which, MODELS));
        Path path = file(which, "models.dev-api.json");
        JsonNode report = imported("models.dev", path);
        Set<String> unmatched = unmatched(report);
        Map<String, String> expected = new TreeMap<>();
        Set<String> left = new HashSet<>();
        tree(path)
                .forEach((provider, entry) -> map(entry.get("models")).forEach((id, model) -> {
                    Map<String, Object> limit = map(map(model).get("limit"));
                    Map<String, Object> cost = map(map(model).get("cost"));
                    String key = provider + " " + id;
                    if (unmatched.contains(key)) {
                        left.add(key);
                        return;
                    }
                    expected.put(
                            key,
                            tokens(limit.get("context")) + " " + tokens(limit.get("output")) + " "
                                    + usd(cost.get("input"), BigDecimal.ONE) + " "
                                    + usd(cost.get("output"), BigDecimal.ONE)
                                    + " "
                                    + usd(cost.getOrDefault("cache_read", cost.get("cached_input")), BigDecimal.ONE));
                }));
        assertEquals(unmatched, left);
        assertTrue(expected.size() > left.size(), () -> Importing.shortly(report));
        Map<String, String> actual = new TreeMap<>();
        Importing.offerings().forEach((key, offering) -> {
            JsonNode price = standard(offering);
            actual.put(
                    key,
                    offering.get("contextWindow") + " " + offering.get("maxOutput") + " " + usd(price, "input") + " "
                            + usd(price, "output") + " " + usd(price, "cacheRead"));
        });
        assertEquals(expected, actual);
        Importing.assertAllUnchanged("format=models.dev", Importing.read(path), report);
    }

    @ParameterizedTest
    @ValueSource(strings = {SMALL, SAMPLE, FULL})
    void every_offering_of_litellm_that_has_a_model_has_its_prices_and_last_day(String which) {
        imported("models.dev", file(which, MODELS));
        Path path = file(which, "litellm-model-prices.json");
        Map<String, Map<String, Object>> file = tree(path);
        JsonNode report = imported("litellm", path);
        Map<String, Map<String, Object>> byOffering = new HashMap<>();
        file.forEach((key, entry) -> {
            String provider = ProviderNames.canonical(String.valueOf(entry.get("litellm_provider")));
            String[] parts = key.split("/", 2);
            boolean prefixed =
                    parts.length == 2 && ProviderNames.canonical(parts[0]).equals(provider);
            byOffering.putIfAbsent(provider + " " + (prefixed ? parts[1] : key), entry);
        });
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> actual = new TreeMap<>();
        Importing.offerings().forEach((key, offering) -> {
            Map<String, Object> entry = map(byOffering.get(key));
            expected.put(
                    key,
                    usd(entry.get("input_cost_per_token"), MILLION) + " "
                            + usd(entry.get("output_cost_per_token"), MILLION) + " " + entry.get("deprecation_date"));
            JsonNode price = standard(offering);
            actual.put(
                    key,
                    usd(price, "input") + " " + usd(price, "output") + " "
                            + offering.at("/retiredDate/value").asText("null"));
        });
        assertEquals(expected, actual);
        Importing.assertAllUnchanged("format=litellm", Importing.read(path), report);
    }

    /** The rows of a table in which quotes may hold commas, quotes and line ends. */
    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : text.replace("\ufeff", "").replace("\r", "").toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
                cell.append(c);
            } else if (quoted || (c != ',' && c != '\n')) {
                cell.append(c);
            } else {
                String raw = cell.toString();
                boolean inQuotes = raw.length() > 1 && raw.startsWith("\"");
                row.add((inQuotes ? raw.substring(1, raw.length() - 1).replace("\"\"", "\"") : raw).strip());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {SMALL, SAMPLE, FULL})
    void every_row_of_epoch_is_a_model_with_its_parameters_day_and_parents(String which) {
        Path path = file(which, "epoch-notable-ai-models.csv");
        List<List<String>> rows = rows(new String(Importing.read(path), StandardCharsets.UTF_8));
        List<String> head = rows.remove(0);
        JsonNode report = imported("epoch", path);
        Map<String, JsonNode> models = Importing.models();
        assertEquals(rows.size(), models.size());
        Map<String, List<String>> idsByName = new HashMap<>();
        models.forEach((id, model) -> idsByName
                .computeIfAbsent(model.get("name").asText(), name -> new ArrayList<>())
                .add(id));
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> actual = new TreeMap<>();
        int withParents = 0;
        for (List<String> row : rows) {
            List<String> ids = idsByName.getOrDefault(row.get(head.indexOf("Model")), List.of());
            if (ids.size() != 1) {
                continue;
            }
            String id = ids.get(0);
            String parameters = row.get(head.indexOf("Parameters"));
            String day = row.get(head.indexOf("Publication date"));
            JsonNode model = models.get(id);
            expected.put(
                    id,
                    (parameters.isEmpty()
                                    ? "null"
                                    : new BigDecimal(parameters)
                                            .setScale(0, RoundingMode.HALF_UP)
                                            .toPlainString())
                            + " " + (day.isEmpty() ? "null" : day));
            actual.put(
                    id,
                    model.get("parameters") + " "
                            + model.at("/releaseDate/value").asText("null"));
            Set<String> parents = new TreeSet<>();
            boolean clear = true;
            for (String name : row.get(head.indexOf("Base model")).split(",", -1)) {
                List<String> named = idsByName.getOrDefault(name.strip(), List.of());
                clear &= named.size() == 1;
                parents.addAll(named);
            }
            if (clear) {
                withParents++;
                expected.merge(id, " " + parents, String::concat);
                actual.merge(id, " " + parents(id), String::concat);
            }
        }
        assertEquals(expected, actual);
        assertTrue(expected.size() >= rows.size() * 9 / 10, expected.size() + " of " + rows.size());
        assertTrue(withParents >= (which.equals(FULL) ? 50 : 2), "with parents: " + withParents);
        Importing.assertAllUnchanged("format=epoch", Importing.read(path), report);
    }

    private static Set<String> parents(String id) {
        Set<String> parents = new TreeSet<>();
        Importing.json("/models/" + id + "/lineage?direction=ancestors&depth=1")
                .get("edges")
                .forEach(edge -> parents.add(edge.get("parent").asText()));
        return parents;
    }
}
