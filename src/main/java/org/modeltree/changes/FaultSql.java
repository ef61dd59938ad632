package org.modeltree.changes;

/** Queries for faults that several kinds of lines have in common. */
public final class FaultSql {

    private FaultSql() {}

    /**
     * Finds lines that refer to something that is neither there nor among the lines.
     *
     * @param type of the lines that refer
     * @param reference SQL of the id referred to, of a row {@code s}
     * @param pointer to the reference, as SQL
     * @param target type of line, and name of the table, that is referred to
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
