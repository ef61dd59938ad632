package org.modeltree.bands.score;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import org.modeltree.bands.standing.ModelStandings;
import org.modeltree.http.value.JsonMembers;

/**
 * JSON view of a model's score on one capability with its standings. Lists of models show scores without standings, because
 * each model has a cohort of its own.
 *
 * @param score the score, whose members are members of this view
 */
record PlacedScoreView(ScoreView score, ModelStandings standings) implements JsonMembers {

    private static final SerializedString STANDINGS = new SerializedString("standings");

    @Override
    public void writeMembers(JsonGenerator out) throws IOException {
        score.writeMembers(out);
        out.writeFieldName(STANDINGS);
        standings.serialize(out, null);
    }
}
