package org.modeltree.changes;

/**
 * Check of staged records.
 *
 * @param query finds the faults: their line, their JSON pointer, and what it says of them
 * @param fault makes a fault of what the query says
 */
public record StagedCheck(String query, FaultOf fault) {

    /** Makes a fault. */
    @FunctionalInterface
    public interface FaultOf {

        /**
         * The fault.
         *
         * @param said what the query says: a detail, or an id
         * @param value text of the document at the pointer; null if there is none
         */
        RecordFault of(long line, String pointer, String said, String value);
    }

    /** SQL expression for the text at the pointer of a fault {@code f} in the document of the staged record {@code s}. */
    public static final String VALUE =
            "case when f.pointer <> '' then s.doc #>> string_to_array(ltrim(f.pointer, '/'), '/') end";

    /** The check for at most so many faults. */
    StagedCheck first(int limit) {
        return new StagedCheck(
                "select * from (" + query + ") f (line, pointer, detail) order by 1, 2, 3 limit " + limit, fault);
    }
}
