package org.modeltree.startup.starter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of the starter catalog, and the records that they state:
 *
 * <ul>
 *   <li>{@code catalog.yaml}: the header, {@code sources.yaml}: addresses of sources by short names, {@code
 *       hosts.yaml}: origins of pages that are no publishers' own
 *   <li>{@code benchmarks.yaml}, {@code capabilities.yaml}, {@code providers.yaml}: their records by id
 *   <li>{@code vendors/{vendor}.yaml}, or several files in {@code vendors/{vendor}/}: one vendor's models by slug
 *   <li>{@code measurements/*.yaml}: results of one source, with what they share above {@code values}
 *   <li>{@code cards/{vendor}/{slug}.yaml}: the card of one model
 * </ul>
 */
final class StarterFiles {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path folder;
    private final StarterFaults faults;
    private final NamedSources sources;
    private final List<StarterRecord> records = new ArrayList<>();
    private String asOf = "";

    private StarterFiles(Path folder, StarterFaults faults) throws IOException {
        this.folder = folder;
        this.faults = faults;
        this.sources =
                new NamedSources(read(folder.resolve("sources.yaml")), read(folder.resolve("hosts.yaml")), faults);
    }

    /**
     * Records of all files, in an order in which the service shows them.
     *
     * @param faults receives what keeps a file from being read or a fact from having a source
     * @throws IOException if the folder cannot be read
     */
    static List<StarterRecord> records(Path folder, StarterFaults faults) throws IOException {
        StarterFiles files = new StarterFiles(folder, faults);
        files.header();
        files.byId("benchmarks.yaml", "benchmark");
        files.byId("capabilities.yaml", "capability");
        files.byId("providers.yaml", "provider");
        files.vendors();
        files.measurements();
        files.cards();
        return new PublishedPrices(files.records, files.asOf).added();
    }

    private void header() throws IOException {
        ObjectNode header = read(folder.resolve("catalog.yaml"));
        asOf = header.path("asOf").asText();
        if (!asOf.matches("\\d{4}-\\d{2}-\\d{2}")) {
            faults.add("catalog.yaml", "`asOf` must be the day of the newest source, such as 2026-11-20");
        }
        header.remove("asOf");
        records.add(new StarterRecord(typed("catalog").setAll(header), "catalog.yaml"));
    }

    private void byId(String file, String type) throws IOException {
        read(folder.resolve(file)).properties().forEach(entry -> {
            ObjectNode record = typed(type).put("id", entry.getKey());
            object(entry.getValue(), file + ", " + entry.getKey()).ifPresent(record::setAll);
            records.add(new StarterRecord(record, file + ", " + entry.getKey()));
        });
    }

    private void vendors() throws IOException {
        for (Path file : filesIn("vendors")) {
            Path path = folder.resolve("vendors").relativize(file);
            String vendor = path.getName(0).toString().replaceFirst("\\.yaml$", "");
            ObjectNode content = read(file);
            content.properties().forEach(part -> {
                String where = name(file);
                switch (part.getKey()) {
                    case "vendor" ->
                        object(part.getValue(), where + ", vendor")
                                .ifPresent(record -> records.add(new StarterRecord(
                                        typed("vendor").put("id", vendor).setAll(record), where + ", vendor")));
                    case "models" ->
                        object(part.getValue(), where + ", models")
                                .ifPresent(models -> models.properties().forEach(model -> model(vendor, where, model)));
                    default -> faults.add(where, "unknown key `" + part.getKey() + "`; use `vendor` and `models`");
                }
            });
        }
    }

    private void model(String vendor, String file, Map.Entry<String, JsonNode> model) {
        String where = file + ", " + model.getKey();
        object(model.getValue(), where)
                .ifPresent(entry -> new ModelEntry(vendor + "/" + model.getKey(), entry, where, sources, faults)
                        .records(records::add));
    }

    private void measurements() throws IOException {
        for (Path file : filesIn("measurements")) {
            ObjectNode shared = read(file);
            JsonNode values = shared.remove("values");
            if (values == null || !values.isArray()) {
                faults.add(name(file), "`values` must be a list of measurements");
                continue;
            }
            for (int i = 0; i < values.size(); i++) {
                String where = name(file) + ", values[" + i + "]";
                object(values.get(i), where).ifPresent(value -> {
                    ObjectNode record = typed("measurement");
                    record.setAll(shared);
                    record.setAll(value);
                    sources.resolve(record, where);
                    records.add(new StarterRecord(record, where));
                });
            }
        }
    }

    private void cards() throws IOException {
        for (Path file : filesIn("cards")) {
            Path path = folder.resolve("cards").relativize(file);
            if (path.getNameCount() != 2) {
                faults.add(name(file), "move it to cards/{vendor}/{slug}.yaml");
                continue;
            }
            String model = path.getName(0) + "/" + path.getName(1).toString().replaceFirst("\\.yaml$", "");
            records.add(new StarterRecord(typed("card").put("model", model).setAll(read(file)), name(file)));
        }
    }

    private List<Path> filesIn(String name) throws IOException {
        Path part = folder.resolve(name);
        if (!Files.isDirectory(part)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(part)) {
            List<Path> all = files.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
            all.stream()
                    .filter(file -> !file.toString().endsWith(".yaml"))
                    .forEach(file -> faults.add(name(file), "is not read; give it the extension .yaml or remove it"));
            return all.stream()
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .toList();
        }
    }

    /** The content of a file; an empty object if it is missing or malformed, which {@code faults} lists. */
    private ObjectNode read(Path file) throws IOException {
        if (!Files.exists(file)) {
            faults.add(name(file), "file not found");
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            return object(YAML.readTree(file.toFile()), name(file)).orElseGet(JsonNodeFactory.instance::objectNode);
        } catch (JsonProcessingException malformed) {
            YamlFault fault = YamlFault.of(Files.readAllLines(file), malformed);
            faults.add(name(file) + ", " + fault.where(), fault.detail());
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private Optional<ObjectNode> object(JsonNode node, String where) {
        if (node instanceof ObjectNode object) {
            return Optional.of(object);
        }
        faults.add(where, "must have keys and values");
        return Optional.empty();
    }

    private String name(Path file) {
        return folder.relativize(file).toString();
    }

    private static ObjectNode typed(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
