package org.modeltree.lineage;

import java.util.List;

/**
 * Direct relatives of a model, by release date and id, and numbers of all relatives.
 *
 * @param ancestors number of ancestors within 100 edges, 0 or more
 * @param descendants number of descendants within 100 edges, 0 or more
 */
public record LineageSummary(
        List<RelativeView> parents, List<RelativeView> children, long ancestors, long descendants) {

    /** Parent or child, with relation and method of the edge; the method is null where unknown. */
    public record RelativeView(String id, String name, String relation, String method) {}
}
