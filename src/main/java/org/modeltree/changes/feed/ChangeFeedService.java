package org.modeltree.changes.feed;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.modeltree.changes.log.ChangeLogService;
import org.modeltree.changes.log.LogPage;
import org.modeltree.revision.InSnapshot;

/** The change log as an Atom feed, newest entries first. */
@ApplicationScoped
@InSnapshot
class ChangeFeedService {

    private static final int PAGE = 50;

    private final ChangeLogService changes;

    ChangeFeedService(ChangeLogService changes) {
        this.changes = changes;
    }

    /**
     * A page of the feed.
     *
     * @param document the page as XML
     * @param updated time of the newest change in it; the same for each time the page is read
     */
    record Page(String document, Instant updated) {}

    /**
     * The entries before a place that are kept.
     *
     * @param self path and query of the page
     */
    Page before(FeedPosition place, String self) {
        LogPage page = changes.before(place.revision(), place.id(), PAGE);
        AtomDocument document = new AtomDocument(changes.feedId());
        return new Page(document.of(page, self), document.updated(page));
    }
}
