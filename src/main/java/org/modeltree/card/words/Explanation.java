package org.modeltree.card.words;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.math.BigDecimal;
import org.modeltree.bands.standing.CohortShares;
import org.modeltree.bands.standing.ModelStanding;
import org.modeltree.http.value.JsonFields;
import org.modeltree.http.value.JsonMembers;
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
public record Explanation(String score, String lower, String upper, String current, String atRelease)
        implements JsonMembers {

    private static final SerializedString SCORE = new SerializedString("score");
    private static final SerializedString LOWER = new SerializedString("lower");
    private static final SerializedString UPPER = new SerializedString("upper");
    private static final SerializedString CURRENT = new SerializedString("current");
    private static final SerializedString AT_RELEASE = new SerializedString("atRelease");

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
            String pattern = all.band().lower().exact() == exact
                    ? patterns.lowerEqual()
                    : edge.samePercent() > 0 ? patterns.lowerTied() : patterns.lower();
            lower = edge(pattern, all.band().lower().score(), edge, edge.lowerPercent(), text);
        }
        if (shares.upper() != null) {
            CohortShares edge = shares.upper();
            String pattern = all.band().upper().exact() == exact
                    ? patterns.upperEqual()
                    : edge.samePercent() > 0 ? patterns.upperTied() : patterns.upper();
            upper = edge(pattern, all.band().upper().score(), edge, edge.higherPercent(), text);
        }
        return new Explanation(
                shares(shares.score(), patterns, text),
                lower,
                upper,
                shares(shares.current(), patterns, text),
                shares.atRelease() == null ? null : shares(shares.atRelease(), patterns, text));
    }

    @Override
    public void writeMembers(JsonGenerator out) throws IOException {
        JsonFields.write(out, SCORE, score);
        JsonFields.write(out, LOWER, lower);
        JsonFields.write(out, UPPER, upper);
        JsonFields.write(out, CURRENT, current);
        JsonFields.write(out, AT_RELEASE, atRelease);
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
