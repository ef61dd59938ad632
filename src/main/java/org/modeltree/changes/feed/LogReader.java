package org.modeltree.changes.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.modeltree.changes.log.ChangeLogService;
import org.modeltree.changes.log.LogPage;
import org.modeltree.changes.log.LoggedChange;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.NetworkTimeout;
import org.modeltree.revision.UsesSql;

/**
 * Reads of the change log for all streams, on the primary. They are background work, so they have a network timeout of their
 * own. One thread uses it.
 */
@UsesSql("the network timeout belongs to the connection of the snapshot")
@ApplicationScoped
@InSnapshot
class LogReader {

    private static final int MAX_ENTRIES = 100;
    private static final long MAX_BYTES = 1 << 18;

    private final ChangeLogService changes;
    private final EntityManager entities;
    private final ObjectMapper json;
    /** Entries of the next page: about as many as would have filled the last one. */
    private int limit = MAX_ENTRIES;

    LogReader(ChangeLogService changes, EntityManager entities, ObjectMapper json) {
        this.changes = changes;
        this.entities = entities;
        this.json = json;
    }

    /** Revision of the last change. */
    long newest() {
        return inTime(changes::newest);
    }

    /**
     * Checks that all changes after a revision are kept.
     *
     * @param parameter name of the parameter or header that says so
     * @throws org.modeltree.http.problem.NoLongerKept if not
     */
    void requireKept(String parameter, long revision) {
        inTime(() -> {
            changes.requireKept(parameter, revision);
            return null;
        });
    }

    /** The first changes after a place: at most 100, and no more after 256 KB. */
    EventPage after(FeedPosition place) {
        LogPage page = inTime(() -> changes.after(place.revision(), place.id(), limit));
        List<StreamEvent> events = new ArrayList<>();
        long bytes = 0;
        for (LoggedChange change : page.entries()) {
            if (bytes >= MAX_BYTES) {
                break;
            }
            StreamEvent event = StreamEvent.of(change, json);
            events.add(event);
            bytes += event.size();
        }
        if (!events.isEmpty()) {
            limit = (int) Math.max(1, Math.min(MAX_ENTRIES, MAX_BYTES * events.size() / bytes));
        }
        return new EventPage(
                page.revision(),
                events,
                page.hasMore() || events.size() < page.entries().size());
    }

    private <T> T inTime(Supplier<T> read) {
        return entities.unwrap(Session.class)
                .doReturningWork(connection -> NetworkTimeout.within(NetworkTimeout.OF_SHORT_WORK, connection, () -> {
                    T result = read.get();
                    // Here, because the end of the snapshot waits without a limit; it then has nothing to send.
                    connection.commit();
                    return result;
                }));
    }
}
