package org.modeltree.catalog;

import java.util.List;
import java.util.Map;
import org.modeltree.catalog.lists.Pages;
import org.modeltree.http.FilterSuggestion;
import org.modeltree.http.ListView;
import org.modeltree.http.Paged;

/**
 * Page of models, as JSON.
 *
 * @param data models, each written as a JSON object
 * @param suggestions values of filters that no model has, with what the client may have meant; usually empty
 * @param facets number of models by value for each requested facet; null where none was requested
 */
public record ModelPage(
        List<? extends Object> data,
        ListView.Meta meta,
        ListView.Links links,
        List<FilterSuggestion> suggestions,
        Map<String, List<Pages.FacetCount>> facets)
        implements Paged {}
