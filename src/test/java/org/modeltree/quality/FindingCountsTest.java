package org.modeltree.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

class FindingCountsTest {

    private static final QualityFilter.Scope ALL = new QualityFilter.Scope(null, null);
    private static final QualityFilter.Scope ONE = new QualityFilter.Scope(List.of("a/b"), null);

    /** Counts how often it counts. */
    private static final class CountedFindings extends Findings {
        private int queries;

        CountedFindings() {
            super(null, null);
        }

        @Override
        long count(Rule rule, QualityFilter.Scope scope) {
            queries++;
            return 7;
        }
    }

    private static final class DatedRule extends Rule {
        private String today = "2026-01-01";

        DatedRule(String name) {
            super(name, Severity.INFO, "A rule for a test.", "select");
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("today", today);
        }

        @Override
        public String detail(Evidence evidence) {
            return "A finding.";
        }
    }

    private final CountedFindings findings = new CountedFindings();
    private final FindingCounts counts = new FindingCounts(findings);
    private final DatedRule rule = new DatedRule("one");

    @Test
    void a_count_is_read_once() {
        assertEquals(7, counts.of(rule, ALL, 3));
        assertEquals(7, counts.of(rule, ALL, 3));
        assertEquals(1, findings.queries);
    }

    @Test
    void another_revision_rule_scope_or_day_is_counted_again() {
        counts.of(rule, ALL, 3);
        counts.of(rule, ALL, 4);
        counts.of(rule, ONE, 3);
        counts.of(new DatedRule("other"), ALL, 3);
        rule.today = "2026-01-02";
        counts.of(rule, ALL, 3);
        assertEquals(5, findings.queries);
        counts.of(rule, ALL, 3);
        assertEquals(5, findings.queries);
    }
}
