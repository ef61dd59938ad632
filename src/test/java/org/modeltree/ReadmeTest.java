package org.modeltree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.modeltree.http.config.Range;
import org.modeltree.revision.DurationRange;

/** The README and the guides name the files, anchors and settings that exist. */
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final Path CONTRIBUTING = Path.of(".github", "CONTRIBUTING.md");
    private static final Path DOCS = Path.of("src", "docs");
    private static final Path SETTINGS = DOCS.resolve("settings.md");
    private static final Path IMPORTING = DOCS.resolve("guide-importing.md");
    private static final int MAX_README_LINES = 250;
    private static final Pattern ROW_OF_SETTING =
            Pattern.compile("(?m)^\\| `(modeltree\\.[^`]+)` \\| (?:none|`([^`]*)`) \\| (.*?) \\|");
    private static final Pattern ROW_OF_VARIABLE =
            Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| (?:none|`([^`]*)`) \\| `([^`]+)` \\|");
    private static final Pattern VARIABLE = Pattern.compile("(?m)^([a-z.-]+)=\\$\\{([A-Z_]+):([^}]*)}$");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
    private static final Pattern MENTION =
            Pattern.compile("((?:src/docs/|\\.github/)[\\w/-]+\\.md|README\\.md)(?:#([\\w-]+))?");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern CATALOG = Pattern.compile("(?s)```ndjson\n(.*?)```");
    private static final Pattern CATALOG_LINE = Pattern.compile("(?m)^\\{\"type\":.*$");

    @Test
    void the_table_of_settings_has_every_setting_with_its_default() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        for (Setting setting : settings()) {
            defaults.put(setting.key(), setting.defaultValue());
        }
        Map<String, String> documented = ROW_OF_SETTING
                .matcher(text(SETTINGS))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> row.group(2) == null ? "" : row.group(2),
                        (a, b) -> a,
                        TreeMap::new));
        assertEquals(defaults, documented);
    }

    @Test
    void the_table_of_settings_has_the_bounds_of_every_number() throws IOException {
        Map<String, String> documented = ROW_OF_SETTING
                .matcher(text(SETTINGS))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(3)));
        int bounded = 0;
        for (Setting setting : settings()) {
            Range bounds = setting.method().getAnnotation(Range.class);
            if (bounds != null) {
                bounded++;
                assertEquals(bounds.min() + " to " + bounds.max(), documented.get(setting.key()), setting.key());
            }
        }
        assertTrue(bounded > 5, "settings with bounds: " + bounded);
    }

    @Test
    void every_time_has_bounds_and_the_table_of_settings_has_them() throws IOException {
        Map<String, String> documented = ROW_OF_SETTING
                .matcher(text(SETTINGS))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(3)));
        int times = 0;
        for (Setting setting : settings()) {
            if (setting.method().getReturnType().equals(Duration.class)) {
                times++;
                DurationRange bounds = setting.method().getAnnotation(DurationRange.class);
                assertNotNull(bounds, setting.key());
                assertEquals(bounds.min() + " to " + bounds.max(), documented.get(setting.key()), setting.key());
            }
        }
        assertTrue(times > 5, "settings that are times: " + times);
    }

    @Test
    void the_table_of_variables_is_that_of_the_service() throws IOException {
        String properties = text(Path.of("src", "main", "resources", "application.properties"));
        Set<String> used = VARIABLE.matcher(properties)
                .results()
                .map(line -> line.group(2) + " is " + line.group(1) + ", else " + line.group(3))
                .collect(Collectors.toSet());
        Set<String> documented = ROW_OF_VARIABLE
                .matcher(text(SETTINGS))
                .results()
                .map(row ->
                        row.group(1) + " is " + row.group(3) + ", else " + (row.group(2) == null ? "" : row.group(2)))
                .collect(Collectors.toSet());
        assertEquals(used, documented);
    }

    @Test
    void every_line_of_an_example_catalog_follows_the_schema() throws IOException {
        String schemaText = text(Path.of("openapi", "catalog.schema.json"));
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(new ObjectMapper().readTree(schemaText));
        assertEquals(1, CATALOG.matcher(text(IMPORTING)).results().count());
        int lines = 0;
        for (Path document : documents()) {
            for (MatchResult line :
                    CATALOG_LINE.matcher(text(document)).results().toList()) {
                lines++;
                assertEquals(Set.of(), schema.validate(new ObjectMapper().readTree(line.group())), line.group());
            }
        }
        assertTrue(lines > 10, "lines of catalogs: " + lines);
    }

    @Test
    void the_readme_is_short_and_leads_to_every_page() throws IOException {
        String readme = text(README);
        assertTrue(
                readme.lines().count() <= MAX_README_LINES,
                "lines: " + readme.lines().count());
        try (Stream<Path> pages = Files.list(DOCS)) {
            List<String> missing = pages.map(page -> page.getFileName().toString())
                    .filter(page -> page.endsWith(".md") && !readme.contains("](src/docs/" + page + ")"))
                    .toList();
            assertEquals(List.of(), missing);
        }
    }

    @Test
    void every_link_leads_somewhere() throws IOException {
        int links = 0;
        for (Path document : documents()) {
            for (MatchResult link : LINK.matcher(text(document)).results().toList()) {
                Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
                assertLeadsTo(document, target, link.group(2));
                links++;
            }
        }
        assertTrue(links > 50, "links: " + links);
    }

    @Test
    void code_and_scripts_name_pages_that_exist() throws IOException {
        for (String folder : List.of(
                "src/main", "src/test/java", "src/bench", "src/clients", "src/drills", "openapi", "deploy", ".ci")) {
            List<Path> files;
            try (Stream<Path> walk = Files.walk(Path.of(folder))) {
                files = walk.filter(file -> file.toString()
                                .matches(".*\\.(java|properties|sh|yaml|json|sql|xml)|.*/(run|Dockerfile)"))
                        .toList();
            }
            for (Path file : files) {
                for (MatchResult mention : MENTION.matcher(text(file)).results().toList()) {
                    assertLeadsTo(file, Path.of(mention.group(1)), mention.group(2));
                }
            }
        }
    }

    private static void assertLeadsTo(Path from, Path target, String anchor) throws IOException {
        assertTrue(Files.exists(target), from + " links to " + target);
        if (anchor != null) {
            Set<String> anchors = HEADING.matcher(text(target))
                    .results()
                    .map(ReadmeTest::anchor)
                    .collect(Collectors.toSet());
            assertTrue(anchors.contains(anchor), from + " links to " + target + "#" + anchor);
        }
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(README, CONTRIBUTING));
        try (Stream<Path> docs = Files.walk(DOCS)) {
            docs.filter(path -> path.toString().endsWith(".md")).forEach(documents::add);
        }
        return documents;
    }

    private static String anchor(MatchResult heading) {
        return heading.group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private record Setting(String key, String defaultValue, Method method) {}

    private static List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        for (Class<?> type : MainClasses.annotatedWith(ConfigMapping.class)) {
            collect(type, type.getAnnotation(ConfigMapping.class).prefix(), settings);
        }
        assertFalse(settings.isEmpty());
        return settings;
    }

    private static void collect(Class<?> group, String prefix, List<Setting> settings) {
        for (Method method : group.getDeclaredMethods()) {
            String key =
                    prefix + "." + method.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
            if (method.getReturnType().isInterface() && method.getReturnType().getEnclosingClass() != null) {
                collect(method.getReturnType(), key, settings);
            } else {
                WithDefault defaultValue = method.getAnnotation(WithDefault.class);
                settings.add(new Setting(key, defaultValue == null ? "" : defaultValue.value(), method));
            }
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file);
    }
}
