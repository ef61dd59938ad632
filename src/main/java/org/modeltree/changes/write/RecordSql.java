package org.modeltree.changes.write;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.StagedCheck;
import org.modeltree.changes.StagedTypes;

/**
 * SQL of writes of one record: the checks and statements of the record types, to which {@code staged} and {@code touched} are
 * queries without a table, with parameters instead of rows. So the planner knows that there is one row, and what a type does
 * not concern costs nothing.
 *
 * @param check one query, which returns the document as the database writes it, in a row with the number -1, if the record
 *     changes anything; then the faults: the number of the check, line, pointer, what it says, and the value at the pointer
 * @param checks the checks, by number
 * @param apply the statements that store the record
 */
record RecordSql(Statement check, List<StagedCheck> checks, List<Statement> apply) {

    private static final int MAX_FAULTS = 20;
    private static final Pattern WITH = Pattern.compile("\\s*with\\s", Pattern.CASE_INSENSITIVE);

    /** What a write does to a record. */
    enum Effect {
        CREATE,
        UPDATE,
        DELETE
    }

    /** Parameter of a statement. */
    enum Parameter {
        KEY,
        DOCUMENT,
        DERIVED,
        BEFORE,
        MODEL
    }

    /** A statement with its parameters, in their order. */
    record Statement(String text, List<Parameter> parameters) {}

    /** The SQL of one kind of write. */
    static RecordSql of(CatalogRecords records, RecordType type, Effect effect) {
        StagedTypes staged = new StagedTypes(records).expect(type.type(), effect == Effect.DELETE);
        List<StagedCheck> checks = staged.checks(MAX_FAULTS);
        StringBuilder check = new StringBuilder(
                "select -1, s.line, cast(s.doc as text), null, null from staged s where s.doc is distinct from s.before");
        for (int i = 0; i < checks.size(); i++) {
            check.append("\nunion all\nselect %d, f.line, f.pointer, f.detail, %s from (%s) f (line, pointer, detail)"
                    .formatted(i, StagedCheck.VALUE, checks.get(i).query()));
            check.append(" join staged s on s.line = f.line");
        }
        check.append("\norder by 1, 2, 3");
        return new RecordSql(
                with(check.toString(), type, effect),
                checks,
                staged.statements().stream()
                        .map(text -> with(text, type, effect))
                        .toList());
    }

    /** The statement, in front of which the queries that it names are defined. */
    private static Statement with(String text, RecordType type, Effect effect) {
        if (text.indexOf('?') >= 0) {
            // The driver would take it for a parameter. Operators of jsonb have functions in their place.
            throw new IllegalStateException("a question mark in the SQL of " + type.type() + ": " + text);
        }
        List<Parameter> parameters = new ArrayList<>();
        List<String> queries = new ArrayList<>();
        if (names(text, "staged")) {
            parameters.add(Parameter.KEY);
            // Inlined, so that the planner sees the constants: most conditions on types and nulls are decided by them.
            queries.add("""
                    staged (line, at, type, key, doc, derived, before) as not materialized (
                        select cast(1 as bigint), cast('' as text), cast('%s' as text) collate "C",
                               cast(? as text) collate "C", %s, %s, %s)""".formatted(
                            type.type(),
                            json(names(text, "doc") && effect != Effect.DELETE, Parameter.DOCUMENT, parameters),
                            json(names(text, "derived") && effect != Effect.DELETE, Parameter.DERIVED, parameters),
                            json(names(text, "before") && effect != Effect.CREATE, Parameter.BEFORE, parameters)));
        }
        if (names(text, "touched")) {
            parameters.add(Parameter.MODEL);
            queries.add("touched (model_id) as not materialized (select cast(? as text) collate \"C\")");
        }
        if (queries.isEmpty()) {
            return new Statement(text, List.of());
        }
        Matcher own = WITH.matcher(text);
        String rest = own.lookingAt() ? ", " + text.substring(own.end()) : "\n" + text;
        return new Statement("with " + String.join(", ", queries) + rest, List.copyOf(parameters));
    }

    /** Whether the text has the word. A column of another table with the same name costs a parameter, no more. */
    private static boolean names(String text, String word) {
        return Pattern.compile("\\b" + word + "\\b").matcher(text).find();
    }

    private static String json(boolean present, Parameter parameter, List<Parameter> parameters) {
        if (!present) {
            return "cast(null as jsonb)";
        }
        parameters.add(parameter);
        return "cast(? as jsonb)";
    }
}
