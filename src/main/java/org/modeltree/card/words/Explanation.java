package org.modeltree.card.words;

import java.math.BigDecimal;
import org.modeltree.bands.standing.CohortShares;
import org.modeltree.bands.standing.ModelStanding;
import org.modeltree.http.value.Language;

/**
 * JSON view of what holds for a score and its band, in sentences that are true for every distribution, also with ties.
 *
 * @param score how many of all models score lower, the same and higher
 * @param lower what the lower edge means; null without a band
 * @param upper what the upper edge means; null without a band
 * @param current how many of the models of today score lower, the same and higher
 * @param atRelease how many of the models of its time score lower, the same and higher; null without a release date
 */
public record Explanation(String score, String lower, String upper, String current, String atRelease) {

    /**
     * The sentences about a score.
     *
     * @param all its standing among every model
     * @param exact the unrounded score
     */
    public static Explanation of(CohortShares.OfModel shares, ModelStanding all, double exact, Language language) {
        Words.Patterns patterns = Words.in(language).patterns();
        ValueText text = new ValueText(language);
        String lower = null;
        String upper = null;
        if (shares.lower() != null) {
            CohortShares edge = shares.lower();
            String pattern = all.lower().exact() == exact
                    ? patterns.lowerEqual()
                    : edge.samePercent() > 0 ? patterns.lowerTied() : patterns.lower();
            lower = edge(pattern, all.lower().score(), edge, edge.lowerPercent(), text);
        }
        if (shares.upper() != null) {
            CohortShares edge = shares.upper();
            String pattern = all.upper().exact() == exact
                    ? patterns.upperEqual()
                    : edge.samePercent() > 0 ? patterns.upperTied() : patterns.upper();
            upper = edge(pattern, all.upper().score(), edge, edge.higherPercent(), text);
        }
        return new Explanation(
                shares(shares.score(), patterns, text),
                lower,
                upper,
                shares(shares.current(), patterns, text),
                shares.atRelease() == null ? null : shares(shares.atRelease(), patterns, text));
    }

    private static String edge(String pattern, BigDecimal score, CohortShares shares, double beyond, ValueText text) {
        return Words.filled(
                pattern,
                score.toPlainString(),
                ValueText.plain(shares.count()),
                text.percent(beyond),
                text.percent(shares.samePercent()));
    }

    private static String shares(CohortShares shares, Words.Patterns patterns, ValueText text) {
        if (shares.count() < 2) {
            return shares.count() == 0 ? patterns.sharesOfNone() : patterns.sharesOfOne();
        }
        return Words.filled(
                patterns.shares(),
                ValueText.plain(shares.count()),
                text.percent(shares.lowerPercent()),
                text.percent(shares.samePercent()),
                text.percent(shares.higherPercent()));
    }
}
