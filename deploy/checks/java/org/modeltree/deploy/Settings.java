package org.modeltree.deploy;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Environment variables of the service, from the table of settings, which a test of the service holds against its code. */
final class Settings {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Za-z_.0-9-]+)` \\|");

    private Settings() {}

    /** Names of variables that the service does not read. Those of Quarkus and of the JVM are not in its table. */
    static List<String> unknown(Collection<String> variables) {
        Set<String> known = ROW.matcher(Yaml.text(Path.of("src/docs/settings.md")))
                .results()
                .map(row -> row.group(1).replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return variables.stream()
                .filter(name -> !name.startsWith("QUARKUS_") && !name.equals("JAVA_TOOL_OPTIONS"))
                .filter(name -> !known.contains(name))
                .sorted()
                .toList();
    }
}
