package org.modeltree.quality;

import java.util.List;
import org.modeltree.http.FilterSuggestion;
import org.modeltree.http.ListView;
import org.modeltree.http.Paged;

/**
 * Page of the quality report.
 *
 * @param data findings, by severity (the most severe first), rule, model and fact
 * @param suggestions vendors that do not exist, with what the client may have meant; usually empty
 * @param rules every rule that the filter includes, also those without findings
 */
record QualityPage(
        List<FindingView> data,
        ListView.Meta meta,
        ListView.Links links,
        List<FilterSuggestion> suggestions,
        List<RuleView> rules)
        implements Paged {}
