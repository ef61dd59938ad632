package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hands the lines of a sorted catalog on model by model, so that only one model's are in memory. */
public final class RecordsByModel {

    /**
     * One model with all that is said of it.
     *
     * @param model its own line
     * @param measurements of it
     * @param offerings of it
     */
    public record OneModel(ObjectNode model, List<ObjectNode> measurements, List<ObjectNode> offerings) {

        public String id() {
            return model.get("id").asText();
        }

        /** The measurement that counts. */
        public Optional<ObjectNode> counting(String benchmark) {
            return measurements.stream()
                    .filter(line -> line.path("benchmark").asText().equals(benchmark))
                    .min(MeasurementOrder.FIRST);
        }
    }

    /** Writes one model. */
    public interface Writer {
        /** Writes what there is to write of it. */
        void write(OneModel model) throws IOException;
    }

    private final Map<String, String> vendors = new HashMap<>();
    private final Map<String, ObjectNode> benchmarks = new HashMap<>();

    /** What a vendor is called; its id where no line says so. */
    public String vendor(String id) {
        return vendors.getOrDefault(id, id);
    }

    /** A benchmark's line, if there was one. */
    public Optional<ObjectNode> benchmark(String id) {
        return Optional.ofNullable(benchmarks.get(id));
    }

    /** Goes through all lines: those about vendors and benchmarks first, then each model followed by what is its. */
    public void each(Iterator<ObjectNode> lines, Writer writer) throws IOException {
        OneModel current = null;
        while (lines.hasNext()) {
            ObjectNode line = lines.next();
            switch (line.path("type").asText()) {
                case "vendor" ->
                    vendors.put(line.path("id").asText(), line.path("name").asText());
                case "benchmark" -> benchmarks.put(line.path("id").asText(), line);
                case "model" -> {
                    if (current != null) {
                        writer.write(current);
                    }
                    current = new OneModel(line, new ArrayList<>(), new ArrayList<>());
                }
                case "measurement" -> own(current, line).measurements().add(line);
                case "offering" -> own(current, line).offerings().add(line);
                default -> {
                    // The foreign formats have no place for edges, cards and capabilities.
                }
            }
        }
        if (current != null) {
            writer.write(current);
        }
    }

    private static OneModel own(OneModel current, ObjectNode line) {
        JsonNode model = line.path("model");
        if (current == null || !current.id().equals(model.asText())) {
            throw new IllegalStateException("a line of " + model.asText() + " does not follow its model");
        }
        return current;
    }
}
