package org.modeltree.quality;

import com.fasterxml.jackson.databind.JsonNode;
import org.modeltree.quality.rules.Rule;

/**
 * Something wrong, as JSON.
 *
 * @param rule by which it was found
 * @param severity how much it matters
 * @param model its id
 * @param fact which fact of the model: a key of its JSON, the id of a benchmark, or the path of a part of it, such as
 *     {@code offerings/{provider}/{id}}
 * @param detail a sentence for people
 * @param values what contradicts what
 */
record FindingView(String rule, String severity, String model, String fact, String detail, JsonNode values) {

    static FindingView of(Rule rule, Findings.Finding finding) {
        return new FindingView(
                rule.name(),
                rule.severity().text(),
                finding.model(),
                finding.fact(),
                rule.detail(finding.grounds()),
                finding.grounds().values());
    }
}
