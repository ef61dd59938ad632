package org.modeltree.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.modeltree.catalog.FilterSuggestions;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.query.Traits;
import org.modeltree.http.Cursor;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.problem.Problem;
import org.modeltree.quality.rules.Rule;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;

/** Reports the findings of all quality rules. */
@ApplicationScoped
class QualityService {

    private final List<Rule> rules;
    private final Findings findings;
    private final FindingCounts counts;
    private final ModelIds ids;
    private final FilterSuggestions suggestions;
    private final Snapshot snapshot;

    QualityService(
            @All List<Rule> rules,
            Findings findings,
            FindingCounts counts,
            ModelIds ids,
            FilterSuggestions suggestions,
            Snapshot snapshot) {
        this.rules = rules.stream()
                .sorted(Comparator.comparing(Rule::severity).thenComparing(Rule::name))
                .toList();
        this.findings = findings;
        this.counts = counts;
        this.ids = ids;
        this.suggestions = suggestions;
        this.snapshot = snapshot;
    }

    /** Names of all rules, the most severe first. */
    List<String> ruleNames() {
        return rules.stream().map(Rule::name).toList();
    }

    /**
     * A page of findings: by rule, the most severe first, then by model and fact.
     *
     * @param models ids that certainly mean models; null for all models
     */
    @InSnapshot(onPrimary = true)
    QualityPage report(
            List<String> ruleNames,
            List<String> severities,
            List<String> models,
            List<String> vendors,
            PageRequest page,
            RequestLink link) {
        QualityFilter filter =
                new QualityFilter(ruleNames, severities, new QualityFilter.Scope(ids.meantByAny(models), vendors));
        String list = "quality\n" + filter;
        Position after = Position.of(
                Cursor.decoded(page.cursor(), list, Cursor.Type.TEXT, Cursor.Type.TEXT, Cursor.Type.TEXT), ruleNames());
        long revision = snapshot.revision().orElseThrow();
        findings.raiseWorkMem();
        List<FindingView> found = new ArrayList<>();
        List<RuleView> reported = new ArrayList<>();
        long total = 0;
        for (Rule rule : rules) {
            if (!filter.includes(rule)) {
                continue;
            }
            long count = counts.of(rule, filter.scope(), revision);
            total += count;
            reported.add(RuleView.of(rule, count));
            // One finding beyond the page shows that there is a next one. Rules before the cursor's are complete.
            int missing = page.limit() + 1 - found.size();
            if (count > 0 && missing > 0 && !after.isPast(rules.indexOf(rule))) {
                findings.page(rule, filter.scope(), after.within(rules.indexOf(rule)), missing).stream()
                        .map(finding -> FindingView.of(rule, finding))
                        .forEach(found::add);
            }
        }
        boolean more = found.size() > page.limit();
        List<FindingView> onPage = more ? found.subList(0, page.limit()) : found;
        String next = more ? cursorAfter(onPage.get(onPage.size() - 1)).encoded(list) : null;
        return new QualityPage(
                onPage,
                ListView.Meta.exact(total, next),
                ListView.Links.of(link, next),
                suggestions.of(total > 0, filters(models, vendors)),
                reported);
    }

    private static List<FilterSuggestions.Filter> filters(List<String> models, List<String> vendors) {
        List<FilterSuggestions.Filter> filters =
                new ArrayList<>(FilterSuggestions.Filter.of(Traits.ofVendors(vendors)));
        filters.add(FilterSuggestions.Filter.ofModels(models));
        return filters;
    }

    private static Cursor cursorAfter(FindingView last) {
        return new Cursor(
                List.of(TextNode.valueOf(last.rule()), TextNode.valueOf(last.model()), TextNode.valueOf(last.fact())));
    }

    /**
     * The last finding of the previous page.
     *
     * @param rule index of its rule; −1 on the first page
     */
    private record Position(int rule, Findings.Position finding) {

        static Position of(Cursor cursor, List<String> ruleNames) {
            if (cursor == null) {
                return new Position(-1, null);
            }
            List<String> values =
                    cursor.values().stream().map(JsonNode::textValue).toList();
            int rule = ruleNames.indexOf(values.get(0));
            if (rule < 0) {
                throw new Problem.InvalidParameter("cursor", "is malformed; take it unchanged from links.next");
            }
            return new Position(rule, new Findings.Position(values.get(1), values.get(2)));
        }

        boolean isPast(int otherRule) {
            return rule > otherRule;
        }

        Findings.Position within(int otherRule) {
            return rule == otherRule ? finding : null;
        }
    }
}
