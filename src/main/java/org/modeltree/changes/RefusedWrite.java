package org.modeltree.changes;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/**
 * A write is refused, and rolled back. Its problem is completed with similar ids after the transaction, so that no writer
 * waits for them.
 */
final class RefusedWrite extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Function<KnownIds, Problem> problem;

    private RefusedWrite(Function<KnownIds, Problem> problem) {
        // Without a stack trace, as problems are.
        super(null, null, false, false);
        this.problem = problem;
    }

    /** The problem, with ids that are similar to those that nothing has. */
    Problem problem(KnownIds ids) {
        return problem.apply(ids);
    }

    /**
     * The target does not exist, and the write does not create it.
     *
     * @param creation how to create it, as a sentence; empty if the write would end it
     */
    static RefusedWrite missing(WriteTarget target, String creation) {
        return new RefusedWrite(ids -> notFound(target, creation, ids.similar(target.type(), target.key())));
    }

    /** The problem of a target that does not exist, without suggestions. */
    static Problem.NotFound notFound(WriteTarget target) {
        return notFound(target, "", List.of());
    }

    private static Problem.NotFound notFound(WriteTarget target, String creation, List<String> suggestions) {
        return new Problem.NotFound(
                        "There is no " + target.type() + " " + Parameters.shown(target.key()) + ".", suggestions)
                .advising(creation);
    }

    /**
     * The write contradicts the catalog.
     *
     * @param faults at least one; their pointers lead into the body of the request
     */
    static RefusedWrite conflict(List<RecordFault> faults) {
        return new RefusedWrite(ids -> {
            List<Problem.BodyFault> conflicts = faults.stream()
                    .map(fault -> new Problem.BodyFault(
                            fault.pointer(),
                            fault.detail(),
                            fault.missing() == null
                                    ? List.of()
                                    : ids.similar(
                                            fault.missing().type(),
                                            fault.missing().id())))
                    .distinct()
                    .toList();
            return new Problem.Refused(Problem.Reason.CONFLICT, summary(conflicts.get(0)), conflicts);
        });
    }

    private static String summary(Problem.BodyFault fault) {
        String text = fault.pointer().isEmpty() ? fault.detail() : fault.pointer() + ": " + fault.detail();
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }
}
