package org.modeltree.catalog.records;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.modeltree.TestDatabase;

/** Databases that were filled while web links were called links, and a tool had one name for all languages. */
class DocumentFormMigrationTest {

    private static final String FILLED = """
            insert into vendor (id, name) values ('a', 'A');
            insert into model (id, vendor_id, name, name_key, lifecycle, revision, updated_at)
            values ('a/m', 'a', 'M', 'm', 'released', 1, now());
            insert into model_link (model_id, position, type, url) values ('a/m', 1, 'paper', 'https://a.example');
            insert into model_source (model_id, fact, source, origin)
            values ('a/m', 'name', 'https://a.example/links', 'curator'), ('a/m', 'links', 'https://a.example', 'curator');
            insert into card (model_id, tools)
            values ('a/m', '[{"name": "T", "url": "https://t"}, {"name": {"en": "G", "zh": "X"}, "url": "https://g"}]');
            insert into change (revision, changed_at, kind, type, subject, model_id, patch) values
            (1, now(), 'create', 'model', 'a/m', 'a/m', '[{"op": "add", "path": "", "value": {"id": "a/m",
              "links": [{"type": "paper", "url": "https://a.example"}], "sources": [{"facts": ["name", "links"]}]}}]'),
            (2, now(), 'update', 'model', 'a/m', 'a/m', '[{"op": "remove", "path": "/links/0"},
              {"op": "add", "path": "/sources/0/facts/1", "value": "links"}, {"op": "replace", "path": "/name", "value": "links"},
              {"op": "move", "from": "/links/1", "path": "/links/0"}]'),
            (3, now(), 'update', 'card', 'a/m', 'a/m', '[{"op": "add", "path": "/tools/0", "value": {"name": "T", "url": "u"}},
              {"op": "replace", "path": "/tools/0/name", "value": "U"}, {"op": "remove", "path": "/tools/1"}]');
            insert into import_change (import_id, number, type, key, before, after) values
            ('i', 1, 'model', 'a/m', '{"id": "a/m", "links": [{"type": "paper", "url": "https://b.example"}]}',
              '{"id": "a/m", "links": [{"type": "paper", "url": "https://a.example"}],
                "sources": {"links": {"source": "https://a.example/links"}}}'),
            ('i', 2, 'model', 'a/n', null, '{"id": "a/n", "name": "links"}'),
            ('i', 3, 'card', 'a/m', '{"tools": [{"name": "T", "url": "https://t"}]}',
              '{"tools": [{"name": {"en": "G"}, "url": "https://g"}, {"name": "H", "url": "https://h"}]}');
            insert into import_run (id, status, heard_at, report) values
            ('i', 'done', now(), '{"id": "i", "rejections": [{"pointer": "/links/0"}],
              "kept": [{"model": "a/m", "fact": "links", "origin": "curator"}, {"model": "a/m", "fact": "name", "value": "links"}],
              "changes": [{"type": "model", "fact": "sources/links", "before": null, "after": "https://a.example"},
                {"type": "card", "fact": "tools", "before": null, "after": [{"name": "T", "url": "https://t"}]}]}'),
            ('j', 'failed', now(), '{"id": "j", "notes": [{"reason": "no links"}]}');
            """;

