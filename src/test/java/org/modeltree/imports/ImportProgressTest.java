package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImportProgressTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String LONG = "a".repeat(8_000_000);

    @Test
    void nothing_in_a_report_is_as_long_as_a_file_can_make_it() {
        ImportProgress progress = new ImportProgress(
                new ImportJob("1", new CatalogSource.OfFile(Path.of("a"), 9), "csv", false, false, false, "ada", NOW),
                9L);
        progress.ignored(LONG);
        progress.ignored("b".repeat(199) + "\ud83d\ude00" + LONG);
        progress.ignored("short");
        progress.reject(new ImportReport.Rejection(1L, "/" + LONG, "must be a number", LONG, List.of()), null);
        progress.note("/" + LONG, "was corrected", LONG);
        ImportReport report = progress.report(ImportReport.FAILED, null, NOW);
        assertEquals(List.of("a".repeat(200) + "…", "b".repeat(199) + "…", "short"), report.ignoredKeys());
        assertEquals("/" + "a".repeat(999) + "…", report.rejections().get(0).pointer());
        assertEquals("a".repeat(200) + "…", report.rejections().get(0).value());
        assertEquals("/" + "a".repeat(999) + "…", report.notes().get(0).pointer());
    }
}
