package org.modeltree.bands.cohort;

import java.time.LocalDate;
import java.util.List;
import org.modeltree.catalog.query.Traits;

/**
 * The models that a band is computed over, in the filters' own words: null where a filter was not given.
 *
 * @param asOf today's facts about the models released by this day
 */
public record Cohort(
        List<String> vendor,
        List<String> family,
        List<String> kind,
        Boolean openWeights,
        List<String> modality,
        List<String> lifecycle,
        LocalDate releasedFrom,
        LocalDate releasedTo,
        LocalDate asOf) {

    public static Cohort of(Traits traits, LocalDate asOf) {
        return new Cohort(
                traits.vendor(),
                traits.family(),
                traits.kind(),
                traits.openWeights(),
                traits.modality(),
                traits.lifecycle(),
                traits.releasedFrom(),
                traits.releasedTo(),
                asOf);
    }

    /** What the models have in common: released by the earlier of the two days. */
    public Traits traits() {
        LocalDate until = asOf == null || (releasedTo != null && releasedTo.isBefore(asOf)) ? releasedTo : asOf;
        return new Traits(vendor, family, kind, openWeights, modality, lifecycle, releasedFrom, until);
    }

    /** Whether it is every model. */
    public boolean hasNoFilter() {
        return traits().equals(Traits.ANY);
    }
}
