package org.modeltree.changes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeltree.http.WriteConditions;
import org.modeltree.http.problem.Parameters;

/**
 * Type of records, and how they are validated, merged and stored. A feature declares one for each of its types. The SQL
 * reads {@code staged} (line, at, type, key, doc, derived, before), where {@code doc} is the new document (null deletes the
 * record) and {@code before} the stored one (null if there is none), and {@code touched} (model_id), the models of which any
 * part changes. In an import they are temporary tables. In a write of one record they are queries with parameters in front of
 * each statement, so the SQL must not change them, and must not have a question mark.
 */
public interface RecordType {

    /** Name of the type, as in the key {@code type} of its records. */
    String type();

    /** Position among the types; a type comes after those that it refers to. */
    int position();

    /** JSON pointer to the key that identifies a record in its document; empty if several keys do. */
    default String keyPointer() {
        return "/id";
    }

    /**
     * Whether the checks and statements of this type also concern records of another type that are created or changed.
     * Checks and statements run only if they concern a staged record.
     */
    default boolean reactsToWritesOf(RecordType other) {
        return false;
    }

    /** Whether the checks and statements of this type also concern records of another type that are deleted. */
    default boolean reactsToDeletionsOf(RecordType other) {
        return false;
    }

    /** Key of the document with the id of the model that the record belongs to; null if it belongs to none. */
    default String model() {
        return null;
    }

    /** Key of the document with the id of the benchmark that the record measures; null if it measures none. */
    default String benchmark() {
        return null;
    }

    /** Ids of the benchmarks whose measurements the service derives from records of this type. */
    default List<String> derivedBenchmarks() {
        return List.of();
    }

    /** View {@code v} of the stored records, with their documents in the column {@code doc}. */
    default String view() {
        return type() + "_line";
    }

    /** SQL condition that a row {@code v} of the view and a row {@code s} of {@code staged} are the same record. */
    default String matches() {
        return "v.id = s.key";
    }

    /** SQL of the key of a row {@code v} of the view. */
    default String key() {
        return "v.id";
    }

    /** SQL condition that a row {@code v} of the view belongs to the model in its parameter. */
    default String belongs() {
        return "v.model_id = ?";
    }

    /** Keys of the document that name a model: that which it belongs to, and others. */
    default List<String> modelKeys() {
        return model() == null ? List.of() : List.of(model());
    }

    /**
     * SQL condition that a row {@code v} of the view names the model in its parameter without belonging to it; empty if the
     * records of the type name no other model.
     */
    default Optional<String> mentions() {
        return Optional.empty();
    }

    /**
     * SQL condition that a row {@code v} of the view was derived from other records, and goes with them; empty if no record of
     * the type is derived.
     */
    default Optional<String> derived() {
        return Optional.empty();
    }

    /** {@code order by} list of the view in an export. */
    default String order() {
        return "v.id";
    }

    /** Checks what the JSON Schema cannot express. */
    default void check(ObjectNode document, FaultSink faults) {}

    /**
     * Where a client writes what it put at a place of the document that has no such key, as a predicate; empty if there is
     * nothing to say.
     *
     * @param pointer JSON pointer to the unknown key, such as {@code /contextWindow}
     * @param document the whole document
     */
    default Optional<String> elsewhere(String pointer, ObjectNode document) {
        return Optional.empty();
    }

    /**
     * Keys that a client may have meant by an unknown one that is spelled otherwise; empty if there are none.
     *
     * @param pointer JSON pointer to the unknown key, such as {@code /supports/function_calling}
     */
    default List<String> meant(String pointer) {
        return List.of();
    }

    /**
     * How a client creates a record that does not exist, as a sentence.
     *
     * @param location path of the record
     */
    default String creation(String location) {
        return WriteConditions.creation(location);
    }

    /**
     * Says that a record does not exist, as a sentence.
     *
     * @param identity the values of its document that are part of its path, by key
     */
    default String absence(Map<String, String> identity) {
        return "There is no " + type() + " " + Parameters.shown(identity.get("id")) + ".";
    }

    /** Prepares a document for staging: converts ids to lower case, derives further values, and determines its key. */
    default StagedRecord prepared(ObjectNode document) {
        return new StagedRecord(0, "", type(), document.get("id").asText(), document, null);
    }

    /** Document after an import of a record that already exists. By default all its facts share one origin. */
    default ObjectNode merged(ObjectNode before, ObjectNode incoming, Merge merge) {
        return merge.whole(this, before, incoming);
    }

    /**
     * Whether the facts of records of one import about the same thing are combined, as {@link #merged} combines them; if
     * not, the first record counts.
     */
    default boolean combinesRepeated() {
        return false;
    }

    /** Document after a curator replaces the stored one; {@code before} may be null. */
    default ObjectNode replaced(ObjectNode before, ObjectNode incoming) {
        return Origins.byCurator(before, incoming);
    }

    /** Published form of a stored document, as in files. */
    default ObjectNode published(ObjectNode document) {
        return document.deepCopy();
    }

    /** Keys of the document that are part of its path, and therefore not of its body. */
    default List<String> identity() {
        return List.of("id");
    }

    /**
     * Reference from records of one type to those of another one, which must exist.
     *
     * @param target referenced record type, which is also the name of its table
     * @param ids query of (line, pointer, id) for the referenced ids among staged records
     */
    record Reference(String target, String ids) {

        /**
         * The reference in a top-level key of documents.
         *
         * @param type type of the referring records
         * @param key key with the id
         * @param target referenced record type
         */
        public static Reference in(String type, String key, String target) {
            return new Reference(target, """
                    select s.line, '/%2$s', s.doc ->> '%2$s'
                    from staged s
                    where s.type = '%1$s' and s.doc is not null and s.doc ->> '%2$s' is not null
                    """.formatted(type, key));
        }

        /** Query of (line, pointer, id) for ids that are neither stored nor staged. */
        String missing() {
            return """
                    select o.line, o.pointer, o.id
                    from (%2$s) o (line, pointer, id)
                    where not exists (
                          select 1 from staged r where r.type = '%1$s' and r.key = o.id and r.doc is not null)
                      and not exists (
                          select 1 from %1$s t where t.id = o.id
                          and not exists (
                              select 1 from staged d where d.type = '%1$s' and d.key = t.id and d.doc is null))
                    """.formatted(target, ids);
        }
    }

    /** References to other records, which must exist. */
    default List<Reference> references() {
        return List.of();
    }

    /** Queries of (line, pointer, detail) for other conflicts among staged records, and between them and stored ones. */
    default List<String> faults() {
        return List.of();
    }

    /** Statements that delete records whose {@code doc} is null; run before all inserts, in reverse order of the types. */
    default List<String> deletes() {
        return List.of();
    }

    /** Tables that grow with the number of records, and need fresh statistics after a large import. */
    default List<String> growingTables() {
        return List.of();
    }

    /** Statements that insert and update records whose {@code doc} is not null. */
    List<String> merges();

    /** Statements that run after the inserts and updates of all types. */
    default List<String> afterMerges() {
        return List.of();
    }

    /** Statements on the models in {@code touched}; run last, and only if there are any. */
    default List<String> modelUpdates() {
        return List.of();
    }
}
