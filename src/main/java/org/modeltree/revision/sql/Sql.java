package org.modeltree.revision.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;

/**
 * Queries in SQL with named parameters ({@code :name}), whose rows become records. They cost what the driver costs: for
 * reads that happen with every request, Hibernate took several times as long to translate a query as PostgreSQL to run it.
 */
@Singleton
public class Sql {

    /** Lists have thousands of forms, of which few are asked for often. */
    private static final int MAX_TEMPLATES = 1_000;

    private final ReadConnection connection;
    private final Cache<String, Template> templates =
            Caffeine.newBuilder().maximumSize(MAX_TEMPLATES).build();

    /** Queries on the connection of the caller's thread. */
    public Sql(ReadConnection connection) {
        this.connection = connection;
    }

    /**
     * A query whose best plan depends on its values, such as a page of a list: it is planned each time.
     *
     * @param row record whose components are the columns in their order, or the type of a single column
     */
    public <T> SqlQuery<T> query(String text, Class<T> row) {
        return new SqlQuery<>(connection, template(text), RowReader.of(row), false);
    }

    /**
     * A query by key, whose plan is the same whatever its values are: each connection prepares and plans it once.
     *
     * @param row record whose components are the columns in their order, or the type of a single column
     */
    public <T> SqlQuery<T> byKey(String text, Class<T> row) {
        return new SqlQuery<>(connection, template(text), RowReader.of(row), true);
    }

    /** As {@link #query(String, Class)}, with rows that are read column by column. */
    public <T> SqlQuery<T> query(String text, RowReader<T> row) {
        return new SqlQuery<>(connection, template(text), row, false);
    }

    /** As {@link #byKey(String, Class)}, with rows that are read column by column. */
    public <T> SqlQuery<T> byKey(String text, RowReader<T> row) {
        return new SqlQuery<>(connection, template(text), row, true);
    }

    /**
     * Condition for {@link #byKey}: the value is among those of the parameter, an array of texts. PostgreSQL expects ten
     * values however many there are, so that one plan serves all.
     */
    public static String anyOf(String parameter) {
        return " = any(array(select unnest(cast(:" + parameter + " as text[]))))";
    }

    private Template template(String text) {
        return templates.get(text, Template::of);
    }
}
