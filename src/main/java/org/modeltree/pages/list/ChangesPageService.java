package org.modeltree.pages.list;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.modeltree.changes.log.ChangeLogService;
import org.modeltree.changes.log.ChangeView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;

/** The page of changes. */
@ApplicationScoped
@InSnapshot
public class ChangesPageService {

    private static final int REVISIONS = 100;
    private static final int MAX_ENTRIES = 200;
    private static final int MAX_PLACES = 4;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ChangeLogService log;
    private final Snapshot snapshot;

    ChangesPageService(ChangeLogService log, Snapshot snapshot) {
        this.log = log;
        this.snapshot = snapshot;
    }

    /**
     * The changes of the last revisions.
     *
     * @param before revision before which they were made; null for the newest
     */
    public ChangesPage page(Long before, RequestLink link) {
        long newest = snapshot.revision().orElse(0);
        long until = before == null ? newest + 1 : Math.min(before, newest + 1);
        long since = Math.max(0, until - REVISIONS - 1);
        List<ChangesPage.Change> changes = new ArrayList<>();
        for (ChangeView one : log.list(since, null, null, new PageRequest(MAX_ENTRIES, null), link)
                .data()) {
            if (one.revision() < until) {
                changes.add(change(one));
            }
        }
        Collections.reverse(changes);
        return new ChangesPage(changes, since == 0 ? null : since + 1);
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
