package org.modeltree.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A list that is answered without its resource reads the same parameters, each into the component of its name. */
class ListParamsTest {

    @Test
    void each_parameter_is_read_into_its_component() throws ReflectiveOperationException {
        assertReads(ModelListParams.NAMES, ModelListParams.of(UnaryOperator.identity()));
        assertReads(TraitParams.NAMES, TraitParams.of(UnaryOperator.identity()));
    }

    private static void assertReads(Set<String> names, Record read) throws ReflectiveOperationException {
        Set<String> components = new HashSet<>();
        for (RecordComponent component : read.getClass().getRecordComponents()) {
            components.add(component.getName());
            assertEquals(component.getName(), component.getAccessor().invoke(read));
        }
        assertEquals(names, components);
    }
}
