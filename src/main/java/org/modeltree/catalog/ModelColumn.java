package org.modeltree.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import org.modeltree.revision.dependency.Part;

/**
 * JSON column that another feature adds to the single statement of {@link FactService}.
 *
 * @param <T> type of its values
 */
public interface ModelColumn<T> {

    /** Name of the column, unique among all columns. */
    String name();

    /** Type that the JSON value is read as. */
    TypeReference<T> type();

    /** SQL of a JSON value; it may refer to the row {@code m} of the table {@code model} and to nothing else outside. */
    String json();

    /**
     * The parts of the catalog that a value depends on, beside those of its model and of measurements that count.
     *
     * @param value null where nothing is known
     */
    default List<Part> parts(ModelView model, T value) {
        return List.of();
    }
}
