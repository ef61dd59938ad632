package org.modeltree.bands.capability;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.modeltree.http.value.JsonBytes;
import org.modeltree.http.value.JsonFields;
import org.modeltree.http.value.JsonMembers;
import org.modeltree.scoring.Band;
import org.modeltree.scoring.Distribution;

/**
 * A band in answers, without its capability and cohort. Not a record, because it keeps the JSON of its edges: the scores of a
 * model show up to 60 bands, most of them again in the scores of other models.
 */
public final class ScoreBand implements JsonMembers {

    private static final SerializedString STATUS = new SerializedString("status");
    private static final SerializedString COUNT = new SerializedString("count");

    private record Edges(PercentileView lower, PercentileView upper, PercentileView median) {}

    private final String status;
    private final long count;
    private final Edges edges;
    private volatile JsonBytes edgesJson;

    /**
     * A band.
     *
     * @param status {@code ok}, or {@code insufficient} if fewer than 5 models report
     * @param count number of models that report
     * @param lower score at the lower percentile; null without a band
     * @param upper score at the upper percentile; null without a band
     * @param median score at the 50th percentile; null without a band
     */
    public ScoreBand(String status, long count, PercentileView lower, PercentileView upper, PercentileView median) {
        this.status = status;
        this.count = count;
        edges = new Edges(lower, upper, median);
    }

    public static ScoreBand of(Distribution distribution, Optional<Band> band) {
        return new ScoreBand(
                band.isPresent() ? "ok" : "insufficient",
                distribution.n(),
                band.map(b -> PercentileView.of(b.lower())).orElse(null),
                band.map(b -> PercentileView.of(b.upper())).orElse(null),
                band.map(b -> PercentileView.of(b.median())).orElse(null));
    }

    /** {@code ok}, or {@code insufficient} if fewer than 5 models report. */
    public String status() {
        return status;
    }

    /** Number of models that report. */
    public long count() {
        return count;
    }

    /** Score at the lower percentile; null without a band. */
    public PercentileView lower() {
        return edges.lower();
    }

    /** Score at the upper percentile; null without a band. */
    public PercentileView upper() {
        return edges.upper();
    }

    /** Score at the 50th percentile; null without a band. */
    public PercentileView median() {
        return edges.median();
    }

    /** Score at the lower percentile, rounded for display; null without a band. */
    public BigDecimal lowerScore() {
        return lower() == null ? null : lower().score();
    }

    /** Score at the upper percentile, rounded for display; null without a band. */
    public BigDecimal upperScore() {
        return upper() == null ? null : upper().score();
    }

    @Override
    public void writeMembers(JsonGenerator out) throws IOException {
        writeCount(out);
        writeEdges(out);
    }

    /** Writes the members {@code status} and {@code count} of an object. */
    public void writeCount(JsonGenerator out) throws IOException {
        JsonFields.write(out, STATUS, status);
        out.writeFieldName(COUNT);
        out.writeNumber(count);
    }

    /** Writes the members {@code lower}, {@code upper} and {@code median} of an object that has others before. */
    public void writeEdges(JsonGenerator out) throws IOException {
        JsonBytes json = edgesJson;
        if (json == null) {
            json = JsonFields.members(edges);
            edgesJson = json;
        }
        JsonFields.append(out, json);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScoreBand band
                && status.equals(band.status)
                && count == band.count
                && edges.equals(band.edges);
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, count, edges);
    }

    @Override
    public String toString() {
        return status + " " + count + " " + edges;
    }
}