    private static FluentConfiguration flyway(String url) {
        return Flyway.configure().dataSource(url, "postgres", "").locations("classpath:db/migration");
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void assertPatch(String expected, Connection connection, int revision) throws SQLException {
        assertEquals(
                "t",
                ask(
                        connection,
                        "select patch = '" + expected.replace('|', '"') + "' from change where revision = " + revision),
                () -> "revision " + revision);
    }

    @Test
    void documents_sources_and_the_log_have_the_new_names() throws SQLException {
        String url = TestDatabase.freshDatabase("one-form");
        flyway(url).target("18").load().migrate();
        try (Connection connection = DriverManager.getConnection(url, "postgres", "")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(FILLED);
            }
            flyway(url).load().migrate();
            assertEquals(
                    "https://a.example",
                    ask(connection, "select doc #>> '{webLinks,0,url}' from model_line where id = 'a/m'"));
            assertEquals(
                    "name webLinks",
                    ask(
                            connection,
                            "select string_agg(fact, ' ' order by fact) from model_source where model_id = 'a/m'"));
            assertEquals(
                    "[{\"url\": \"https://t\", \"name\": {\"en\": \"T\"}},"
                            + " {\"url\": \"https://g\", \"name\": {\"en\": \"G\", \"zh\": \"X\"}}]",
                    ask(connection, "select tools from card"));
            assertPatch(
                    "[{|op|: |add|, |path|: ||, |value|: {|id|: |a/m|,"
                            + " |webLinks|: [{|type|: |paper|, |url|: |https://a.example|}],"
                            + " |sources|: [{|facts|: [|name|, |webLinks|]}]}}]",
                    connection,
                    1);
            assertPatch(
                    "[{|op|: |remove|, |path|: |/webLinks/0|},"
                            + " {|op|: |add|, |path|: |/sources/0/facts/1|, |value|: |webLinks|},"
                            + " {|op|: |replace|, |path|: |/name|, |value|: |links|},"
                            + " {|op|: |move|, |from|: |/webLinks/1|, |path|: |/webLinks/0|}]",
                    connection,
                    2);
            assertPatch(
                    "[{|op|: |add|, |path|: |/tools/0|, |value|: {|name|: {|en|: |T|}, |url|: |u|}},"
                            + " {|op|: |replace|, |path|: |/tools/0/name|, |value|: {|en|: |U|}},"
                            + " {|op|: |remove|, |path|: |/tools/1|}]",
                    connection,
                    3);
        }
    }

    /** What an import changed is read again when it is undone, so its documents must have the names of today. */
    @Test
    void what_imports_changed_and_what_they_reported_has_the_new_names() throws SQLException {
        String url = TestDatabase.freshDatabase("one-form-of-imports");
        flyway(url).target("18").load().migrate();
        try (Connection connection = DriverManager.getConnection(url, "postgres", "")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(FILLED);
            }
            flyway(url).load().migrate();
            assertImportChange(
                    "{|id|: |a/m|, |webLinks|: [{|type|: |paper|, |url|: |https://b.example|}]}",
                    "{|id|: |a/m|, |webLinks|: [{|type|: |paper|, |url|: |https://a.example|}],"
                            + " |sources|: {|webLinks|: {|source|: |https://a.example/links|}}}",
                    connection,
                    1);
            assertImportChange(null, "{|id|: |a/n|, |name|: |links|}", connection, 2);
            assertImportChange(
                    "{|tools|: [{|name|: {|en|: |T|}, |url|: |https://t|}]}",
                    "{|tools|: [{|name|: {|en|: |G|}, |url|: |https://g|}, {|name|: {|en|: |H|}, |url|: |https://h|}]}",
                    connection,
                    3);
            assertReport(
                    "{|id|: |i|, |rejections|: [{|pointer|: |/links/0|}],"
                            + " |kept|: [{|model|: |a/m|, |fact|: |webLinks|, |origin|: |curator|},"
                            + " {|model|: |a/m|, |fact|: |name|, |value|: |links|}],"
                            + " |changes|: [{|type|: |model|, |fact|: |sources/webLinks|, |before|: null,"
                            + " |after|: |https://a.example|}, {|type|: |card|, |fact|: |tools|, |before|: null,"
                            + " |after|: [{|name|: {|en|: |T|}, |url|: |https://t|}]}]}",
                    connection,
                    "i");
            assertReport("{|id|: |j|, |notes|: [{|reason|: |no links|}]}", connection, "j");
        }
    }

    private static void assertImportChange(String before, String after, Connection connection, int number)
            throws SQLException {
        assertEquals(
                "t",
                ask(
                        connection,
                        "select before is not distinct from " + json(before) + " and after = " + json(after)
                                + " from import_change where number = " + number),
                () -> "number " + number);
    }

    private static void assertReport(String expected, Connection connection, String id) throws SQLException {
        assertEquals(
                "t",
                ask(connection, "select report = " + json(expected) + " from import_run where id = '" + id + "'"),
                () -> "import " + id);
    }

    private static String json(String document) {
        return document == null ? "null" : "'" + document.replace('|', '"') + "'::jsonb";
    }
}
