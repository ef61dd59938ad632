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

/** Groups the records of a sorted catalog by model, so that only one model's records are in memory. */
public final class RecordsByModel {

    /**
     * A model with its measurements and offerings.
     *
     * @param model record of the model
     * @param measurements records of its measurements
     * @param offerings records of its offerings
     * @param order order of its measurements of one benchmark
     */
    public record OneModel(
            ObjectNode model, List<ObjectNode> measurements, List<ObjectNode> offerings, MeasurementOrder order) {

        public String id() {
            return model.get("id").asText();
        }

        /** The measurement of a benchmark that counts. */
        public Optional<ObjectNode> counting(String benchmark) {
            return measurements.stream()
                    .filter(record -> record.path("benchmark").asText().equals(benchmark))
                    .min(order);
        }
    }

    /** Callback for each model. */
    public interface Writer {
        /** Writes one model. */
        void write(OneModel model) throws IOException;
    }

    private final Map<String, String> vendors = new HashMap<>();
    private final Map<String, ObjectNode> providers = new HashMap<>();
    private final Map<String, ObjectNode> benchmarks = new HashMap<>();
    private final MeasurementOrder order = new MeasurementOrder();

    /** Name of a vendor; its id if no record names it. */
    public String vendor(String id) {
        return vendors.getOrDefault(id, id);
    }

    /** Record of a provider, if the catalog has one. */
    public Optional<ObjectNode> provider(String id) {
        return Optional.ofNullable(providers.get(id));
    }

    /** Record of a benchmark, if the catalog has one. */
    public Optional<ObjectNode> benchmark(String id) {
        return Optional.ofNullable(benchmarks.get(id));
    }

    /**
     * Visits all models.
     *
     * @param records records of a catalog: vendors, providers, benchmarks and capabilities first, then each model followed by its own records
     * @throws IllegalStateException if a record does not follow its model
     */
    public void each(Iterator<ObjectNode> records, Writer writer) throws IOException {
        OneModel current = null;
        while (records.hasNext()) {
            ObjectNode record = records.next();
            switch (record.path("type").asText()) {
                case "vendor" ->
                    vendors.put(record.path("id").asText(), record.path("name").asText());
                case "provider" -> providers.put(record.path("id").asText(), record);
                case "capability" -> order.capability(record);
                case "benchmark" -> benchmarks.put(record.path("id").asText(), record);
                case "model" -> {
                    if (current != null) {
                        writer.write(current);
                    }
                    current = new OneModel(record, new ArrayList<>(), new ArrayList<>(), order);
                }
                case "measurement" -> own(current, record).measurements().add(record);
                case "offering" -> own(current, record).offerings().add(record);
                default -> {
                    // The foreign formats have no place for edges and cards.
                }
            }
        }
        if (current != null) {
            writer.write(current);
        }
    }

    private static OneModel own(OneModel current, ObjectNode record) {
        JsonNode model = record.path("model");
        if (current == null || !current.id().equals(model.asText())) {
            throw new IllegalStateException("a record of " + model.asText() + " does not follow its model");
        }
        return current;
    }
}
