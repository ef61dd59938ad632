package org.modeltree.bands.capability;

import org.modeltree.scoring.Scale;

/**
 * What users see: a benchmark through a scale from 0 to 10.
 *
 * @param id letters, digits and hyphens
 * @param revision the catalog's at its last change
 * @param unit of the benchmark's raw values
 * @param descriptionZh null where there is none in Chinese; so are the other texts in that language
 * @param basisEn what a score is based on, in a few words; null where it follows from the benchmark and the scale
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
        String basisZh) {}
