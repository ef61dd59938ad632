package org.modeltree.lineage;

import java.util.List;

/**
 * A model's direct relatives by release and id, and how many there are in all.
 *
 * @param ancestors how many, to a distance of 100
 * @param descendants how many, to a distance of 100
 */
public record LineageSummary(
        List<RelativeView> parents, List<RelativeView> children, long ancestors, long descendants) {

    /** A direct relative. */
    public record RelativeView(String id, String name, String relation, String method) {}
}
