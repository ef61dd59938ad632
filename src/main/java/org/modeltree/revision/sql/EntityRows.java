package org.modeltree.revision.sql;

import jakarta.persistence.Column;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rows as entities that no session manages: each field is a column. So a repository and a statement read the same columns,
 * which are named in one place.
 *
 * @param <T> type of the entity
 */
public final class EntityRows<T> implements RowReader<T> {

    private final Constructor<T> constructor;
    private final Field[] fields;
    private final Value[] values;
    private final String columns;

    private EntityRows(Class<T> entity, String alias, Map<String, String> computed) {
        fields = Arrays.stream(entity.getDeclaredFields())
                .filter(EntityRows::isStored)
                .toArray(Field[]::new);
        values = new Value[fields.length];
        for (int i = 0; i < fields.length; i++) {
            fields[i].setAccessible(true);
            values[i] = RowReader.value(fields[i].getType());
        }
        columns = Arrays.stream(fields)
                .map(field -> computed.getOrDefault(field.getName(), alias + "." + column(field)))
                .collect(Collectors.joining(", "));
        try {
            constructor = entity.getDeclaredConstructor();
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
        constructor.setAccessible(true);
    }

    /**
     * Rows of an entity.
     *
     * @param alias alias of its table in the statement
     * @param computed SQL of the fields that are no columns of the table, by the name of the field
     */
    public static <T> EntityRows<T> of(Class<T> entity, String alias, Map<String, String> computed) {
        return new EntityRows<>(entity, alias, computed);
    }

    /** Columns for {@code select}, in the order in which they are read. */
    public String columns() {
        return columns;
    }

    /** Number of columns. */
    public int size() {
        return fields.length;
    }

    @Override
    public T read(ResultSet rows) throws SQLException {
        return read(rows, 1);
    }

    /** The entity in the current row whose columns begin at this one, counted from 1. */
    public T read(ResultSet rows, int first) throws SQLException {
        try {
            T entity = constructor.newInstance();
            for (int i = 0; i < fields.length; i++) {
                fields[i].set(entity, values[i].read(rows, first + i));
            }
            return entity;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("no " + constructor.getName() + " can be made of a row", impossible);
        }
    }

    /** Hibernate adds fields of its own, which are transient. */
    private static boolean isStored(Field field) {
        return !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers());
    }

    private static String column(Field field) {
        Column column = field.getAnnotation(Column.class);
        return column == null || column.name().isEmpty() ? field.getName() : column.name();
    }
}
