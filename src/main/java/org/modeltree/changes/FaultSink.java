package org.modeltree.changes;

import java.util.List;
import org.modeltree.http.problem.FaultForm;
import org.modeltree.http.problem.Problem;

/** Receives the faults of a document. */
@FunctionalInterface
public interface FaultSink {

    /** Receives a fault; its pointer is into the document. */
    void fault(Problem.BodyFault fault);

    /**
     * Receives a fault without suggestions.
     *
     * @param pointer JSON pointer into the document; empty for the document as a whole
     * @param predicate what is wrong, to be read after the pointer
     */
    default void fault(String pointer, String predicate) {
        fault(new Problem.BodyFault(pointer, predicate));
    }

    /**
     * Receives a fault that is not said as a predicate.
     *
     * @param pointer JSON pointer into the document; empty for the document as a whole
     * @param clause what is wrong, to be read beside the pointer, such as {@code unknown key: size}
     */
    default void clause(String pointer, String clause) {
        fault(new Problem.BodyFault(pointer, clause, List.of(), FaultForm.CLAUSE));
    }
}
