package org.modeltree.catalog.lists;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import org.modeltree.http.PageRequest;
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

    /**
     * Key of a page.
     *
     * @param filter the filter, because two filters may have the same text
     * @param list description of the list with its filter and sort
     * @param cursor encoded cursor after which the page begins; null for the first page
     * @param day on which prices depend, by which lists are selected and sorted
     */
    public record Asked(Object filter, String list, String cursor, int limit, LocalDate day) {

        /** Approximate size in bytes. */
        private int bytes() {
            return 2 * list.length() + (cursor == null ? 0 : cursor.length());
        }
    }

    /** Key of a page today. To be made before the page is read, so that no page of yesterday is kept as one of today. */
    public Asked asked(Object filter, String list, PageRequest page) {
        return new Asked(filter, list, page.cursor(), page.limit(), LocalDate.now(clock));
    }

    /** A page as it is in the current snapshot; empty if it is not in memory. */
    public Optional<Pages.Page> find(Asked asked) {
        return facts.find(asked, Pages.Page.class);
    }

    /**
     * Keeps a page that was read in the current snapshot.
     *
     * @param parts the parts of the catalog on which it depends which models are on the page, their order and the total
     */
    public void keep(Asked asked, Pages.Page page, Collection<Part> parts) {
        facts.keep(asked, page, parts, asked.bytes() + page.bytes());
    }
}
