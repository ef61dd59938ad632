package org.modeltree.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageWordsTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Path CODE = Path.of("src/main/java/org/modeltree/pages");

    @Test
    void each_word_is_on_a_page() {
        List<String> templates = texts(TEMPLATES);
        List<String> code = texts(CODE);
        List<String> unused = new ArrayList<>();
        for (RecordComponent group : PageWords.class.getRecordComponents()) {
            for (RecordComponent word : group.getType().getRecordComponents()) {
                String type = group.getType().getSimpleName();
                boolean isUsed = templates.stream().anyMatch(text -> shows(text, group.getName(), word.getName()))
                        || code.stream()
                                .anyMatch(text -> text.contains("PageWords." + type)
                                        && text.contains("words." + word.getName() + "()"));
                if (!isUsed) {
                    unused.add(group.getName() + "." + word.getName());
                }
            }
        }
        assertEquals(List.of(), unused);
    }

    /** Whether a template shows a word, by its full name or by that of a variable. */
    private static boolean shows(String template, String group, String word) {
        Matcher variable =
                Pattern.compile("(\\w+)=site\\.words\\." + group + "\\b").matcher(template);
        String owner = "site\\.words\\." + group;
        while (variable.find()) {
            owner += "|\\b" + variable.group(1);
        }
        return Pattern.compile("(?:" + owner + ")\\." + word + "\\b")
                .matcher(template)
                .find();
    }

    private static List<String> texts(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(PageWordsTest::text).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
