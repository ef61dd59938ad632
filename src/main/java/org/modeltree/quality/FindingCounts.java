package org.modeltree.quality;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modeltree.quality.rules.Rule;

/**
 * Remembers how many findings each rule has. Of one revision, on one day, the number is always the same, so the pages of
 * a report count once.
 */
@ApplicationScoped
class FindingCounts {

    /** About a hundred reports, each on other models. */
    private static final int MOST = 3_000;

    private record Asked(long revision, String rule, Map<String, Object> parameters, QualityFilter.Scope scope) {}

    private final Findings findings;
    private final Map<Asked, Long> known = new LinkedHashMap<>(16, 0.75f, true);

    FindingCounts(Findings findings) {
        this.findings = findings;
    }

    /** The number of findings in the catalog of this revision. */
    long of(Rule rule, QualityFilter.Scope scope, long revision) {
        Asked asked = new Asked(revision, rule.name(), rule.parameters(), scope);
        synchronized (known) {
            Long count = known.get(asked);
            if (count != null) {
                return count;
            }
        }
        // Not while others wait: two readers may count the same, and come to the same number.
        long count = findings.count(rule, scope);
        synchronized (known) {
            known.put(asked, count);
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return count;
    }
}
