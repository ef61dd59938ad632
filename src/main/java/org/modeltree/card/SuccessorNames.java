package org.modeltree.card;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.catalog.ModelColumn;

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
}
