package org.modeltree.quality;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.modeltree.quality.rules.Rule;

/**
 * Caches the number of findings of each rule. The number depends only on the revision of the catalog, the scope and the
 * parameters of the rule (such as today's date), so that the pages of a report count once.
 */
@ApplicationScoped
class FindingCounts {

    /** Enough for about a hundred reports with different scopes. */
    static final int MAX_COUNTS = 3_000;

    private record Key(long revision, String rule, Map<String, Object> parameters, QualityFilter.Scope scope) {}

    private final Findings findings;
    private final Cache<Key, Long> counts =
            Caffeine.newBuilder().maximumSize(MAX_COUNTS).build();

    FindingCounts(Findings findings) {
        this.findings = findings;
    }

    /** Number of findings of a rule in the catalog of a revision. */
    long of(Rule rule, QualityFilter.Scope scope, long revision) {
        Key key = new Key(revision, rule.name(), rule.parameters(), scope);
        Long cached = counts.getIfPresent(key);
        if (cached != null) {
            return cached;
        }
        // Not computed inside the cache, where a slow rule would block readers of other keys. Two readers may count the
        // same, with the same result.
        long count = findings.count(rule, scope);
        counts.put(key, count);
        return count;
    }
}
