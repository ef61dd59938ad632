package org.modeltree.bands.score;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Optional;
import org.modeltree.bands.standing.ModelStandings;
import org.modeltree.http.value.JsonFields;
import org.modeltree.http.value.JsonMembers;

/**
 * JSON view of a model's score on one capability with its standings. Lists of models show scores without standings, because
 * each model has a cohort of its own.
 *
 * @param score the score, whose members are members of this view
 * @param shared what is JSON already, because other models show the same; empty for a score that only this model has
 */
record PlacedScoreView(ScoreView score, ModelStandings standings, Optional<UnscoredJson.Members> shared)
        implements JsonMembers {

    private static final SerializedString STANDINGS = new SerializedString("standings");

    @Override
    public void writeMembers(JsonGenerator out) throws IOException {
        if (shared.isEmpty()) {
            score.writeMembers(out);
            out.writeFieldName(STANDINGS);
            standings.serialize(out, null);
            return;
        }
        JsonFields.begin(out, shared.get().score());
        out.writeFieldName(STANDINGS);
        out.writeStartObject();
        JsonFields.begin(out, shared.get().standings());
        standings.writeAtRelease(out);
        out.writeEndObject();
    }
}
