package org.modeltree.quality;

import java.util.List;
import org.modeltree.quality.rules.Rule;

/**
 * What a report is asked for; null is everything.
 *
 * @param rules names of rules
 * @param severities as the API writes them
 * @param scope which models
 */
record QualityFilter(List<String> rules, List<String> severities, Scope scope) {

    /**
     * Models that are reported on; null is all.
     *
     * @param models canonical ids
     * @param vendors ids
     */
    record Scope(List<String> models, List<String> vendors) {}

    boolean asksFor(Rule rule) {
        return (rules == null || rules.contains(rule.name()))
                && (severities == null || severities.contains(rule.severity().text()));
    }
}
