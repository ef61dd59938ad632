package org.modeltree.pages;

import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.modeltree.catalog.ModelIds;
import org.modeltree.http.cache.PublicReadPolicy;
import org.modeltree.revision.LatestRevision;

/** The card that the start page leads to. Asks the catalog once for each of its revisions. */
@Singleton
class Showcase {

    private static final Logger LOG = Logger.getLogger(Showcase.class);

    /** A card's path at a revision; empty for an empty catalog. */
    private record Card(long revision, Optional<String> path) {}

    private final ModelIds ids;
    private final LatestRevision latest;
    private final PublicReadPolicy reads;
    private volatile Card card;

    Showcase(ModelIds ids, LatestRevision latest, PublicReadPolicy reads) {
        this.ids = ids;
        this.latest = latest;
        this.reads = reads;
    }

    /** Path of the card, if it is in memory: empty inside if the catalog has no model, empty if {@link #read} must ask. */
    Optional<Optional<String>> known() {
        Card now = card;
        return now != null && now.revision() >= latest.known() ? Optional.of(now.path()) : Optional.empty();
    }

    /** Path of the card; none where reads are restricted. Blocks. Without a database it is the last one that was read. */
    @ActivateRequestContext
    Optional<String> read() {
        long revision = latest.known();
        try {
            Optional<String> path = reads.toEverybody()
                    ? ids.showcase().map(id -> IndexService.API + "/models/" + id + "/card")
                    : Optional.empty();
            card = new Card(revision, path);
            return path;
        } catch (RuntimeException unavailable) {
            LOG.debugf("The start page has no new first card: %s", unavailable.getMessage());
            Card last = card;
            return last == null ? Optional.empty() : last.path();
        }
    }
}
