package org.modeltree.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.modeltree.catalog.query.CountingMeasurement;
import org.modeltree.http.value.Numbers;
import org.modeltree.http.value.PartialDate;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.Part;

/** Collects what is known about models beyond their own rows: sourced facts, measurements and columns of other features. */
@ApplicationScoped
public class FactService {

    /** Approximate size of facts in memory for each character of their JSON: the objects that it becomes. */
    private static final int BYTES_OF_CHARACTER = 3;

    private final Facts facts;
    private final List<ModelColumn<?>> columns;
    private final ObjectMapper json;
    private final Map<String, ObjectReader> readers;

    FactService(Facts facts, @All List<ModelColumn<?>> columns, ObjectMapper json) {
        this.facts = facts;
        this.columns = columns;
        this.json = json;
        readers =
                columns.stream().collect(Collectors.toMap(ModelColumn::name, column -> json.readerFor(column.type())));
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

    /** The same, but not kept in memory, because something that is made of it is. */
    @InSnapshot
    public ModelFacts once(ModelView model) {
        return facts.inMemory(List.of(model.id())).values().stream()
                .findFirst()
                .orElseGet(() ->
                        of(model, tree(facts.of(List.of(model.id()), columns).get(model.id()))));
    }

    /** Facts of models by id, read by one statement. */
    @InSnapshot
    public Map<String, ModelFacts> of(List<ModelView> models) {
        Map<String, ModelFacts> all = new HashMap<>();
        facts.inMemory(models.stream().map(ModelView::id).toList())
                .forEach((key, found) -> all.put(key.modelId(), found));
        List<ModelView> unread =
                models.stream().filter(model -> !all.containsKey(model.id())).toList();
        if (!unread.isEmpty()) {
            Map<String, String> rows =
                    facts.of(unread.stream().map(ModelView::id).toList(), columns);
            for (ModelView model : unread) {
                String row = rows.get(model.id());
                ModelFacts read = of(model, tree(row));
                all.put(model.id(), read);
                facts.keep(model.id(), read, parts(model, read), BYTES_OF_CHARACTER * row.length());
            }
        }
        return all;
    }

    /** The parts of the catalog that the facts of a model are made of. */
    private List<Part> parts(ModelView model, ModelFacts read) {
        List<Part> parts =
                new ArrayList<>(List.of(Part.model(model.id()), Part.every("benchmark"), Part.every("capability")));
        columns.forEach(column -> parts.addAll(parts(column, model, read)));
        return parts;
    }

    private static <T> List<Part> parts(ModelColumn<T> column, ModelView model, ModelFacts read) {
        return column.parts(model, read.value(column).orElse(null));
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
                values.put(column.name(), value(readers.get(column.name()), value));
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

    private static Object value(ObjectReader reader, JsonNode value) {
        try {
            return reader.readValue(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private JsonNode tree(String value) {
        try {
            return json.readTree(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
