package org.modeltree.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that is drawn from the JSON of a card has no word of its own. */
class CardPageTest {

    private static final Path PAGE = Path.of("src/test/resources/page");
    private static final Pattern TAG = Pattern.compile("<(!?/?[a-zA-Z]+)((?:\\s+[a-z-]+(?:=\"[^\"]*\")?)*)\\s*>");
    private static final Pattern STRING = Pattern.compile("'([^'\\n]*)'|\"([^\"\\n]*)\"|`([^`]*)`");
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{N}_]*");

    /** What browsers and the address of a card understand. */
    private static final Set<String> TECHNICAL = Set.of(
            "use", "strict", "api", "v1", "models", "card", "lang", "model", "div", "span", "p", "a", "h1", "h2", "ul",
            "li", "table", "thead", "tbody", "tr", "th", "td", "nav", "main", "header", "section");

    private static String read(String name) throws IOException {
        return Files.readString(PAGE.resolve(name));
    }

    @Test
    void the_document_has_no_text() throws IOException {
        String html = read("card.html");
        assertEquals("", TAG.matcher(html).replaceAll("").strip(), "only tags");
        assertEquals(
                List.of(
                        "utf-8",
                        "viewport",
                        "width=device-width, initial-scale=1",
                        "stylesheet",
                        "card.css",
                        "card.js"),
                Pattern.compile("\"([^\"]*)\"")
                        .matcher(html)
                        .results()
                        .map(match -> match.group(1))
                        .toList());
    }

    @Test
    void the_style_sheet_has_no_text() throws IOException {
        List<String> contents = Pattern.compile("content:([^;]*);")
                .matcher(read("card.css"))
                .results()
                .map(match -> match.group(1).strip())
                .toList();
        assertEquals(List.of("\"\""), contents);
    }

    @Test
    void each_string_of_the_script_is_the_name_of_a_key_a_class_or_an_element() throws IOException {
        Set<String> known = new TreeSet<>(TECHNICAL);
        keys(
                new ObjectMapper(new YAMLFactory())
                        .readTree(Path.of("openapi/openapi.yaml").toFile()),
                known);
        Pattern.compile("\\.([a-z]+)").matcher(read("card.css")).results().forEach(match -> known.add(match.group(1)));
        String script = read("card.js").replaceAll("(?m)//.*$", "");
        List<String> own = new ArrayList<>();
        int strings = 0;
        for (MatchResult string : STRING.matcher(script).results().toList()) {
            strings++;
            WORD.matcher(string.group())
                    .results()
                    .map(MatchResult::group)
                    .filter(word -> !known.contains(word))
                    .forEach(own::add);
        }
        assertEquals(List.of(), own);
        assertTrue(strings > 100, "the strings were found");
        assertTrue(script.chars().allMatch(c -> c < 128 || c == '·'), "no other script than Latin");
    }

    /** Names of the properties of all schemas. */
    private static void keys(JsonNode node, Set<String> keys) {
        if (node.path("properties").isObject()) {
            node.get("properties").fieldNames().forEachRemaining(keys::add);
        }
        node.forEach(child -> keys(child, keys));
    }
}
