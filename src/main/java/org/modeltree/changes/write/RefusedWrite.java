package org.modeltree.changes.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.modeltree.changes.KnownIds;
import org.modeltree.changes.RecordFault;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.StoredDocuments;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Problem;

/**
 * A write is refused, and rolled back. Its problem is completed with similar ids after the transaction, so that no writer
 * waits for them.
 */
final class RefusedWrite extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final int MAX_SUGGESTIONS = 3;

    private final transient BiFunction<KnownIds, StoredDocuments, Problem> problem;

    private RefusedWrite(BiFunction<KnownIds, StoredDocuments, Problem> problem) {
        // Without a stack trace, as problems are.
        super(null, null, false, false);
        this.problem = problem;
    }

    /** The problem, with ids that are similar to those that nothing has. */
    Problem problem(KnownIds ids, StoredDocuments documents) {
        return problem.apply(ids, documents);
    }

    /**
     * The target does not exist, and the write does not create it.
     *
     * @param creation how to create it, as a sentence; empty if the write would end it
     */
    static RefusedWrite missing(WriteTarget target, RecordType type, String creation) {
        return new RefusedWrite((ids, documents) -> isPart(target, type)
                ? notFound(target, type, documents).advising(creation)
                : new Problem.NotFound(type.absence(target.identity()), ids.similar(target.type(), target.key()))
                        .advising(creation));
    }

    /** The problem of a target that does not exist. Of a part of a model, it suggests the paths of similar parts. */
    static Problem.NotFound notFound(WriteTarget target, RecordType type, StoredDocuments documents) {
        List<String> suggestions = List.of();
        if (isPart(target, type)) {
            Map<String, String> paths = new TreeMap<>();
            for (ObjectNode part : documents.parts(type, target.model())) {
                List<String> values = type.identity().stream()
                        .filter(key -> !key.equals(type.model()))
                        .map(key -> part.path(key).asText())
                        .toList();
                paths.put(String.join("/", values), target.sibling(values));
            }
            String given = type.identity().stream()
                    .filter(key -> !key.equals(type.model()))
                    .map(target.identity()::get)
                    .collect(Collectors.joining("/"));
            suggestions = DidYouMean.similar(given, paths.keySet()).stream()
                    .map(paths::get)
                    .limit(MAX_SUGGESTIONS)
                    .toList();
        }
        return new Problem.NotFound(type.absence(target.identity()), suggestions);
    }

    /** Whether the target is one of several parts of a model. */
    private static boolean isPart(WriteTarget target, RecordType type) {
        return target.model() != null && type.identity().size() > 1;
    }

    /**
     * The write contradicts the catalog.
     *
     * @param faults at least one; their pointers lead into the body of the request
     */
    static RefusedWrite conflict(List<RecordFault> faults) {
        return new RefusedWrite((ids, documents) -> {
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
