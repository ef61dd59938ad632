package org.modeltree.bands.standing;

/**
 * JSON view of a model's standings on one capability.
 *
 * @param all among every model
 * @param current among the models that write text, released in the 24 months up to today
 * @param atRelease among the models that write text, released in the 24 months up to the model's own release; null for a
 *     model without a release date
 * @param atReleaseReason {@code no_release_date} if {@code atRelease} is null; otherwise null
 */
public record ModelStandings(
        ModelStanding all, ModelStanding current, ModelStanding atRelease, String atReleaseReason) {

    static final String NO_RELEASE_DATE = "no_release_date";
}
