package org.modeltree.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How an import went, for people.
 *
 * @param stored whether it is stored, or would be
 * @param lines of text
 */
public record ImportSummary(boolean stored, List<String> lines) {

    static ImportSummary of(ImportReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s%s: %d created, %d updated, %d unchanged, %d rejected, %d kept, %d unmatched%s",
                report.status(),
                report.dryRun() ? " (dry run)" : "",
                report.created(),
                report.updated(),
                report.unchanged(),
                report.rejected(),
                report.keptTotal(),
                report.unmatchedTotal(),
                report.revision() == null ? "" : ", revision " + report.revision()));
        report.rejections()
                .forEach(one -> lines.add("rejected " + (one.line() == null ? "" : "line " + one.line() + " ")
                        + (one.pointer() == null ? "" : one.pointer() + ": ") + one.reason()));
        report.unmatched()
                .forEach(one -> lines.add("unmatched " + one.provider() + " " + one.id()
                        + (one.candidates().isEmpty() ? "" : ", perhaps " + String.join(", ", one.candidates()))));
        report.notes().forEach(one -> lines.add(one.count() + " x " + one.reason()));
        if (!report.ignoredKeys().isEmpty()) {
            lines.add("ignored keys: " + String.join(", ", report.ignoredKeys()));
        }
        return new ImportSummary(report.status().equals(ImportReport.DONE), List.copyOf(lines));
    }
}
