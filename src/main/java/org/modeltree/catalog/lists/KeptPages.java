package org.modeltree.catalog.lists;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import org.modeltree.http.cache.FactCache;
import org.modeltree.revision.dependency.Part;

/**
 * Pages of lists in memory: which models are on them, not what is shown of these models. So a page outlives most changes of
 * its models, and is then made of what is in memory of each.
 */
@ApplicationScoped
public class KeptPages {

    private final FactCache facts;
    private final Clock clock;

    KeptPages(FactCache facts, Clock clock) {
        this.facts = facts;
        this.clock = clock;
    }

    /** Key of a page; prices, by which lists are selected and sorted, depend on the day. */
    private record Known(String list, String cursor, int limit, LocalDate day) {}

    /**
     * A page as it is in the current snapshot; empty if it is not in memory.
     *
     * @param list description of the list with its filter and sort
     * @param cursor encoded cursor after which the page begins; null for the first page
     */
    public Optional<Pages.Page> find(String list, String cursor, int limit) {
        return facts.find(new Known(list, cursor, limit, LocalDate.now(clock)), Pages.Page.class);
    }

    /**
     * Keeps a page that was read in the current snapshot.
     *
     * @param parts the parts of the catalog on which it depends which models are on the page, their order and the total
     */
    public void keep(String list, String cursor, int limit, Pages.Page page, Collection<Part> parts) {
        Known key = new Known(list, cursor, limit, LocalDate.now(clock));
        facts.keep(key, page, parts, 2 * list.length() + page.bytes());
    }
}
