package org.modeltree.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The chart, rendered by Helm as `helm template` does, without a cluster. */
final class Chart {

    static final Path FOLDER = Path.of("deploy/helm/modeltree");
    static final Path VALUES = Path.of("deploy/checks/values");

    private Chart() {}

    /**
     * The documents for a file of values.
     *
     * @param values name of the file without its ending
     * @param settings pairs of a key and a value, such as {@code replicas=3}
     */
    static List<JsonNode> rendered(String values, String... settings) {
        Path copy = withVisibleHooks();
        try {
            return rendered(copy, values, settings);
        } finally {
            delete(copy.getParent());
        }
    }

    private static List<JsonNode> rendered(Path chart, String values, String... settings) {
        TemplateCommand command = new Helm(chart)
                .template()
                .withName("shop")
                .withNamespace("models")
                // The oldest that the chart is made for.
                .withKubeVersion("1.27.0")
                .withValuesFile(VALUES.resolve(values + ".yaml"));
        for (String setting : settings) {
            int split = setting.indexOf('=');
            command.set(setting.substring(0, split), setting.substring(split + 1));
        }
        return Arrays.stream(command.call().split("(?m)^---\\s*$"))
                .map(Yaml::read)
                .filter(Objects::nonNull)
                .filter(JsonNode::isObject)
                .toList();
    }

    /** What Helm prints after an installation. */
    static String notes(String values) {
        String printed = new Helm(FOLDER)
                .install()
                .withName("shop")
                .withNamespace("models")
                .withValuesFile(VALUES.resolve(values + ".yaml"))
                .withKubeVersion("1.27.0")
                .clientOnly()
                .dryRun()
                .call()
                .getOutput();
        return printed.substring(printed.indexOf("NOTES:"));
    }

    /** A copy of the chart whose hooks are ordinary resources, because the library does not print hooks. */
    private static Path withVisibleHooks() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            Path copy = Files.createTempDirectory("chart").resolve("modeltree");
            for (Path file : files.toList()) {
                Path to = copy.resolve(FOLDER.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.writeString(to, Files.readString(file).replace("helm.sh/hook", "visible/hook"));
                }
            }
            return copy;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** The only document of a kind. */
    static JsonNode only(List<JsonNode> documents, String kind) {
        List<JsonNode> found = documents.stream()
                .filter(document -> kind.equals(document.path("kind").asText()))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " documents of kind " + kind);
        }
        return found.get(0);
    }
}
