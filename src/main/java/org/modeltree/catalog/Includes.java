package org.modeltree.catalog;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.value.Language;

/** Gives each model of an answer fewer keys, or more, as {@code fields} and {@code include} ask. */
@ApplicationScoped
class Includes {

    private static final List<String> FIELDS = Arrays.stream(ModelView.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    private final ObjectMapper json;
    private final List<ModelInclude> includes;

    Includes(ObjectMapper json, @All List<ModelInclude> includes) {
        this.json = json;
        this.includes = includes;
    }

    /**
     * What is asked for.
     *
     * @param fields top-level keys; null for all
     * @param includes names of what comes on top
     */
    record Shape(List<String> fields, List<String> includes) {}

    /** Reads the two query parameters. */
    Shape shape(String fields, String include) {
        List<String> known = includes.stream().map(ModelInclude::name).sorted().toList();
        List<String> asked = Parameters.listOf("include", include, known);
        return new Shape(Parameters.listOf("fields", fields, FIELDS), asked == null ? List.of() : asked);
    }

    /** The models in that shape, in their order. */
    List<ObjectNode> shaped(List<ModelView> models, Shape shape, Language language) {
        List<String> ids = models.stream().map(ModelView::id).toList();
        List<ObjectNode> nodes = new ArrayList<>();
        for (ModelView model : models) {
            ObjectNode node = json.valueToTree(model);
            if (shape.fields() != null) {
                List<String> kept = new ArrayList<>(shape.fields());
                kept.add("id");
                node.retain(kept);
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
