package org.modeltree.changes;

/** Queries for faults that several record types have in common. */
public final class FaultSql {

    private FaultSql() {}

    /**
     * Query for records with a reference to something that is neither stored nor staged.
     *
     * @param type type of the referring records
     * @param reference SQL of the referenced id, over a row {@code s} of {@code staged}
     * @param pointer SQL of the JSON pointer to the reference
     * @param target referenced record type, which is also the name of its table
     */
    public static String missing(String type, String reference, String pointer, String target) {
        return """
                select s.line, %3$s, 'there is no %4$s ' || (%2$s)
                from staged s
                where s.type = '%1$s' and s.doc is not null and (%2$s) is not null
                  and not exists (
                      select 1 from staged r where r.type = '%4$s' and r.key = (%2$s) and r.doc is not null)
                  and not exists (
                      select 1 from %4$s t where t.id = (%2$s)
                      and not exists (
                          select 1 from staged d where d.type = '%4$s' and d.key = t.id and d.doc is null))
                """.formatted(type, reference, pointer, target);
    }
}
