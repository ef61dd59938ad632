package org.modeltree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Guides name tests and scripts that exist, and that to security each requirement once. */
class SecurityGuideTest {

    private static final Path GUIDE = Path.of("src", "docs", "security.md");
    private static final Pattern TESTS = Pattern.compile("`([A-Z][a-z]\\w*(?:Test|IT))`");
    private static final Pattern DRILLS = Pattern.compile("`bash ((?:src|deploy)/\\S+\\.sh)[^`]*`");
    private static final Pattern ROWS = Pattern.compile(
            "(?m)^\\| (\\d+)\\.(\\d+)\\.(\\d+)(?: to \\1\\.\\2\\.(\\d+))? \\| (holds|does not apply|not reached) \\| (.+) \\|$");
    private static final Pattern COUNTS =
            Pattern.compile("(\\d+) hold, (\\d+) do not apply, (\\d+) (?:is|are) not reached, of (\\d+)");

    @Test
    void every_test_and_script_that_a_guide_names_exists() throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            classes = files.map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                    .collect(Collectors.toSet());
        }
        List<String> missing = new ArrayList<>();
        try (Stream<Path> guides = Files.walk(GUIDE.getParent())) {
            for (Path file :
                    guides.filter(path -> path.toString().endsWith(".md")).toList()) {
                String guide = Files.readString(file);
                all(TESTS, guide)
                        .map(test -> test.group(1))
                        .filter(test -> !classes.contains(test))
                        .forEach(test -> missing.add(file + " " + test));
                all(DRILLS, guide)
                        .map(drill -> drill.group(1))
                        .filter(drill -> !Files.exists(Path.of(drill)))
                        .forEach(drill -> missing.add(file + " " + drill));
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void every_requirement_stands_once_and_what_holds_is_shown() throws IOException {
        String guide = Files.readString(GUIDE);
        Map<String, String> places = new HashMap<>();
        List<String> doubled = new ArrayList<>();
        all(ROWS, guide).forEach(row -> {
            int first = Integer.parseInt(row.group(3));
            int last = row.group(4) == null ? first : Integer.parseInt(row.group(4));
            assertTrue(first <= last, row.group());
            for (int number = first; number <= last; number++) {
                String requirement = row.group(1) + "." + row.group(2) + "." + number;
                if (places.put(requirement, row.group(5)) != null) {
                    doubled.add(requirement);
                }
            }
        });
        assertEquals(List.of(), doubled);
        assertEquals(
                all(Pattern.compile("(?m)^\\| \\d+\\.\\d+\\.\\d+"), guide).count(),
                all(ROWS, guide).count());
        MatchResult counts = all(COUNTS, guide).findFirst().orElseThrow();
        List<String> outcomes = List.of("holds", "does not apply", "not reached");
        for (int group = 1; group <= outcomes.size(); group++) {
            String outcome = outcomes.get(group - 1);
            assertEquals(
                    places.values().stream().filter(outcome::equals).count(),
                    Integer.parseInt(counts.group(group)),
                    outcome);
        }
        assertEquals(places.size(), Integer.parseInt(counts.group(4)));
    }

    @Test
    void vulnerable_parts_are_looked_for_every_day_as_the_guide_says() throws IOException {
        String scan = Files.readString(Path.of(".github", "workflows", "scan.yaml"));
        assertTrue(
                Pattern.compile("(?m)^ +- cron: \"\\d+ \\d+ \\* \\* \\*\"$")
                        .matcher(scan)
                        .find(),
                scan);
        assertTrue(scan.contains("modeltree-sbom.json") && scan.contains("--fail-on high"), scan);
        String updates = Files.readString(GUIDE).split("(?m)^## ", -1)[6];
        assertEquals("Updates", updates.lines().findFirst().orElseThrow());
        assertEquals(
                List.of("7 days", "30 days", "the next release, at most 90 days"),
                all(Pattern.compile("(?m)^\\| (?:critical|high|others)[^|]*\\| ([^|]+) \\|$"), updates)
                        .map(row -> row.group(1))
                        .toList());
    }

    private static Stream<MatchResult> all(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results();
    }
}
