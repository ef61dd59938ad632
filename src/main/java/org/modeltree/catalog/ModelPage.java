package org.modeltree.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.modeltree.http.ListView;
import org.modeltree.http.Paged;

/** A page of models: the list, and the facets asked for or null. */
record ModelPage(
        List<ObjectNode> data, ListView.Meta meta, ListView.Links links, Map<String, List<Models.FacetCount>> facets)
        implements Paged {}
