package org.modeltree.bands.standing;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.ScoreBand;
import org.modeltree.http.value.JsonFields;
import org.modeltree.http.value.JsonMembers;
import org.modeltree.scoring.Score;

/**
 * JSON view of the place of a model's score in a named cohort.
 *
 * @param cohort the cohort in words, in the reader's language
 * @param band its default band, whose members are members of this view
 * @param percentileRank percent of the cohort that scores strictly below, in [0, 100]; 100 only if the model is not in the
 *     cohort; null without a score or for an empty cohort
 * @param position {@code below_lower}, {@code within} or {@code above_upper} the band; null without a score or a band
 */
public record ModelStanding(String cohort, ScoreBand band, Double percentileRank, String position)
        implements JsonMembers {

    private static final SerializedString COHORT = new SerializedString("cohort");
    private static final SerializedString PERCENTILE_RANK = new SerializedString("percentileRank");
    private static final SerializedString POSITION = new SerializedString("position");

    /** Place of a score, which may be null. */
    static ModelStanding of(CapabilityStanding standing, Score score, String cohort) {
        return new ModelStanding(
                cohort,
                standing.bandView(),
                score == null ? null : standing.percentileRank(score),
                score == null ? null : standing.position(score));
    }

    @Override
    public void writeMembers(JsonGenerator out) throws IOException {
        JsonFields.write(out, COHORT, cohort);
        band.writeMembers(out);
        JsonFields.write(out, PERCENTILE_RANK, percentileRank);
        JsonFields.write(out, POSITION, position);
    }
}
