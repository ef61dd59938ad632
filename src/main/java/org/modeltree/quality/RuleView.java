package org.modeltree.quality;

import org.modeltree.quality.rules.Rule;

/**
 * JSON view of a quality rule with its number of findings.
 *
 * @param rule name in snake_case
 * @param severity {@code error}, {@code warning} or {@code info}
 * @param description what the rule finds and why that is a problem
 * @param count number of findings on all pages
 */
record RuleView(String rule, String severity, String description, long count) {

    static RuleView of(Rule rule, long count) {
        return new RuleView(rule.name(), rule.severity().text(), rule.description(), count);
    }
}
