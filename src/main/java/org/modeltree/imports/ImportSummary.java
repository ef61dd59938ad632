package org.modeltree.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Result of an import as text, for the command line.
 *
 * @param stored whether the catalog is stored, or could be in a dry run
 * @param lines lines of text
 */
public record ImportSummary(boolean stored, List<String> lines) {

    static ImportSummary of(ImportReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s%s: %d created, %d updated, %d unchanged, %d rejected, %d kept, %d unmatched%s%s",
                report.status(),
                report.dryRun() ? " (dry run)" : "",
                report.created(),
                report.updated(),
                report.unchanged(),
                report.rejected(),
                report.keptTotal(),
                report.unmatchedTotal(),
                report.excluded() == 0 ? "" : ", " + report.excluded() + " excluded",
                report.revision() == null ? "" : ", revision " + report.revision()));
        report.rejections()
                .forEach(one -> lines.add("rejected " + (one.line() == null ? "" : "line " + one.line() + " ")
                        + (one.pointer() == null ? "" : one.pointer() + ": ") + one.reason()));
        report.unmatched()
                .forEach(one -> lines.add("unmatched " + one.provider() + " " + one.id()
                        + (one.candidates().isEmpty() ? "" : ", candidates: " + String.join(", ", one.candidates()))));
        report.changes()
                .forEach(one -> lines.add("would change " + one.type() + " " + one.id() + " " + one.fact() + ": "
                        + one.before() + " to " + one.after() + " (" + one.origin() + ")"));
        if (report.changes().size() < report.changesTotal()) {
            lines.add(String.format(
                    Locale.ROOT, "%d of %d changes shown", report.changes().size(), report.changesTotal()));
        }
        report.notes()
                .forEach(one -> lines.add("note, " + one.count() + (one.count() == 1 ? " time" : " times, first")
                        + " at " + one.pointer() + ": " + one.reason()));
        if (!report.ignoredKeys().isEmpty()) {
            lines.add("ignored keys: " + String.join(", ", report.ignoredKeys()));
        }
        return new ImportSummary(report.status().equals(ImportReport.DONE), List.copyOf(lines));
    }
}
