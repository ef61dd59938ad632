package org.modeltree.bands.cohort;

import java.time.LocalDate;
import java.util.List;
import org.modeltree.catalog.query.Traits;

/**
 * Cohort: the models that a band is computed over, as the filters that select them. A filter that was not given is null.
 * Several values of one filter mean any of them.
 *
 * @param asOf only models released by this day, with today's facts about them
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

    /** Traits that the models share; {@code releasedTo} is the earlier of the two end dates. */
    public Traits traits() {
        LocalDate releasedUntil = asOf == null || (releasedTo != null && releasedTo.isBefore(asOf)) ? releasedTo : asOf;
        return new Traits(vendor, family, kind, openWeights, modality, lifecycle, releasedFrom, releasedUntil);
    }

    /** Whether the cohort is all models. */
    public boolean hasNoFilter() {
        return traits().equals(Traits.ANY);
    }
}
