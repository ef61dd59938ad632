package org.modeltree.catalog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
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
                        of(model, facts.of(List.of(model.id()), columns).get(model.id())));
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
                ModelFacts read = of(model, row);
                all.put(model.id(), read);
                if (facts.areKept()) {
                    facts.keep(model.id(), read, parts(model, read), BYTES_OF_CHARACTER * row.length());
                }
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

    private ModelFacts of(ModelView model, String row) {
        List<String> sourced = List.of();
        List<String> measured = List.of();
        Map<String, Object> values = new HashMap<>();
        try (JsonParser in = json.createParser(row)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                boolean isKnown = in.nextToken() != JsonToken.VALUE_NULL;
                switch (name) {
                    case Facts.SOURCED -> sourced = texts(in);
                    case Facts.MEASURED -> measured = texts(in);
                    default -> {
                        if (isKnown) {
                            values.put(name, readers.get(name).readValue(in));
                        }
                    }
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        List<Fact> facts = new OwnFacts(sourced).of(model);
        Map<String, CountingMeasurement> counting = new HashMap<>();
        for (int i = 0; i < measured.size(); i += Facts.MEASURED_TEXTS) {
            String benchmark = measured.get(i);
            double raw = Double.parseDouble(measured.get(i + 3));
            counting.put(benchmark, new CountingMeasurement(raw, CountingMeasurement.settings(measured.get(i + 4))));
            facts.add(new Fact(
                    benchmark,
                    FactValue.of(Numbers.plain(raw)),
                    new Fact.Measured(measured.get(i + 1), measured.get(i + 2)),
                    measured.get(i + 5),
                    date(measured.get(i + 6), measured.get(i + 7))));
        }
        return new ModelFacts(facts, counting, values);
    }

    private static List<String> texts(JsonParser in) throws IOException {
        List<String> texts = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            texts.add(in.getValueAsString());
        }
        return texts;
    }

    /**
     * Facts of a model's own row.
     *
     * @param sourced those with a source, as {@link Facts#SOURCED}
     */
    private record OwnFacts(List<String> sourced) {

        List<Fact> of(ModelView model) {
            List<Fact> all = new ArrayList<>();
            add(all, "name", FactValue.of(model.name()));
            add(all, "family", FactValue.of(model.family()));
            add(all, "kind", FactValue.of(model.kind()));
            add(all, "releaseDate", FactValue.of(model.releaseDate()));
            add(all, "lifecycle", FactValue.of(model.lifecycle()));
            add(all, "announcedDate", FactValue.of(model.announcedDate()));
            add(all, "deprecatedDate", FactValue.of(model.deprecatedDate()));
            add(all, "retiredDate", FactValue.of(model.retiredDate()));
            add(all, "successor", FactValue.of(model.successor()));
            add(all, "parameters", FactValue.of(model.parameters()));
            add(all, "openWeights", FactValue.of(model.openWeights()));
            add(all, "licence", FactValue.of(model.licence()));
            // One source covers both modalities.
            add(
                    all,
                    "modalities.input",
                    "modalities",
                    FactValue.of(model.modalities().input()));
            add(
                    all,
                    "modalities.output",
                    "modalities",
                    FactValue.of(model.modalities().output()));
            add(all, "knowledgeCutoff", FactValue.of(model.knowledgeCutoff()));
            return all;
        }

        private void add(List<Fact> all, String name, FactValue value) {
            add(all, name, name, value);
        }

        private void add(List<Fact> all, String name, String sourceOf, FactValue value) {
            for (int i = 0; value.known() && i < sourced.size(); i += Facts.SOURCED_TEXTS) {
                if (sourced.get(i).equals(sourceOf)) {
                    all.add(new Fact(
                            name, value, null, sourced.get(i + 1), date(sourced.get(i + 2), sourced.get(i + 3))));
                }
            }
        }
    }

    private static PartialDate date(String day, String precision) {
        return PartialDate.of(day == null ? null : LocalDate.parse(day), precision);
    }
}
