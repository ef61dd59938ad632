package org.modeltree.agents;

import java.util.List;
import java.util.stream.Collectors;
import org.modeltree.http.FilterSuggestion;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.problem.ProblemView;

/** Problems as texts that tell an agent what to do. */
final class ToolFailures {

    private ToolFailures() {}

    /** What is wrong, in the words of the API, with what may have been meant. */
    static String text(Problem problem) {
        if (problem instanceof Problem.InvalidParameter invalid) {
            return "`" + invalid.parameter() + "` " + invalid.getMessage() + "." + meant(invalid.suggestions());
        }
        if (problem instanceof Problem.NotFound missing) {
            return missing.getMessage() + meant(missing.suggestions());
        }
        if (problem instanceof Problem.Gone gone) {
            return gone.getMessage() + (gone.successor() == null ? "" : " Use its successor: " + gone.successor());
        }
        if (problem instanceof Problem.InvalidBody invalid) {
            return invalid.getMessage()
                    + meant(invalid.faults().stream()
                            .flatMap(fault -> fault.suggestions().stream())
                            .distinct()
                            .toList());
        }
        return problem.getMessage();
    }

    /** An unexpected fault, with the number under which the log has it. */
    static String text(ProblemView view) {
        return view.detail() + (view.correlationId() == null ? "" : " Its number is " + view.correlationId() + ".");
    }

    /** A line for each value of a filter that nothing has. */
    static String unknown(List<FilterSuggestion> values) {
        return values.stream()
                .map(unknown -> "Nothing has the " + unknown.parameter() + " " + unknown.value()
                        + (unknown.suggestions().isEmpty()
                                ? ".\n"
                                : "; did you mean " + String.join(", ", unknown.suggestions()) + "?\n"))
                .collect(Collectors.joining());
    }

    private static String meant(List<String> suggestions) {
        return suggestions.isEmpty() ? "" : " Did you mean " + String.join(", ", suggestions) + "?";
    }
}
