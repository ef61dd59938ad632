package org.modeltree.catalog.query;

import java.time.LocalDate;
import java.util.List;

/**
 * What models are told apart by, in lists and in cohorts alike. Null says nothing; values of one list are alternatives.
 *
 * @param releasedFrom first day, inclusive; leaves out models without a release date
 * @param releasedTo last day, inclusive; leaves out models without a release date
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

    /** Every model. */
    public static final Traits ANY = new Traits(null, null, null, null, null, null, null, null);

    /** Only models released between two days, either of which may be null. */
    public static Traits releasedBetween(LocalDate from, LocalDate to) {
        return new Traits(null, null, null, null, null, null, from, to);
    }

    /** Only models of these vendors, if any are given. */
    public static Traits ofVendors(List<String> vendor) {
        return new Traits(vendor, null, null, null, null, null, null, null);
    }
}
