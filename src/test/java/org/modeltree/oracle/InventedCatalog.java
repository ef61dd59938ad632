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
import java.util.Locale;
import java.util.Map;
import org.modeltree.oracle.Lines.BenchmarkLine;
import org.modeltree.oracle.Lines.CapabilityLine;
import org.modeltree.oracle.Lines.CardLine;
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
        String ndjson) {
    /** Set -Dmodeltree.seed to repeat what a failure printed, or to try another catalog. */
    static final long SEED = Long.getLong("modeltree.seed", 20_260_101L);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

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
        lives(drafts);
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
        List<Map.Entry<String, Object>> shuffled = dice.shuffled(lines);
        List<CapabilityLine> capabilities = shuffled.stream()
                .filter(line -> line.getValue() instanceof CapabilityLine)
                .map(line -> (CapabilityLine) line.getValue())
                .toList();
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
                text(shuffled, dice));
    }

    /** Days in order, of every precision; nobody is retired yet, which other rules are about. */
    private static void lives(List<ModelDraft> drafts) {
        for (int i = 0; i < drafts.size(); i++) {
            ModelDraft draft = drafts.get(i);
            boolean over = "retired".equals(draft.lifecycle) || "deprecated".equals(draft.lifecycle);
            if (draft.releaseDate != null && i % 3 == 0) {
                int year = Integer.parseInt(draft.releaseDate.substring(0, 4)) - 1;
                draft.announcedDate =
                        List.of(year + "", year + "-11", year + "-02-28").get(i / 3 % 3);
            }
            if (!over && i % 4 == 0) {
                draft.deprecatedDate = List.of("2097", "2097-06", "2097-06-30").get(i / 4 % 3);
            }
            if (!over && i % 5 == 0) {
                draft.retiredDate = List.of("2098-12-31", "2098", "2098-02").get(i / 5 % 3);
            }
            ModelDraft next = drafts.get((i + 7) % drafts.size());
            if (i % 6 == 0 && !"retired".equals(next.lifecycle)) {
                draft.successor = i % 12 == 0 ? next.id.toUpperCase(Locale.ROOT) : next.id;
            }
        }
    }

    private static String text(List<Map.Entry<String, Object>> lines, Dice dice) {
        StringBuilder text = new StringBuilder("{\"type\":\"catalog\",\"version\":1,\"note\":\"All invented.\"}\n");
        for (Map.Entry<String, Object> line : lines) {
            // The type need not come first, and a key that is null may be there or left out.
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            boolean typeFirst = dice.percent(80);
            if (typeFirst) {
                json.put("type", line.getKey());
            }
            json.setAll((ObjectNode) MAPPER.valueToTree(line.getValue()));
            if (!typeFirst) {
                json.put("type", line.getKey());
            }
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
