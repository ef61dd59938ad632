package org.modeltree.changes;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.http.problem.Problem;

/** Queries for faults that several record types have in common. */
public final class FaultSql {

    private static final Pattern MISSING = Pattern.compile("there is no (\\w+) (\\S+)");

    private FaultSql() {}

    /** A refusal with similar ids for each fault of {@link #missing}. */
    static Problem.Refused withSuggestions(Problem.Refused refused, KnownIds ids) {
        List<Problem.BodyFault> faults = refused.faults().stream()
                .map(fault -> {
                    Matcher missing = MISSING.matcher(fault.detail());
                    return missing.matches()
                            ? new Problem.BodyFault(
                                    fault.pointer(), fault.detail(), ids.similar(missing.group(1), missing.group(2)))
                            : fault;
                })
                .toList();
        return new Problem.Refused(refused.reason(), refused.getMessage(), faults);
    }

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
