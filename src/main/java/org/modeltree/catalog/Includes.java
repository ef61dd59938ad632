package org.modeltree.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.modeltree.catalog.lists.ModelJson;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.value.JsonBytes;
import org.modeltree.http.value.Language;

/** Applies the query parameters {@code fields} and {@code include} to the models of a response. */
@ApplicationScoped
public class Includes {

    private static final List<String> FIELDS = Arrays.stream(ModelView.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    private final ObjectMapper json;
    private final List<ModelInclude> includes;

    Includes(ObjectMapper json, @All List<ModelInclude> includes) {
        this.json = json;
        // Beans have no fixed order, and the instances of a service must send the same bytes.
        this.includes = includes.stream()
                .sorted(Comparator.comparing(ModelInclude::name))
                .toList();
    }

    /**
     * Requested shape of each model.
     *
     * @param fields top-level keys; null for all
     * @param includes names of the keys to add
     */
    public record Shape(List<String> fields, List<String> includes) {

        /** Whether models have exactly the keys of a {@link ModelView}. */
        boolean isWhole() {
            return fields == null && includes.isEmpty();
        }
    }

    /** Parses the two query parameters; null for one that is absent. */
    public Shape shape(String fields, String include) {
        List<String> names = includes.stream().map(ModelInclude::name).sorted().toList();
        List<String> requested = Parameters.listOf("include", include, names);
        return new Shape(Parameters.listOf("fields", fields, FIELDS), requested == null ? List.of() : requested);
    }

    /** A model as JSON. */
    ModelJson whole(ModelView model) {
        try {
            return new ModelJson(model.revision(), new JsonBytes(json.writeValueAsBytes(model)));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The models in the requested shape, in the given order; each is written as a JSON object. */
    List<? extends Object> shaped(List<ModelView> models, Shape shape, Language language) {
        if (shape.isWhole()) {
            return models;
        }
        List<String> ids = models.stream().map(ModelView::id).toList();
        List<ObjectNode> nodes = new ArrayList<>();
        for (ModelView model : models) {
            ObjectNode node = json.valueToTree(model);
            if (shape.fields() != null) {
                List<String> retained = new ArrayList<>(shape.fields());
                retained.add("id");
                node.retain(retained);
            }
            nodes.add(node);
        }
        for (ModelInclude include : includes) {
            if (shape.includes().contains(include.name()) && !ids.isEmpty()) {
                Map<String, Object> values = include.of(ids, language);
                for (int i = 0; i < nodes.size(); i++) {
                    nodes.get(i).putPOJO(include.name(), values.get(ids.get(i)));
                }
            }
        }
        return nodes;
    }
}
