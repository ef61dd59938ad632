package org.modeltree.changes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the lines of one type mean to the database. A feature declares one for each of its types; the SQL works on the
 * temporary table {@code staged} (line, at, type, key, doc, derived, before), where {@code doc} is what shall be (null: no
 * more) and {@code before} what is (null: nothing yet), and on {@code touched} (model_id).
 */
public interface RecordType {

    /** Name of the type. */
    String type();

    /** Where it comes among the types: what others refer to comes first. */
    int position();

    /** Key of the line that names the model it belongs to; null where it belongs to none. */
    default String model() {
        return null;
    }

    /** View {@code v} that gives what is there as lines. */
    default String view() {
        return type() + "_line";
    }

    /** Condition by which a row {@code v} of the view is what the row {@code s} of {@code staged} is about. */
    default String matches() {
        return "v.id = s.key";
    }

    /** Condition by which a row {@code v} of the view belongs to a model, its parameter; where it has to be asked. */
    default String belongs() {
        return "v.model_id = ?";
    }

    /** Order of the view in an export. */
    default String order() {
        return "v.id";
    }

    /** Looks for what a JSON Schema cannot say. */
    default void check(ObjectNode document, FaultSink faults) {}

    /** Folds the ids of the document, derives what the database wants beside it, and tells its key. */
    default StagedRecord prepared(ObjectNode document) {
        return new StagedRecord(0, "", type(), document.get("id").asText(), document, null);
    }

    /** What is to be, where an import says one thing and another is there already. Default: the line as a whole. */
    default ObjectNode merged(ObjectNode before, ObjectNode said, Merge merge) {
        return merge.whole(before, said);
    }

    /** What is to be, where a curator replaces what is there ({@code before} may be null). */
    default ObjectNode replaced(ObjectNode before, ObjectNode said) {
        return Origins.byCurator(before, said);
    }

    /** The document as it is published: as lines of a file are, in whatever form it is kept. */
    default ObjectNode published(ObjectNode document) {
        return document.deepCopy();
    }

    /** Keys that the path of a document says, so that it does not. */
    default List<String> identity() {
        return List.of("id");
    }

    /** Queries of (line, pointer, detail) that find what is wrong between lines, and between them and what is there. */
    default List<String> faults() {
        return List.of();
    }

    /** Statements that take out what is no more; run before any are put in, in reverse order of the types. */
    default List<String> deletes() {
        return List.of();
    }

    /** Tables that get as many rows as there are lines, or more. */
    default List<String> fills() {
        return List.of();
    }

    /** Statements that put in and change. */
    List<String> merges();

    /** Statements that are run when all types are in. */
    default List<String> ends() {
        return List.of();
    }
}
