package org.modeltree.bands.capability;

import org.modeltree.scoring.Scale;

/**
 * Capability: a benchmark mapped through a scale from 0 to 10.
 *
 * @param id letters, digits and hyphens
 * @param revision revision of the catalog that last changed the capability
 * @param unit unit of the benchmark's raw values
 * @param labelZh Chinese label; null if there is none, as for all Chinese texts
 * @param basisEn what a score is based on, in a few words; null to derive it from the benchmark and the scale
 * @param axis axis to draw raw values on
 */
public record Capability(
        String id,
        long revision,
        String benchmarkId,
        String benchmarkLabel,
        String unit,
        Scale scale,
        String labelEn,
        String labelZh,
        String descriptionEn,
        String descriptionZh,
        String basisEn,
        String basisZh,
        Axis axis) {}
