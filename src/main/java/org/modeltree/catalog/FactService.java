package org.modeltree.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.catalog.query.CountingMeasurement;
import org.modeltree.http.value.Numbers;
import org.modeltree.http.value.PartialDate;
import org.modeltree.revision.InSnapshot;

/** Collects what is known about models beyond their own rows: sourced facts, measurements and columns of other features. */
@ApplicationScoped
public class FactService {

    private final Facts facts;
    private final List<ModelColumn<?>> columns;
    private final ObjectMapper json;

    FactService(Facts facts, @All List<ModelColumn<?>> columns, ObjectMapper json) {
        this.facts = facts;
        this.columns = columns;
        this.json = json;
    }

    /** Reads the facts of a model in the same round trip as what is read next. */
    public void ahead(String modelId) {
        facts.ahead(modelId, columns);
    }

    /** Facts of a model, read by one statement. */
    @InSnapshot
    public ModelFacts of(ModelView model) {
        return of(List.of(model)).get(model.id());
    }

    /** Facts of models by id, read by one statement. */
    @InSnapshot
    public Map<String, ModelFacts> of(List<ModelView> models) {
        Map<String, ModelFacts> all = new HashMap<>();
        if (!models.isEmpty()) {
            Map<String, String> rows =
                    facts.of(models.stream().map(ModelView::id).toList(), columns);
            models.forEach(model -> all.put(model.id(), of(model, tree(rows.get(model.id())))));
        }
        return all;
    }

    private ModelFacts of(ModelView model, JsonNode row) {
        JsonNode measured = row.get(Facts.MEASURED);
        Map<String, CountingMeasurement> counting = new HashMap<>();
        measured.forEach(fact -> {
            String settings =
                    fact.get("settings").isNull() ? null : fact.get("settings").toString();
            counting.put(
                    fact.get("name").textValue(),
                    new CountingMeasurement(fact.get("raw").doubleValue(), CountingMeasurement.settings(settings)));
        });
        Map<String, Object> values = new HashMap<>();
        for (ModelColumn<?> column : columns) {
            JsonNode value = row.get(column.name());
            if (!value.isNull()) {
                values.put(column.name(), json.convertValue(value, column.type()));
            }
        }
        return new ModelFacts(facts(model, row.get(Facts.SOURCED), measured), counting, values);
    }

    private static List<Fact> facts(ModelView model, JsonNode sourced, JsonNode measured) {
        Map<String, FactValue> values = new LinkedHashMap<>();
        values.put("name", FactValue.of(model.name()));
        values.put("family", FactValue.of(model.family()));
        values.put("kind", FactValue.of(model.kind()));
        values.put("releaseDate", FactValue.of(model.releaseDate()));
        values.put("lifecycle", FactValue.of(model.lifecycle()));
        values.put("announcedDate", FactValue.of(model.announcedDate()));
        values.put("deprecatedDate", FactValue.of(model.deprecatedDate()));
        values.put("retiredDate", FactValue.of(model.retiredDate()));
        values.put("successor", FactValue.of(model.successor()));
        values.put("parameters", FactValue.of(model.parameters()));
        values.put("openWeights", FactValue.of(model.openWeights()));
        values.put("licence", FactValue.of(model.licence()));
        values.put("modalities.input", FactValue.of(model.modalities().input()));
        values.put("modalities.output", FactValue.of(model.modalities().output()));
        values.put("knowledgeCutoff", FactValue.of(model.knowledgeCutoff()));
        Map<String, JsonNode> sources = new HashMap<>();
        sourced.forEach(fact -> sources.put(fact.get("name").textValue(), fact));
        List<Fact> all = new ArrayList<>();
        values.forEach((name, value) -> {
            // One source covers both modalities.
            JsonNode source = sources.get(name.replaceFirst("\\..*", ""));
            if (value.known() && source != null) {
                all.add(fact(name, source, value, null));
            }
        });
        measured.forEach(fact -> all.add(fact(
                fact.get("name").textValue(),
                fact,
                FactValue.of(Numbers.plain(fact.get("raw").doubleValue())),
                new Fact.Measured(
                        fact.get("label").textValue(), fact.get("unit").textValue()))));
        return all;
    }

    private static Fact fact(String name, JsonNode source, FactValue value, Fact.Measured benchmark) {
        String day = source.get("day").textValue();
        return new Fact(
                name,
                value,
                benchmark,
                source.get("source").textValue(),
                PartialDate.of(
                        day == null ? null : LocalDate.parse(day),
                        source.get("precision").textValue()));
    }

    private JsonNode tree(String value) {
        try {
            return json.readTree(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
