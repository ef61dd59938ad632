package org.modeltree.card.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.modeltree.http.value.Language;
import org.modeltree.offering.PriceUnit;

/** The words are complete: each enum value of the contract that readers see has words in both languages. */
class WordsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Which map has the words of an enum, by one of its values that no other enum has. */
    private static final Map<String, String> MAP_BY_VALUE = new LinkedHashMap<>();

    static {
        MAP_BY_VALUE.put("instruct", "kinds");
        MAP_BY_VALUE.put("pdf", "modalities");
        MAP_BY_VALUE.put("announced", "lifecycles");
        MAP_BY_VALUE.put("not_disclosed", "missing");
        MAP_BY_VALUE.put("no_release_date", "missing");
        MAP_BY_VALUE.put("fine_tune", "relations");
        MAP_BY_VALUE.put("below_lower", "positions");
        MAP_BY_VALUE.put("insufficient", "bandStatuses");
        MAP_BY_VALUE.put("model_card", "webLinkTypes");
        MAP_BY_VALUE.put("structuredOutput", "features");
        MAP_BY_VALUE.put("cacheRead", "priceUnits");
        MAP_BY_VALUE.put("monday", "days");
        MAP_BY_VALUE.put("metered", "pricingKinds");
        MAP_BY_VALUE.put("alpha", "offeringStatuses");
        MAP_BY_VALUE.put("contact_sales", "availabilityStatuses");
        MAP_BY_VALUE.put("log", "scaleKinds");
        MAP_BY_VALUE.put("higher", "better");
        MAP_BY_VALUE.put("fact", "rowKinds");
        MAP_BY_VALUE.put("zh", "languages");
        MAP_BY_VALUE.put("spelling", "resolutionReasons");
        MAP_BY_VALUE.put("low", "clamped");
        MAP_BY_VALUE.put("usd_per_1m_tokens", "units");
    }

    /** Schemas that only curators, operators and programs read, members that steer programs, and codes with a text beside them. */
    private static final Pattern NOT_FOR_READERS = Pattern.compile(
            "/(Meta/properties/totalRelation|PartialDate/properties/precision|BandHistory/properties/interval"
                    + "|FactValue/properties/type|Change|ImportReport|FactChange|Unmatched|Decision|QualityRule|Severity|Finding"
                    + "|FactSource|ImportRun|MissingModel|MatchCandidate|PatchOperation|Role|Token|Problem|ModelSources|GivenOtherSources|ImportUndo|ModelMerge|CatalogChanged|Webhook"
                    + "|Recommendation(Assumption|Exclusion|Reason)/properties/code|.*(Document|Patch)/).*");

    private static JsonNode words(Language language) throws IOException {
        return JSON.readTree(WordsTest.class.getResourceAsStream("/words/" + language.tag() + ".json"));
    }

    @Test
    void every_enum_value_that_readers_see_has_words_in_both_languages() throws IOException {
        JsonNode document = new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("openapi/openapi.yaml").toFile());
        Map<String, Set<String>> enums = new TreeMap<>();
        collect(document.at("/components/schemas"), "", enums);
        collect(document.at("/components/parameters/supports"), "/supports", enums);
        List<String> missing = new ArrayList<>();
        Set<String> maps = new TreeSet<>();
        enums.forEach((where, values) -> {
            String map = MAP_BY_VALUE.entrySet().stream()
                    .filter(entry -> values.contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
            if (map == null) {
                missing.add("no map for " + where + " " + values);
                return;
            }
            maps.add(map);
            for (Language language : Language.values()) {
                JsonNode labels = JSON.valueToTree(Words.in(language).labels()).get(map);
                values.stream()
                        .filter(value -> !labels.path(value).isTextual())
                        .forEach(value -> missing.add(language + " " + map + " " + value + " of " + where));
            }
        });
        assertEquals(List.of(), missing);
        assertEquals(new TreeSet<>(MAP_BY_VALUE.values()), maps, "each map is of an enum");
    }

    private static void collect(JsonNode node, String path, Map<String, Set<String>> enums) {
        if (NOT_FOR_READERS.matcher(path).matches()) {
            return;
        }
        for (String key : List.of("enum", "x-extensible-enum")) {
            if (node.path(key).isArray()) {
                Set<String> values = new TreeSet<>();
                node.get(key).forEach(value -> {
                    if (value.isTextual()) {
                        values.add(value.asText());
                    }
                });
                enums.put(path, values);
            }
        }
        node.properties().forEach(child -> collect(child.getValue(), path + "/" + child.getKey(), enums));
    }

    @Test
    void both_languages_have_the_same_keys_and_no_empty_word() throws IOException {
        Map<String, String> english = new TreeMap<>();
        Map<String, String> chinese = new TreeMap<>();
        leaves(words(Language.EN), "", english);
        leaves(words(Language.ZH), "", chinese);
        assertEquals(english.keySet(), chinese.keySet());
        english.forEach((key, text) -> assertFalse(text.isBlank(), key));
        chinese.forEach((key, text) -> assertFalse(text.isBlank(), key));
        english.forEach((key, text) -> {
            if (key.startsWith("/patterns/")) {
                assertEquals(placeholders(text), placeholders(chinese.get(key)), key);
            }
        });
    }

    @Test
    void chinese_words_are_chinese() throws IOException {
        Map<String, String> chinese = new TreeMap<>();
        leaves(words(Language.ZH), "", chinese);
        List<String> latin = new ArrayList<>();
        chinese.forEach((key, text) -> {
            boolean han = text.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
            boolean letters = text.codePoints().anyMatch(Character::isLetter);
            // Names of methods, such as LoRA, are the same in every language.
            if (letters && !han && !key.startsWith("/labels/methods/")) {
                latin.add(key + " " + text);
            }
        });
        assertEquals(
                List.of(
                        "/labels/availability/api API",
                        "/labels/language zh",
                        "/labels/languages/en English",
                        "/labels/modalities/pdf PDF",
                        "/labels/units/tokens token"),
                latin);
    }

    @Test
    void patterns_take_their_values_where_they_stand() {
        assertEquals("b of a, a", Words.filled("{1} of {0}, {0}", "a", "b"));
        assertEquals("{0}", Words.filled("{0}", "{0}"), "values are not patterns");
        assertEquals("plain", Words.filled("plain"));
    }

    @Test
    void a_card_has_the_methods_of_its_relatives_only() {
        Labels labels = Words.in(Language.ZH).labelsFor(List.of("sft", "brand-new_method"));
        assertEquals(Map.of("sft", "监督微调", "brand-new_method", "brand new method"), labels.methods());
        assertEquals(Words.in(Language.ZH).labels().facts(), labels.facts());
        assertTrue(Words.in(Language.ZH).labels().methods().size() > 100);
    }

    @Test
    void offerings_have_a_heading_for_each_value() throws IOException {
        JsonNode schemas = new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("openapi/openapi.yaml").toFile())
                .at("/components/schemas");
        Set<String> keys = new TreeSet<>();
        schemas.at("/Offering/properties").fieldNames().forEachRemaining(keys::add);
        schemas.at("/Price/properties").fieldNames().forEachRemaining(keys::add);
        // The amounts of a price have words of their own, and its unit is that of the first four.
        keys.removeAll(Set.of("unit", "input", "output", "cacheRead", "cacheWrite"));
        Set<String> headings = new TreeSet<>();
        words(Language.EN).at("/labels/offering").fieldNames().forEachRemaining(headings::add);
        assertEquals(keys, headings);
    }

    @Test
    void amounts_have_words_for_what_they_are_charged_per() {
        for (PriceUnit unit : PriceUnit.values()) {
            String per = unit.in("EUR").substring("eur_".length());
            assertTrue(Words.in(Language.ZH).labels().amountUnits().containsKey(per), per);
            assertTrue(Words.in(Language.ZH).labels().units().containsKey(unit.in("USD")), per);
            assertTrue(Words.in(Language.ZH).patterns().units().containsKey(unit.in("USD")), per);
        }
    }

    @Test
    void every_mode_of_the_starter_catalog_has_words() throws IOException {
        Set<String> modes = new TreeSet<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                WordsTest.class.getResourceAsStream("/catalog/starter.ndjson"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JSON.readTree(line)
                        .path("prices")
                        .forEach(price -> modes.add(price.path("mode").asText("standard")));
            }
        }
        assertTrue(modes.contains("batch"), modes::toString);
        modes.removeAll(Words.in(Language.ZH).labels().priceModes().keySet());
        assertEquals(Set.of(), modes);
    }

    @Test
    void every_setting_of_the_starter_catalog_has_words() throws IOException {
        Set<String> settings = new TreeSet<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                WordsTest.class.getResourceAsStream("/catalog/starter.ndjson"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JSON.readTree(line).path("settings").fieldNames().forEachRemaining(settings::add);
            }
        }
        assertTrue(settings.contains("reasoning_effort"), settings::toString);
        settings.removeAll(Words.in(Language.ZH).labels().settings().keySet());
        assertEquals(Set.of(), settings);
    }

    @Test
    void every_value_of_a_setting_in_the_starter_catalog_is_chinese_or_a_name_or_a_number() throws IOException {
        Set<String> english = new TreeSet<>();
        ValueText text = new ValueText(Language.ZH);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                WordsTest.class.getResourceAsStream("/catalog/starter.ndjson"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JSON.readTree(line).path("settings").properties().forEach(setting -> {
                    String shown = text.settings(
                            Map.of(setting.getKey(), setting.getValue().asText()));
                    if (shown.matches(".*：[^\\p{IsHan}0-9]+")) {
                        english.add(shown);
                    }
                });
            }
        }
        english.removeIf(shown -> shown.matches("(快照|接入端点|评测工具|量化)：.*"));
        assertEquals(Set.of(), english);
        assertEquals(
                "提示方式：思维链 · 快照：chat",
                text.settings(new TreeMap<>(Map.of("prompting", "chain of thought", "snapshot", "chat"))));
    }

    @Test
    void a_method_has_the_words_of_one_that_differs_in_hyphens_alone() {
        Labels labels = Words.in(Language.EN).labelsFor(List.of("depth-upscaling", "multi-task", "depth-up-scaling"));
        assertEquals(
                Map.of(
                        "depth-upscaling", "Depth up-scaling",
                        "depth-up-scaling", "Depth up-scaling",
                        "multi-task", "Multi-task training"),
                labels.methods());
    }

    @Test
    void no_two_methods_differ_in_hyphens_alone() {
        Set<String> names = Words.in(Language.EN).labels().methods().keySet();
        assertEquals(
                names.size(),
                names.stream().map(name -> name.replace("-", "")).distinct().count());
    }

    private static Set<String> placeholders(String text) {
        Set<String> placeholders = new TreeSet<>();
        Matcher matcher = Pattern.compile("\\{[0-9]}").matcher(text);
        while (matcher.find()) {
            placeholders.add(matcher.group());
        }
        return placeholders;
    }

    private static void leaves(JsonNode node, String path, Map<String, String> leaves) {
        if (node.isTextual()) {
            leaves.put(path, node.asText());
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                leaves(node.get(i), path + "/" + i, leaves);
            }
        } else {
            node.properties().forEach(child -> leaves(child.getValue(), path + "/" + child.getKey(), leaves));
        }
    }
}
