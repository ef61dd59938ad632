package org.modeltree.oracle;

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
import org.modeltree.oracle.Lines.BenchmarkLine;
import org.modeltree.oracle.Lines.CapabilityLine;
import org.modeltree.oracle.Lines.CardLine;
import org.modeltree.oracle.Lines.DeletedLine;
import org.modeltree.oracle.Lines.EdgeLine;
import org.modeltree.oracle.Lines.MeasurementLine;
import org.modeltree.oracle.Lines.ModelLine;
import org.modeltree.oracle.Lines.OfferingLine;
import org.modeltree.oracle.Lines.ProviderLine;
import org.modeltree.oracle.Lines.VendorLine;

/**
 * A catalog that is all invented: the same seed always gives the same records and the same text.
 *
 * @param capabilities in the order of their lines, which is the order they are shown in
 * @param lines all of them but the head, with their types and, of some, with an origin; nulls and all
 * @param ndjson the text of all lines, shuffled, the head first
 */
record InventedCatalog(
        long seed,
        List<VendorLine> vendors,
        List<BenchmarkLine> benchmarks,
        List<CapabilityLine> capabilities,
        List<ProviderLine> providers,
        List<ModelLine> models,
        List<EdgeLine> edges,
        List<MeasurementLine> measurements,
        List<OfferingLine> offerings,
        List<CardLine> cards,
        List<DeletedLine> deleted,
        List<ObjectNode> lines,
        String ndjson) {
    /** Set -Dmodeltree.seed to repeat what a failure printed, or to try another catalog. */
    static final long SEED = Long.getLong("modeltree.seed", 20_260_101L);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private static final Set<String> ORIGINATED =
            Set.of("vendor", "benchmark", "capability", "provider", "edge", "card");

    private static final InventedCatalog BY_SEED = invent(SEED);

    static InventedCatalog get() {
        return BY_SEED;
    }

    static InventedCatalog invent(long seed) {
        // Own dice for each part: more throws in one leave the others as they were.
        InventedModels inventedModels = new InventedModels(new Dice(seed * 31 + 1));
        List<ModelDraft> drafts = inventedModels.models();
        List<MeasurementLine> measurements = new InventedMeasurements(new Dice(seed * 31 + 2)).measurements(drafts);
        List<OfferingLine> offerings = new InventedOfferings(new Dice(seed * 31 + 3)).offerings(drafts);
        List<EdgeLine> edges = new InventedLineage(new Dice(seed * 31 + 4)).edges(drafts);
        List<CardLine> cards = new InventedCards(new Dice(seed * 31 + 5)).cards(drafts, measurements);
        new InventedLives(new Dice(seed * 31 + 7)).lead(drafts);
        List<ModelLine> models = drafts.stream().map(ModelDraft::line).toList();

        Dice dice = new Dice(seed * 31 + 6);
        List<Map.Entry<String, Object>> lines = new ArrayList<>();
        inventedModels.vendors().forEach(line -> lines.add(Map.entry("vendor", line)));
        InventedScales.benchmarks().forEach(line -> lines.add(Map.entry("benchmark", line)));
        InventedScales.capabilities().forEach(line -> lines.add(Map.entry("capability", line)));
        InventedOfferings.providers().forEach(line -> lines.add(Map.entry("provider", line)));
        models.forEach(line -> lines.add(Map.entry("model", line)));
        edges.forEach(line -> lines.add(Map.entry("edge", line)));
        measurements.forEach(line -> lines.add(Map.entry("measurement", line)));
        offerings.forEach(line -> lines.add(Map.entry("offering", line)));
        cards.forEach(line -> lines.add(Map.entry("card", line)));
        InventedLives.deleted().forEach(line -> lines.add(Map.entry("deleted", line)));
        List<Map.Entry<String, Object>> shuffled = dice.shuffled(lines);
        List<CapabilityLine> capabilities = shuffled.stream()
                .filter(line -> line.getValue() instanceof CapabilityLine)
                .map(line -> (CapabilityLine) line.getValue())
                .toList();
        Dice origins = new Dice(seed * 31 + 8);
        List<ObjectNode> written =
                shuffled.stream().map(line -> written(line, origins)).toList();
        return new InventedCatalog(
                seed,
                inventedModels.vendors(),
                InventedScales.benchmarks(),
                capabilities,
                InventedOfferings.providers(),
                models,
                edges,
                measurements,
                offerings,
                cards,
                InventedLives.deleted(),
                written,
                text(written, dice));
    }

    /** Things whose records say nothing of who said so have an origin now and then all the same. */
    private static ObjectNode written(Map.Entry<String, Object> line, Dice dice) {
        ObjectNode json = MAPPER.valueToTree(line.getValue());
        json.put("type", line.getKey());
        if (ORIGINATED.contains(line.getKey()) && dice.percent(40)) {
            json.put("origin", dice.any("curator", "openrouter", "litellm", "modeltree", "0.x_y-z"));
        }
        return json;
    }

    private static String text(List<ObjectNode> lines, Dice dice) {
        StringBuilder text = new StringBuilder("{\"type\":\"catalog\",\"version\":1,\"note\":\"All invented.\"}\n");
        for (ObjectNode line : lines) {
            // The type need not come first, and a key that is null may be there or left out.
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            boolean typeFirst = dice.percent(80);
            if (typeFirst) {
                json.set("type", line.get("type"));
            }
            json.setAll(line.deepCopy());
            dropNulls(json, dice.percent(70));
            text.append(written(json)).append(dice.percent(3) ? "\n\n" : "\n");
        }
        return text.toString();
    }

    private static String written(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an invented line cannot be written", e);
        }
    }

    /** A language that has no texts is always left out: there the format wants an object. */
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
