package org.modeltree.bands.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.modeltree.bands.standing.Standings.ModelCohorts;
import org.modeltree.catalog.query.CountingMeasurement;
import org.modeltree.http.value.JsonMember;
import org.modeltree.http.value.Language;
import org.modeltree.revision.dependency.ChangedParts;
import org.modeltree.revision.dependency.Part;
import org.modeltree.revision.dependency.Parts;
import org.modeltree.revision.dependency.Renewal;

/**
 * Renewal of the scores in an answer about one model: ranks, bands and counts are computed anew from the tallies in memory.
 * The raw values stay, because their change is one of the model.
 */
final class ScoreRenewal implements Renewal {

    private static final int BYTES_OF_ELEMENT = 150;

    /**
     * A score of the answer.
     *
     * @param measurement null if the model has none
     * @param reason why there is no score; null if there is one
     */
    record Element(String capability, Part tally, CountingMeasurement measurement, String reason) {}

    private final ScoreService scores;
    private final ChangedParts changed;
    private final ObjectMapper json;
    private final String member;
    private final List<Element> elements;
    private final ModelCohorts.Windows windows;
    private final Language language;
    private final Function<ScoreService.PlacedPerformance, Object> view;
    private final Parts parts;

    ScoreRenewal(
            ScoreService scores,
            ChangedParts changed,
            ObjectMapper json,
            String member,
            List<Element> elements,
            ModelCohorts.Windows windows,
            Language language,
            Function<ScoreService.PlacedPerformance, Object> view) {
        this.scores = scores;
        this.changed = changed;
        this.json = json;
        this.member = member;
        this.elements = elements;
        this.windows = windows;
        this.language = language;
        this.view = view;
        parts = Parts.of(elements.stream().map(Element::tally).toList());
    }

    @Override
    public Parts parts() {
        return parts;
    }

    @Override
    public int bytes() {
        return BYTES_OF_ELEMENT * elements.size();
    }

    @Override
    public Optional<byte[]> renewed(byte[] body, long from, long to) {
        List<byte[]> renewed = new ArrayList<>();
        for (Element element : elements) {
            if (changed.same(element.tally(), from, to)) {
                renewed.add(null);
                continue;
            }
            Optional<ScoreService.PlacedPerformance> placed = scores.placedInMemory(element, windows, language, to);
            if (placed.isEmpty()) {
                return Optional.empty();
            }
            renewed.add(bytes(view.apply(placed.get())));
        }
        return Optional.of(JsonMember.replaced(body, member, renewed));
    }

    private byte[] bytes(Object element) {
        try {
            return json.writeValueAsBytes(element);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
