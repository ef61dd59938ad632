package org.modeltree.quality;

import java.util.List;
import org.modeltree.http.ListView;
import org.modeltree.http.Paged;

/**
 * A page of the report.
 *
 * @param data findings, those of the worst rules first
 * @param rules every rule that was asked for, those that nothing breaks included
 */
record QualityPage(List<FindingView> data, ListView.Meta meta, ListView.Links links, List<RuleView> rules)
        implements Paged {}
