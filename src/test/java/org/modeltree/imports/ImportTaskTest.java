package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ImportTaskTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void a_request_that_has_waited_gets_the_state_or_the_result_but_never_a_failure_as_a_report() {
        ImportJob job = new ImportJob(
                "1", new CatalogSource.OfFile(Path.of("catalog.csv"), 9), "csv", false, false, false, "ada", NOW);
        ImportTask task = new ImportTask(new ImportProgress(job, 9L), () -> {});
        assertEquals(ImportReport.QUEUED, task.current().join().status());
        task.begin();
        assertEquals(ImportReport.RUNNING, task.current().join().status());
        // The report is set and stored before the result is known.
        task.end(task.progress().report(ImportReport.FAILED, null, NOW));
        CompletableFuture<ImportReport> current = task.current();
        assertFalse(current.isDone());
        IllegalStateException why = new IllegalStateException("no column id");
        task.fail(why);
        assertSame(why, assertThrows(CompletionException.class, current::join).getCause());
    }
}
