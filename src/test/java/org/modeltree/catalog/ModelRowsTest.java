package org.modeltree.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.sql.Sql;

/** Rows of models are read by hand, in the order of the columns of the entity. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class ModelRowsTest {

    private static final String ALL = Models.SELECT + " is not null order by m.id";

    @Inject
    Sql sql;

    @Test
    @InSnapshot
    void each_field_is_what_reflection_reads() throws IllegalAccessException {
        List<Model> expected = sql.query(ALL, Models.ROWS).list();
        List<Model> read = sql.query(ALL, Models::read).list();
        assertTrue(expected.size() > 50);
        assertEquals(expected.size(), read.size());
        for (int i = 0; i < read.size(); i++) {
            for (Field field : Model.class.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    field.setAccessible(true);
                    assertArrayEquals(
                            new Object[] {field.get(expected.get(i))},
                            new Object[] {field.get(read.get(i))},
                            field.getName() + " of " + read.get(i).id);
                }
            }
        }
    }
}
