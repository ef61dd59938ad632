package org.modeltree.card;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.modeltree.catalog.ModelColumn;
import org.modeltree.catalog.ModelView;
import org.modeltree.revision.dependency.Part;

/** Contributes the name of the model to use instead to the facts of a model, so that one statement reads both. */
@ApplicationScoped
class SuccessorNames implements ModelColumn<String> {

    /** Name of the fact whose value is the id of that model. */
    static final String FACT = "successor";

    @Override
    public String name() {
        return "successorName";
    }

    @Override
    public TypeReference<String> type() {
        return new TypeReference<>() {};
    }

    @Override
    public String json() {
        return "(select to_json(s.name) from model s where s.id = m.successor_id)";
    }

    @Override
    public List<Part> parts(ModelView model, String value) {
        return model.successor() == null ? List.of() : List.of(Part.nameOf(model.successor()));
    }
}
