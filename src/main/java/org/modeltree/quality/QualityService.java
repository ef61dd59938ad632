package org.modeltree.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.modeltree.catalog.ModelIds;
import org.modeltree.http.Cursor;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.problem.Problem;
import org.modeltree.quality.rules.Rule;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;

/** Reports what is wrong in the catalog. */
@ApplicationScoped
class QualityService {

    private final List<Rule> rules;
    private final Findings findings;
    private final FindingCounts counts;
    private final ModelIds ids;
    private final Snapshot snapshot;

    QualityService(@All List<Rule> rules, Findings findings, FindingCounts counts, ModelIds ids, Snapshot snapshot) {
        this.rules = rules.stream()
                .sorted(Comparator.comparing(Rule::severity).thenComparing(Rule::name))
                .toList();
        this.findings = findings;
        this.counts = counts;
        this.ids = ids;
        this.snapshot = snapshot;
    }

    /** Names of all rules, the worst first. */
    List<String> ruleNames() {
        return rules.stream().map(Rule::name).toList();
    }

    /**
     * A page of the findings, by rule, the worst first, then by model and fact.
     *
     * @param models ids or aliases; null for all
     */
    @InSnapshot(onPrimary = true)
    QualityPage report(
            List<String> ruleNames,
            List<String> severities,
            List<String> models,
            List<String> vendors,
            PageRequest page,
            RequestLink link) {
        QualityFilter filter = new QualityFilter(
                ruleNames, severities, new QualityFilter.Scope(models == null ? null : ids.required(models), vendors));
        String list = "quality\n" + filter;
        Last last = Last.of(
                Cursor.decoded(page.cursor(), list, Cursor.Type.TEXT, Cursor.Type.TEXT, Cursor.Type.TEXT), ruleNames());
        long revision = snapshot.revision().orElseThrow();
        findings.makeRoom();
        List<FindingView> shown = new ArrayList<>();
        List<RuleView> asked = new ArrayList<>();
        long total = 0;
        for (Rule rule : rules) {
            if (!filter.asksFor(rule)) {
                continue;
            }
            long count = counts.of(rule, filter.scope(), revision);
            total += count;
            asked.add(RuleView.of(rule, count));
            // One more than fits tells whether there is a next page; rules before the cursor's are done with.
            int missing = page.limit() + 1 - shown.size();
            if (count > 0 && missing > 0 && !last.isBehind(rules.indexOf(rule))) {
                findings.page(rule, filter.scope(), last.within(rules.indexOf(rule)), missing).stream()
                        .map(finding -> FindingView.of(rule, finding))
                        .forEach(shown::add);
            }
        }
        boolean more = shown.size() > page.limit();
        List<FindingView> onPage = more ? shown.subList(0, page.limit()) : shown;
        String next = more ? link.at(behind(onPage.get(onPage.size() - 1)).encoded(list)) : null;
        return new QualityPage(
                onPage, new ListView.Meta(total, "exact", revision), new ListView.Links(link.self(), next), asked);
    }

    private static Cursor behind(FindingView last) {
        return new Cursor(
                List.of(TextNode.valueOf(last.rule()), TextNode.valueOf(last.model()), TextNode.valueOf(last.fact())));
    }

    /**
     * The finding that the page before ended with.
     *
     * @param rule place of its rule among all; −1 where there was no page before
     */
    private record Last(int rule, Findings.Last finding) {

        static Last of(Cursor cursor, List<String> ruleNames) {
            if (cursor == null) {
                return new Last(-1, null);
            }
            List<String> values =
                    cursor.values().stream().map(JsonNode::textValue).toList();
            int rule = ruleNames.indexOf(values.get(0));
            if (rule < 0) {
                throw new Problem.InvalidParameter("cursor", "is not one that this service gave");
            }
            return new Last(rule, new Findings.Last(values.get(1), values.get(2)));
        }

        boolean isBehind(int other) {
            return rule > other;
        }

        Findings.Last within(int other) {
            return rule == other ? finding : null;
        }
    }
}
