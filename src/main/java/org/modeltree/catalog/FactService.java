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
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", model.name());
        values.put("family", model.family());
        values.put("kind", model.kind());
        values.put("releaseDate", model.releaseDate());
        values.put("lifecycle", model.lifecycle());
        values.put("announcedDate", model.announcedDate());
        values.put("deprecatedDate", model.deprecatedDate());
        values.put("retiredDate", model.retiredDate());
        values.put("successor", model.successor());
        values.put("parameters", model.parameters());
        values.put("openWeights", model.openWeights());
        values.put("licence", model.licence());
        values.put("modalities", modalities(model));
        values.put("knowledgeCutoff", model.knowledgeCutoff());
        Map<String, JsonNode> sources = new HashMap<>();
        sourced.forEach(fact -> sources.put(fact.get("name").textValue(), fact));
        List<Fact> all = new ArrayList<>();
        values.forEach((name, value) -> {
            if (value != null && sources.containsKey(name)) {
                all.add(fact(sources.get(name), value));
            }
        });
        measured.forEach(
                fact -> all.add(fact(fact, Numbers.plain(fact.get("raw").doubleValue()))));
        return all;
    }

    private static Fact fact(JsonNode source, Object value) {
        String day = source.get("day").textValue();
        return new Fact(
                source.get("name").textValue(),
                value,
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

    private static ModelView.Modalities modalities(ModelView model) {
        ModelView.Modalities modalities = model.modalities();
        return modalities.input() == null && modalities.output() == null ? null : modalities;
    }
}
