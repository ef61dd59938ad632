package org.modeltree.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The decision page about internals of Quarkus and Vert.x is complete. */
class InternalsTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path PAGE = Path.of("src/docs/decisions/quarkus-internals.md");
    private static final Pattern INTERNAL = Pattern.compile(
            "^import (?:static )?((?:io\\.quarkus\\.[\\w.]+\\.runtime"
                    + "|io\\.quarkus\\.runtime\\.configuration"
                    + "|org\\.jboss\\.resteasy\\.reactive\\.server\\.(?:core|mapping|spi|util)"
                    + "|io\\.vertx\\.[\\w.]+\\.impl|io\\.agroal|io\\.netty|org\\.hibernate\\.engine|org\\.jose4j"
                    + "|io\\.smallrye\\.config\\.common|io\\.smallrye\\.jwt\\.auth\\.principal\\.Default)"
                    + "[\\w.]+);$",
            Pattern.MULTILINE);

    /** The page names Netty's packages, because {@code ErrorBodies} alone uses twenty of its classes. */
    private static final String NETTY = "io.netty.";

    @Test
    void every_internal_class_and_its_user_are_on_the_page() throws IOException {
        Set<String> named = Pattern.compile("`(\\w+)`")
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        int imports = 0;
        for (Path file : sources()) {
            List<String> internals = INTERNAL.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .toList();
            imports += internals.size();
            for (String line : internals) {
                String type = line.substring(line.lastIndexOf('.') + 1, line.length() - 1);
                String user = file.getFileName().toString().replace(".java", "");
                if (!named.contains(user) || !(line.contains(NETTY) || named.contains(type))) {
                    missing.add(user + " uses " + type);
                }
            }
        }
        assertFalse(imports < 40, "the pattern finds no imports any more");
        assertEquals(Set.of(), missing);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
