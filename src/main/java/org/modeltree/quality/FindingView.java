package org.modeltree.quality;

import com.fasterxml.jackson.databind.JsonNode;
import org.modeltree.quality.rules.Rule;

/**
 * JSON view of a finding of a quality rule.
 *
 * @param rule name of the rule, in snake_case
 * @param severity {@code error}, {@code warning} or {@code info}
 * @param model canonical id of the model
 * @param fact the fact in question: a key of the model's JSON, the id of a benchmark, or the path of a sub-resource such
 *     as {@code offerings/{provider}/{id}}
 * @param detail a sentence that describes the finding
 * @param values object of the values that contradict each other
 */
record FindingView(String rule, String severity, String model, String fact, String detail, JsonNode values) {

    static FindingView of(Rule rule, Findings.Finding finding) {
        return new FindingView(
                rule.name(),
                rule.severity().text(),
                finding.model(),
                finding.fact(),
                rule.detail(finding.evidence()),
                finding.evidence().values());
    }
}
