package org.modeltree.oracle.generated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeltree.oracle.generated.InputRecords.BenchmarkRecord;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;
import org.modeltree.oracle.generated.InputRecords.CardRecord;
import org.modeltree.oracle.generated.InputRecords.DeletedRecord;
import org.modeltree.oracle.generated.InputRecords.EdgeRecord;
import org.modeltree.oracle.generated.InputRecords.MeasurementRecord;
import org.modeltree.oracle.generated.InputRecords.ModelRecord;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;
import org.modeltree.oracle.generated.InputRecords.ProviderRecord;
import org.modeltree.oracle.generated.InputRecords.VendorRecord;

/**
 * Generated catalog. The same seed always gives the same records and the same text.
 *
 * @param capabilities in the order of the file, which is their display order
 * @param records all records except the header, with their types, some with an origin, and with nulls
 * @param ndjson the file: the header, then all records in random order
 */
public record GeneratedCatalog(
        long seed,
        List<VendorRecord> vendors,
        List<BenchmarkRecord> benchmarks,
        List<CapabilityRecord> capabilities,
        List<ProviderRecord> providers,
        List<ModelRecord> models,
        List<EdgeRecord> edges,
        List<MeasurementRecord> measurements,
        List<OfferingRecord> offerings,
        List<CardRecord> cards,
        List<DeletedRecord> deleted,
        List<ObjectNode> records,
        String ndjson) {
    /** Set -Dmodeltree.seed to reproduce a failure, which prints the seed, or to try another catalog. */
    public static final long SEED = Long.getLong("modeltree.seed", 20_260_101L);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private static final Set<String> TYPES_WITH_ORIGIN =
            Set.of("vendor", "benchmark", "capability", "provider", "edge", "card");

    private static final GeneratedCatalog BY_SEED = generate(SEED);

    public static GeneratedCatalog get() {
        return BY_SEED;
    }

    static GeneratedCatalog generate(long seed) {
        // Each part has its own random numbers, so that a change to one leaves the others as they are.
        GeneratedModels generatedModels = new GeneratedModels(new SeededRandom(seed * 31 + 1));
        List<ModelBuilder> builders = generatedModels.models();
        List<MeasurementRecord> measurements =
                new GeneratedMeasurements(new SeededRandom(seed * 31 + 2)).measurements(builders);
        List<OfferingRecord> offerings = new GeneratedOfferings(new SeededRandom(seed * 31 + 3)).offerings(builders);
        List<EdgeRecord> edges = new GeneratedLineage(new SeededRandom(seed * 31 + 4)).edges(builders);
        List<CardRecord> cards = new GeneratedCards(new SeededRandom(seed * 31 + 5)).cards(builders, measurements);
        new GeneratedLifecycles(new SeededRandom(seed * 31 + 7)).addTo(builders);
        List<ModelRecord> models = builders.stream().map(ModelBuilder::build).toList();

        SeededRandom random = new SeededRandom(seed * 31 + 6);
        List<Map.Entry<String, Object>> records = new ArrayList<>();
        generatedModels.vendors().forEach(record -> records.add(Map.entry("vendor", record)));
        HandmadeScales.benchmarks().forEach(record -> records.add(Map.entry("benchmark", record)));
        HandmadeScales.capabilities().forEach(record -> records.add(Map.entry("capability", record)));
        GeneratedOfferings.providers().forEach(record -> records.add(Map.entry("provider", record)));
        models.forEach(record -> records.add(Map.entry("model", record)));
        edges.forEach(record -> records.add(Map.entry("edge", record)));
        measurements.forEach(record -> records.add(Map.entry("measurement", record)));
        offerings.forEach(record -> records.add(Map.entry("offering", record)));
        cards.forEach(record -> records.add(Map.entry("card", record)));
        GeneratedLifecycles.deleted().forEach(record -> records.add(Map.entry("deleted", record)));
        List<Map.Entry<String, Object>> shuffled = random.shuffled(records);
        List<CapabilityRecord> capabilities = shuffled.stream()
                .filter(record -> record.getValue() instanceof CapabilityRecord)
                .map(record -> (CapabilityRecord) record.getValue())
                .toList();
        SeededRandom origins = new SeededRandom(seed * 31 + 8);
        List<ObjectNode> jsons =
                shuffled.stream().map(record -> json(record, origins)).toList();
        return new GeneratedCatalog(
                seed,
                generatedModels.vendors(),
                HandmadeScales.benchmarks(),
                capabilities,
                GeneratedOfferings.providers(),
                models,
                edges,
                measurements,
                offerings,
                cards,
                GeneratedLifecycles.deleted(),
                jsons,
                text(jsons, random));
    }

    /** JSON of a record. Types without an origin of their own sometimes get one here. */
    private static ObjectNode json(Map.Entry<String, Object> record, SeededRandom random) {
        ObjectNode json = MAPPER.valueToTree(record.getValue());
        json.put("type", record.getKey());
        if (TYPES_WITH_ORIGIN.contains(record.getKey()) && random.percent(40)) {
            json.put("origin", random.any("curator", "openrouter", "litellm", "modeltree", "0.x_y-z"));
        }
        return json;
    }

    private static String text(List<ObjectNode> records, SeededRandom random) {
        StringBuilder text = new StringBuilder("{\"type\":\"catalog\",\"version\":1,\"note\":\"Generated.\"}\n");
        for (ObjectNode record : records) {
            // The type need not come first, and a null key may be present or absent.
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            boolean typeFirst = random.percent(80);
            if (typeFirst) {
                json.set("type", record.get("type"));
            }
            json.setAll(record.deepCopy());
            dropNulls(json, random.percent(70));
            text.append(serialized(json)).append(random.percent(3) ? "\n\n" : "\n");
        }
        return text.toString();
    }

    private static String serialized(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot serialize a generated record", e);
        }
    }

    /** Always removes a language without texts, because the format requires an object there. */
    private static void dropNulls(JsonNode json, boolean all) {
        if (json instanceof ObjectNode object) {
            if (all) {
                object.properties().removeIf(property -> property.getValue().isNull());
            }
            if (object.path("texts") instanceof ObjectNode texts) {
                texts.properties().removeIf(property -> property.getValue().isNull());
            }
        }
        json.forEach(child -> dropNulls(child, all));
    }
}
