package org.modeltree.revision.sql;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a row of a result as an object.
 *
 * @param <T> type of the object
 */
@FunctionalInterface
public interface RowReader<T> {

    /** The current row. */
    T read(ResultSet rows) throws SQLException;

    /** Reads a value. */
    @FunctionalInterface
    interface Value {

        /** The value of a column, which is counted from 1; null if it is unknown. */
        Object read(ResultSet rows, int at) throws SQLException;
    }

    /** Readers of values by type. */
    Map<Class<?>, Value> VALUES = values();

    /** Readers of records, made once for each type. */
    ClassValue<RowReader<?>> READERS = new ClassValue<>() {
        @Override
        protected RowReader<?> computeValue(Class<?> type) {
            return type.isRecord() ? record(type) : single(type);
        }
    };

    /** Reads rows as a record whose components are the columns in their order, or as the value of the only column. */
    @SuppressWarnings("unchecked")
    static <T> RowReader<T> of(Class<T> type) {
        return (RowReader<T>) READERS.get(type);
    }

    private static RowReader<?> single(Class<?> type) {
        Value value = value(type);
        return rows -> value.read(rows, 1);
    }

    private static RowReader<?> record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Value[] readers = new Value[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            readers[i] = value(types[i]);
        }
        Constructor<?> constructor = constructor(type, types);
        return rows -> {
            Object[] values = new Object[readers.length];
            for (int i = 0; i < readers.length; i++) {
                values[i] = readers[i].read(rows, i + 1);
            }
            try {
                return constructor.newInstance(values);
            } catch (InstantiationException | IllegalAccessException | InvocationTargetException impossible) {
                throw new IllegalStateException("no " + type.getName() + " can be made of a row", impossible);
            }
        };
    }

    private static Constructor<?> constructor(Class<?> type, Class<?>[] types) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Reads values of a column as this type. */
    static Value value(Class<?> type) {
        Value value = VALUES.get(type);
        if (value == null) {
            throw new IllegalArgumentException("columns are not read as " + type.getName());
        }
        return value;
    }

    private static Map<Class<?>, Value> values() {
        Map<Class<?>, Value> columns = new HashMap<>();
        columns.put(String.class, ResultSet::getString);
        columns.put(long.class, ResultSet::getLong);
        columns.put(int.class, ResultSet::getInt);
        columns.put(double.class, ResultSet::getDouble);
        columns.put(boolean.class, ResultSet::getBoolean);
        columns.put(Long.class, (rows, at) -> known(rows, rows.getLong(at)));
        columns.put(Integer.class, (rows, at) -> known(rows, rows.getInt(at)));
        columns.put(Double.class, (rows, at) -> known(rows, rows.getDouble(at)));
        columns.put(Boolean.class, (rows, at) -> known(rows, rows.getBoolean(at)));
        columns.put(BigDecimal.class, ResultSet::getBigDecimal);
        columns.put(LocalDate.class, (rows, at) -> rows.getObject(at, LocalDate.class));
        columns.put(Instant.class, (rows, at) -> {
            OffsetDateTime time = rows.getObject(at, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        });
        columns.put(String[].class, RowReader::array);
        columns.put(Double[].class, RowReader::array);
        columns.put(Object.class, ResultSet::getObject);
        return Map.copyOf(columns);
    }

    private static Object known(ResultSet rows, Object value) throws SQLException {
        return rows.wasNull() ? null : value;
    }

    private static Object array(ResultSet rows, int at) throws SQLException {
        Array array = rows.getArray(at);
        return array == null ? null : array.getArray();
    }
}
