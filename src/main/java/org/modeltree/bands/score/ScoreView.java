package org.modeltree.bands.score;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.ScoreBand;
import org.modeltree.catalog.query.CountingMeasurement;
import org.modeltree.http.value.JsonFields;
import org.modeltree.http.value.JsonMembers;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;
import org.modeltree.scoring.Score;

/**
 * JSON view of a model's score on one capability.
 *
 * @param capability id of the capability
 * @param label label of the capability, in the reader's language
 * @param score score rounded half-up to one decimal, in [0, 10]; null without a measurement
 * @param exact unrounded score, in [0, 10]; null without a measurement
 * @param raw raw value of the counting measurement, in {@code unit}; null without a measurement
 * @param unit unit of the benchmark
 * @param settings settings of the counting measurement, by name; null if its source states none, or without a measurement
 * @param clamped {@code low} or {@code high} if the raw value is beyond the scale; otherwise null
 * @param percentileRank percent of the models that score strictly below, in [0, 100); null without a score
 * @param position {@code below_lower}, {@code within} or {@code above_upper} the band; null without a score or a band
 * @param band default band over all models
 * @param reason {@code not_reported}, {@code not_disclosed} or {@code not_applicable} if there is no score; otherwise null
 */
public record ScoreView(
        String capability,
        String label,
        BigDecimal score,
        Double exact,
        Number raw,
        String unit,
        Map<String, String> settings,
        String clamped,
        Double percentileRank,
        String position,
        ScoreBand band,
        String reason)
        implements JsonMembers {

    private static final SerializedString CAPABILITY = new SerializedString("capability");
    private static final SerializedString LABEL = new SerializedString("label");
    private static final SerializedString SCORE = new SerializedString("score");
    private static final SerializedString EXACT = new SerializedString("exact");
    private static final SerializedString RAW = new SerializedString("raw");
    private static final SerializedString UNIT = new SerializedString("unit");
    private static final SerializedString SETTINGS = new SerializedString("settings");
    private static final SerializedString CLAMPED = new SerializedString("clamped");
    private static final SerializedString PERCENTILE_RANK = new SerializedString("percentileRank");
    private static final SerializedString POSITION = new SerializedString("position");
    private static final SerializedString BAND = new SerializedString("band");
    private static final SerializedString REASON = new SerializedString("reason");

    static ScoreView of(CapabilityStanding standing, CountingMeasurement measurement, Language language) {
        double raw = measurement.raw();
        Score score = standing.scale.score(raw);
        return new ScoreView(
                standing.capability.id(),
                standing.label(language),
                score.rounded(),
                score.exact(),
                Numbers.plain(raw),
                standing.capability.unit(),
                measurement.settings(),
                standing.clamped(raw),
                standing.percentileRank(score),
                standing.position(score),
                standing.bandView(),
                null);
    }

    @Override
    public void writeMembers(JsonGenerator out) throws IOException {
        JsonFields.write(out, CAPABILITY, capability);
        JsonFields.write(out, LABEL, label);
        JsonFields.write(out, SCORE, score);
        JsonFields.write(out, EXACT, exact);
        JsonFields.write(out, RAW, raw);
        JsonFields.write(out, UNIT, unit);
        JsonFields.write(out, SETTINGS, settings);
        JsonFields.write(out, CLAMPED, clamped);
        JsonFields.write(out, PERCENTILE_RANK, percentileRank);
        JsonFields.write(out, POSITION, position);
        out.writeFieldName(BAND);
        band.serialize(out, null);
        JsonFields.write(out, REASON, reason);
    }

    static ScoreView none(CapabilityStanding standing, String reason, Language language) {
        return new ScoreView(
                standing.capability.id(),
                standing.label(language),
                null,
                null,
                null,
                standing.capability.unit(),
                null,
                null,
                null,
                null,
                standing.bandView(),
                reason);
    }
}
