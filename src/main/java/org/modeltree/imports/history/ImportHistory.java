package org.modeltree.imports.history;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.modeltree.http.Cursor;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.revision.InSnapshot;

/** Lists imports, whether they wait, run or are over. */
@ApplicationScoped
public class ImportHistory {

    private static final String LIST = "imports";

    /** Later than any import, and within the times of the database. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final ImportRuns runs;

    ImportHistory(ImportRuns runs) {
        this.runs = runs;
    }

    /** A page of all imports, the newest first. They change without a new revision, so they are read from the primary. */
    @InSnapshot(onPrimary = true)
    public ListView<ImportRun> list(PageRequest page, RequestLink link) {
        Cursor cursor = Cursor.decoded(page.cursor(), LIST, Cursor.Type.INTEGER, Cursor.Type.TEXT);
        List<ImportRuns.Entry> rows = runs.page(
                cursor == null ? LATEST : time(cursor.values().get(0).longValue()),
                cursor == null ? "" : cursor.values().get(1).textValue(),
                page.limit() + 1);
        boolean more = rows.size() > page.limit();
        List<ImportRuns.Entry> shown = more ? rows.subList(0, page.limit()) : rows;
        String next = more ? cursorAfter(shown.get(shown.size() - 1)).encoded(LIST) : null;
        long counted = runs.count();
        return new ListView<>(
                shown.stream().map(ImportRuns.Entry::run).toList(),
                ListView.Meta.upTo(ImportRuns.MAX_COUNTED, counted, next),
                ListView.Links.of(link, next));
    }

    private static Cursor cursorAfter(ImportRuns.Entry last) {
        return new Cursor(List.of(
                LongNode.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, last.startedAt())),
                TextNode.valueOf(last.run().id())));
    }

    /** The time of a cursor; a forged one gives the nearest time that the database knows. */
    private static Instant time(long micros) {
        Instant time = Instant.EPOCH.plus(Math.max(0, micros), ChronoUnit.MICROS);
        return time.isAfter(LATEST) ? LATEST : time;
    }
}
