package org.modeltree.startup.starter;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * What is wrong with a file that is not valid YAML. The parser's own messages have several lines and speak of tokens; this
 * names the line, the entry and the key, and says what to write.
 *
 * @param where the line and the entry, such as {@code line 7, aya-101}
 */
record YamlFault(String where, String detail) {

    private static final String SAME_INDENT = "give all keys of one entry the same indentation";

    /** Entry of a file of models: two spaces and its slug. */
    private static final Pattern ENTRY = Pattern.compile(" {2}([^\\s#:-][^:]*):.*");

    private static final Pattern KEY = Pattern.compile("\\s*(?:- )?\\{?([A-Za-z][A-Za-z0-9.-]*):.*");

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '(.*)'");

    /**
     * Fault of a file.
     *
     * @param lines the file's lines
     * @param malformed what the parser says
     */
    static YamlFault of(List<String> lines, JsonProcessingException malformed) {
        if (malformed.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            String text = mark.getLine() < lines.size() ? lines.get(mark.getLine()) : "";
            return at(lines, mark.getLine() + 1, advice(text, mark.getColumn(), String.valueOf(marked.getProblem())));
        }
        Matcher duplicate = DUPLICATE.matcher(malformed.getOriginalMessage());
        int line = malformed.getLocation().getLineNr();
        if (duplicate.lookingAt()) {
            return at(lines, line, "`" + duplicate.group(1) + "` stands twice; remove one of them");
        }
        return at(lines, line, oneLine(malformed.getOriginalMessage()));
    }

    private static YamlFault at(List<String> lines, int line, String detail) {
        return new YamlFault(
                "line " + line + entryOf(lines, line).map(entry -> ", " + entry).orElse(""), detail);
    }

    private static String advice(String text, int column, String problem) {
        String key = keyOf(text);
        if (problem.contains("TAB")) {
            return key + " is indented with a tab; use spaces";
        }
        if (problem.startsWith("mapping values are not allowed") && column > text.indexOf(':')) {
            return key + " is a text with a colon, so put it in quotes";
        }
        if (problem.startsWith("mapping values are not allowed") || problem.contains("block mapping start")) {
            return key + " is indented by " + indentation(text) + " spaces; " + SAME_INDENT;
        }
        return oneLine(problem);
    }

    /** The entry that a line belongs to. */
    private static Optional<String> entryOf(List<String> lines, int line) {
        for (int i = Math.min(line, lines.size()) - 1; i >= 0; i--) {
            Matcher entry = ENTRY.matcher(lines.get(i));
            if (entry.matches()) {
                return Optional.of(entry.group(1));
            }
        }
        return Optional.empty();
    }

    private static String keyOf(String line) {
        Matcher key = KEY.matcher(line);
        return key.matches() ? "`" + key.group(1) + "`" : "the line";
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s+", " ");
    }
}
