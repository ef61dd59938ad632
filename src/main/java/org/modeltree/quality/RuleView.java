package org.modeltree.quality;

import org.modeltree.quality.rules.Rule;

/**
 * A rule as JSON, with how often it was broken.
 *
 * @param description what it finds, and why that is wrong
 * @param count findings on all pages
 */
record RuleView(String rule, String severity, String description, long count) {

    static RuleView of(Rule rule, long count) {
        return new RuleView(rule.name(), rule.severity().text(), rule.description(), count);
    }
}
