package org.modeltree.catalog.query;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.revision.dependency.Part;

/**
 * Traits that lists and cohorts select models by. Null means any; the values of a list are alternatives.
 *
 * @param vendor vendor ids
 * @param kind values of {@link Kind}, in lower case
 * @param modality values of {@link Modality}, in lower case; input or output
 * @param lifecycle values of {@link Lifecycle}, in lower case
 * @param releasedFrom first day, inclusive; excludes models without a release date
 * @param releasedTo last day, inclusive; excludes models without a release date
 */
public record Traits(
        List<String> vendor,
        List<String> family,
        List<String> kind,
        Boolean openWeights,
        List<String> modality,
        List<String> lifecycle,
        LocalDate releasedFrom,
        LocalDate releasedTo) {

    /** Matches every model. */
    public static final Traits ANY = new Traits(null, null, null, null, null, null, null, null);

    /** Matches models released between two days, inclusive; null leaves an end open. */
    public static Traits releasedBetween(LocalDate from, LocalDate to) {
        return new Traits(null, null, null, null, null, null, from, to);
    }

    /** The parts of the catalog on which it depends which models match. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(List.of(Part.members()));
        add(parts, vendor, Part.every("vendor"));
        add(parts, family, Part.key("family"));
        add(parts, kind, Part.key("kind"));
        add(parts, openWeights, Part.key("openWeights"));
        add(parts, modality, Part.key("modalities"));
        add(parts, lifecycle, Part.key("lifecycle"));
        add(parts, releasedFrom, Part.key("releaseDate"));
        add(parts, releasedTo, Part.key("releaseDate"));
        return parts;
    }

    private static void add(List<Part> parts, Object filter, Part part) {
        if (filter != null) {
            parts.add(part);
        }
    }

    /** Matches models of these vendors; null matches every model. */
    public static Traits ofVendors(List<String> vendor) {
        return new Traits(vendor, null, null, null, null, null, null, null);
    }
}
