package org.modeltree.imports;

import java.util.List;
import org.modeltree.http.problem.Problem;

/** The problem that answers a request whose catalog has invalid entries. */
final class RejectedImport {

    /** Faults in the problem; the report has more of them. */
    private static final int MAX_FAULTS = 20;

    private RejectedImport() {}

    /** The problem of a report whose status is {@link ImportReport#REJECTED}. */
    static Problem.Rejected of(ImportReport report) {
        List<Problem.BodyFault> faults = report.rejections().stream()
                .limit(MAX_FAULTS)
                .map(rejection ->
                        new Problem.BodyFault(pointer(rejection), rejection.reason(), rejection.suggestions()))
                .toList();
        ImportReport.Rejection first = report.rejections().get(0);
        String detail = report.rejected() + (report.rejected() == 1 ? " entry is" : " entries are")
                + " invalid, so nothing is stored. First error" + place(first) + ": " + first.reason()
                + (first.reason().endsWith("?") ? "" : ".")
                + " Correct the catalog, or send `onError=skip` to import the valid entries only.";
        return new Problem.Rejected(detail, report, faults);
    }

    private static String place(ImportReport.Rejection rejection) {
        String line = rejection.line() == null ? "" : " in line " + rejection.line();
        return rejection.pointer() == null ? line : line + " at " + rejection.pointer();
    }

    /** Pointer into the catalog as a list of lines, if the format has lines. */
    private static String pointer(ImportReport.Rejection rejection) {
        String pointer = rejection.pointer() == null ? "" : rejection.pointer();
        return rejection.line() == null ? pointer : "/" + (rejection.line() - 1) + pointer;
    }
}
