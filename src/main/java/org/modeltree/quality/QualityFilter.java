package org.modeltree.quality;

import java.util.List;
import org.modeltree.quality.rules.Rule;

/**
 * Filter of the quality report; a null component does not filter.
 *
 * @param rules names of rules
 * @param severities {@code error}, {@code warning} or {@code info}
 * @param scope models to report on
 */
record QualityFilter(List<String> rules, List<String> severities, Scope scope) {

    /**
     * Models to report on; a null component does not filter.
     *
     * @param models canonical ids
     * @param vendors ids of vendors
     */
    record Scope(List<String> models, List<String> vendors) {}

    boolean includes(Rule rule) {
        return (rules == null || rules.contains(rule.name()))
                && (severities == null || severities.contains(rule.severity().text()));
    }
}
