package org.modeltree.catalog.records;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.modeltree.FormerDatabase;

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

    private static void assertPatch(String expected, FormerDatabase database, int revision) throws SQLException {
        assertEquals(
                "t",
                database.value(
                        "select patch = '" + expected.replace('|', '"') + "' from change where revision = " + revision),
                () -> "revision " + revision);
    }

    @Test
    void documents_sources_and_the_log_have_the_new_names() throws SQLException {
        try (FormerDatabase database = new FormerDatabase("one-form", "18", FILLED)) {
            database.migrate();
            assertEquals(
                    "https://a.example",
                    database.value("select doc #>> '{webLinks,0,url}' from model_line where id = 'a/m'"));
            assertEquals(
                    "name webLinks",
                    database.value(
                            "select string_agg(fact, ' ' order by fact) from model_source where model_id = 'a/m'"));
            assertEquals(
                    "[{\"url\": \"https://t\", \"name\": {\"en\": \"T\"}},"
                            + " {\"url\": \"https://g\", \"name\": {\"en\": \"G\", \"zh\": \"X\"}}]",
                    database.value("select tools from card"));
            assertPatch(
                    "[{|op|: |add|, |path|: ||, |value|: {|id|: |a/m|,"
                            + " |webLinks|: [{|type|: |paper|, |url|: |https://a.example|}],"
                            + " |sources|: [{|facts|: [|name|, |webLinks|]}]}}]",
                    database,
                    1);
            assertPatch(
                    "[{|op|: |remove|, |path|: |/webLinks/0|},"
                            + " {|op|: |add|, |path|: |/sources/0/facts/1|, |value|: |webLinks|},"
                            + " {|op|: |replace|, |path|: |/name|, |value|: |links|},"
                            + " {|op|: |move|, |from|: |/webLinks/1|, |path|: |/webLinks/0|}]",
                    database,
                    2);
            assertPatch(
                    "[{|op|: |add|, |path|: |/tools/0|, |value|: {|name|: {|en|: |T|}, |url|: |u|}},"
                            + " {|op|: |replace|, |path|: |/tools/0/name|, |value|: {|en|: |U|}},"
                            + " {|op|: |remove|, |path|: |/tools/1|}]",
                    database,
                    3);
        }
    }

    /** What an import changed is read again when it is undone, so its documents must have the names of today. */
    @Test
    void what_imports_changed_and_what_they_reported_has_the_new_names() throws SQLException {
        try (FormerDatabase database = new FormerDatabase("one-form-of-imports", "18", FILLED)) {
            database.migrate();
            assertImportChange(
                    "{|id|: |a/m|, |webLinks|: [{|type|: |paper|, |url|: |https://b.example|}]}",
                    "{|id|: |a/m|, |webLinks|: [{|type|: |paper|, |url|: |https://a.example|}],"
                            + " |sources|: {|webLinks|: {|source|: |https://a.example/links|}}}",
                    database,
                    1);
            assertImportChange(null, "{|id|: |a/n|, |name|: |links|}", database, 2);
            assertImportChange(
                    "{|tools|: [{|name|: {|en|: |T|}, |url|: |https://t|}]}",
                    "{|tools|: [{|name|: {|en|: |G|}, |url|: |https://g|}, {|name|: {|en|: |H|}, |url|: |https://h|}]}",
                    database,
                    3);
            assertReport(
                    "{|id|: |i|, |rejections|: [{|pointer|: |/links/0|}],"
                            + " |kept|: [{|model|: |a/m|, |fact|: |webLinks|, |origin|: |curator|},"
                            + " {|model|: |a/m|, |fact|: |name|, |value|: |links|}],"
                            + " |changes|: [{|type|: |model|, |fact|: |sources/webLinks|, |before|: null,"
                            + " |after|: |https://a.example|}, {|type|: |card|, |fact|: |tools|, |before|: null,"
                            + " |after|: [{|name|: {|en|: |T|}, |url|: |https://t|}]}]}",
                    database,
                    "i");
            assertReport("{|id|: |j|, |notes|: [{|reason|: |no links|}]}", database, "j");
        }
    }

    private static void assertImportChange(String before, String after, FormerDatabase database, int number)
            throws SQLException {
        assertEquals(
                "t",
                database.value("select before is not distinct from " + json(before) + " and after = " + json(after)
                        + " from import_change where number = " + number),
                () -> "number " + number);
    }

    private static void assertReport(String expected, FormerDatabase database, String id) throws SQLException {
        assertEquals(
                "t",
                database.value("select report = " + json(expected) + " from import_run where id = '" + id + "'"),
                () -> "import " + id);
    }

    private static String json(String document) {
        return document == null ? "null" : "'" + document.replace('|', '"') + "'::jsonb";
    }
}
