package org.modeltree.bands.cohort;

import java.time.LocalDate;
import java.util.List;
import org.modeltree.catalog.query.Traits;

/**
 * Cohort: the models that a band is computed over, as the filters that select them. A filter that was not given is null.
 * Several values of one filter mean any of them.
 *
 * @param asOf only models released by this day, with today's facts about them
 * @param name {@code all}, {@code current}, or {@code atRelease:} and the id of a model
 * @param window the window that the name stands for; null for {@code all}, and for {@code current} in a history, where it
 *     moves
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
        LocalDate asOf,
        String name,
        ReleaseWindow window) {

    /** Name of the cohort of every model. */
    public static final String ALL = "all";

    /** Name of the cohort of the text writers released in the 24 months up to {@code asOf} or today. */
    public static final String CURRENT = "current";

    /** What the name of the cohort of a model's release begins with; the id of the model follows. */
    public static final String AT_RELEASE = "atRelease:";

    public static Cohort of(Traits traits, LocalDate asOf) {
        return of(traits, asOf, ALL);
    }

    /** A cohort by its name, whose window is not known yet. */
    public static Cohort of(Traits traits, LocalDate asOf, String name) {
        return new Cohort(
                traits.vendor(),
                traits.family(),
                traits.kind(),
                traits.openWeights(),
                traits.modality(),
                traits.lifecycle(),
                traits.releasedFrom(),
                traits.releasedTo(),
                asOf,
                name,
                null);
    }

    /** The same filters with the window that a name stands for. */
    public Cohort in(String windowName, ReleaseWindow releases) {
        return new Cohort(
                vendor,
                family,
                kind,
                openWeights,
                modality,
                lifecycle,
                releasedFrom,
                releasedTo,
                asOf,
                windowName,
                releases);
    }

    /** Traits that the models share; {@code releasedTo} is the earlier of the two end dates. */
    public Traits traits() {
        LocalDate releasedUntil = asOf == null || (releasedTo != null && releasedTo.isBefore(asOf)) ? releasedTo : asOf;
        return new Traits(vendor, family, kind, openWeights, modality, lifecycle, releasedFrom, releasedUntil);
    }

    /** Whether the cohort is all models. */
    public boolean hasNoFilter() {
        return window == null && traits().equals(Traits.ANY);
    }

    /** Whether the cohort is all models of its window. */
    public boolean hasOnlyWindow() {
        return window != null && traits().equals(Traits.ANY);
    }

    /** Whether nothing but release dates, and that they write text, selects the models. */
    boolean hasOnlyDates() {
        Traits traits = traits();
        return traits.equals(Traits.releasedBetween(traits.releasedFrom(), traits.releasedTo()));
    }

    /** The release dates of the models, by their window and by the filters. */
    ReleaseWindow releases() {
        Traits traits = traits();
        return (window == null ? new ReleaseWindow(false, null, null) : window)
                .within(traits.releasedFrom(), traits.releasedTo());
    }
}
