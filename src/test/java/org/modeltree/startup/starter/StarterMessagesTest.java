package org.modeltree.startup.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a curator reads after a slip: each message names the file, the entry and the key, and says what to write. */
class StarterMessagesTest {

    private static final String ENTRY = """
            vendor: {name: Acme}
            models:
              oak-1:
                name: Oak 1
                releaseDate: 2024-05
                licence: MIT
                contextWindow: 8192
                modalities: {input: [text], output: [text]}
                sources:
                  - {source: 'https://acme.example/oak'}
                offerings:
                  - provider: acme-cloud
                    id: oak-1
                    source: 'https://acme.example/oak'
                    prices:
                      - {kind: metered, input: '1'}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void a_valid_catalog() throws IOException {
        write("catalog.yaml", "version: 1\nasOf: 2026-07-31\n");
        write("hosts.yaml", "models.dev: models.dev\n");
        write("sources.yaml", "catalog: {url: 'https://models.dev'}\n");
        write("benchmarks.yaml", "context-window: {label: Context, unit: tokens}\n");
        write(
                "capabilities.yaml",
                "context: {label: {en: Context}, description: {en: Tokens.}, benchmark: context-window,"
                        + " scale: {kind: log, floor: 2048, ceiling: 2097152}}\n");
        write("providers.yaml", "acme-cloud: {name: Acme Cloud}\n");
        write("vendors/acme.yaml", ENTRY);
    }

    @Test
    void the_example_itself_is_valid() throws IOException {
        assertEquals(8, StarterAssembly.assemble(folder).size());
    }

    @Test
    void an_american_spelling_is_named_once_with_the_right_one() throws IOException {
        assertFault("licence: MIT", "license: MIT", "vendors/acme.yaml, oak-1: unknown key `license`; write `licence`");
    }

    @Test
    void a_key_in_other_case_is_named() throws IOException {
        assertFault(
                "contextWindow:",
                "contextwindow:",
                "vendors/acme.yaml, oak-1: unknown key `contextwindow`; write `contextWindow`");
    }

    @Test
    void a_key_like_no_other_is_referred_to_the_schema() throws IOException {
        assertFault(
                "licence: MIT",
                "birds: 3",
                "vendors/acme.yaml, oak-1: unknown key `birds`; the keys are those of catalog.schema.json");
    }

    @Test
    void a_key_inside_a_list_has_its_place() throws IOException {
        assertFault(
                "input: '1'",
                "inputs: '1'",
                "vendors/acme.yaml, oak-1, offerings[0]: unknown key `prices[0].inputs`; write `input`");
    }

    @Test
    void a_year_needs_quotes() throws IOException {
        assertFault(
                "releaseDate: 2024-05",
                "releaseDate: 2026",
                "vendors/acme.yaml, oak-1: `releaseDate` must be a text; put it in quotes: '2026'");
    }

    @Test
    void a_price_needs_quotes() throws IOException {
        assertFault(
                "input: '1'",
                "input: 1.5",
                "vendors/acme.yaml, oak-1, offerings[0]: `prices[0].input` must be a text; put it in quotes: '1.5'");
    }

    @Test
    void a_limit_is_a_number() throws IOException {
        assertFault(
                "contextWindow: 8192",
                "contextWindow: 8K",
                "vendors/acme.yaml, oak-1, contextWindow: must be a number without quotes, such as 8192, not '8K'");
    }

    @Test
    void a_flag_is_true_or_false() throws IOException {
        assertFault(
                "licence: MIT",
                "openWeights: maybe",
                "vendors/acme.yaml, oak-1: `openWeights` must be true or false, not 'maybe'");
    }

    @Test
    void a_single_word_is_no_list() throws IOException {
        assertFault(
                "input: [text]",
                "input: text",
                "vendors/acme.yaml, oak-1: `modalities.input` must be a list; put it in brackets: [text]");
    }

    @Test
    void a_misspelt_word_is_named_with_the_allowed_ones() throws IOException {
        assertFault(
                "kind: metered",
                "kind: metred",
                "vendors/acme.yaml, oak-1, offerings[0]: `prices[0].kind` must be one of metered, free, subscription,"
                        + " dynamic, unknown, not metred; write metered");
    }

    @Test
    void a_missing_key_is_named() throws IOException {
        assertFault("        id: oak-1\n", "", "vendors/acme.yaml, oak-1, offerings[0]: `id` is missing");
    }

    @Test
    void a_tab_is_named() throws IOException {
        assertFault(
                "    licence",
                "\tlicence",
                "vendors/acme.yaml, line 6, oak-1: `licence` is indented with a tab; use spaces");
    }

    @Test
    void a_key_that_stands_twice_is_named() throws IOException {
        assertFault(
                "licence: MIT",
                "licence: MIT\n    licence: Apache-2.0",
                "vendors/acme.yaml, line 7, oak-1: `licence` stands twice; remove one of them");
    }

    @Test
    void a_key_that_is_indented_less_is_named() throws IOException {
        assertFault(
                "    licence",
                "   licence",
                "vendors/acme.yaml, line 6, oak-1: `licence` is indented by 3 spaces; give all keys of one entry the"
                        + " same indentation");
    }

    @Test
    void a_key_that_is_indented_more_is_named() throws IOException {
        assertFault(
                "    licence",
                "      licence",
                "vendors/acme.yaml, line 6, oak-1: `licence` is indented by 6 spaces; give all keys of one entry the"
                        + " same indentation");
    }

    @Test
    void a_text_with_a_colon_needs_quotes() throws IOException {
        assertFault(
                "name: Oak 1",
                "name: Oak: the first",
                "vendors/acme.yaml, line 4, oak-1: `name` is a text with a colon, so put it in quotes");
    }

    @Test
    void a_message_of_the_parser_takes_one_line() throws IOException {
        assertFault(
                "[text], output", "[text, output", "vendors/acme.yaml, line 8, oak-1: expected ',' or ']', but got }");
    }

    private void assertFault(String old, String replacement, String fault) throws IOException {
        assertTrue(ENTRY.contains(old), old);
        write("vendors/acme.yaml", ENTRY.replaceFirst(Pattern.quote(old), replacement));
        String message = assertThrows(IllegalStateException.class, () -> StarterAssembly.assemble(folder))
                .getMessage();
        assertEquals(List.of(fault), message.lines().skip(1).toList());
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }
}
