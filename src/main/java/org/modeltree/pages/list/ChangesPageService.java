package org.modeltree.pages.list;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.modeltree.changes.feed.FeedPosition;
import org.modeltree.changes.log.ChangeLogService;
import org.modeltree.changes.log.ChangeView;
import org.modeltree.changes.log.LogPage;
import org.modeltree.changes.log.LoggedChange;
import org.modeltree.revision.InSnapshot;

/** The page of changes. */
@ApplicationScoped
@InSnapshot
public class ChangesPageService {

    private static final int MAX_ENTRIES = 100;
    private static final int MAX_PLACES = 4;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ChangeLogService log;

    ChangesPageService(ChangeLogService log) {
        this.log = log;
    }

    /** The last changes before a place in the log, newest first. */
    public ChangesPage page(FeedPosition before) {
        LogPage page = log.before(before.revision(), before.id(), MAX_ENTRIES);
        List<LoggedChange> entries = page.entries();
        String older = page.hasMore()
                ? FeedPosition.after(entries.get(entries.size() - 1)).text()
                : null;
        return new ChangesPage(entries.stream().map(one -> change(one.view())).toList(), older);
    }

    private static ChangesPage.Change change(ChangeView one) {
        return new ChangesPage.Change(
                one.revision(),
                TIME.format(one.time()),
                one.kind(),
                one.type(),
                one.id(),
                one.model(),
                places(one.patch()));
    }

    private static String places(JsonNode patch) {
        Set<String> places = new LinkedHashSet<>();
        if (patch != null) {
            for (JsonNode operation : patch) {
                String place = operation.path("path").asText().replaceFirst("^/", "");
                if (!place.isEmpty()) {
                    places.add(place.split("/", 2)[0]);
                }
            }
        }
        List<String> shown = places.stream().limit(MAX_PLACES).toList();
        return shown.isEmpty() ? null : String.join(", ", shown) + (places.size() > MAX_PLACES ? ", …" : "");
    }
}
