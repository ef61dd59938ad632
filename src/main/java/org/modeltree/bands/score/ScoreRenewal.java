package org.modeltree.bands.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.modeltree.bands.standing.ScorePlace;
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
 * The raw values stay, because their change is one of the model. Most moves of a tally change nothing for most scores, which
 * the places of the scores show without making any JSON.
 */
final class ScoreRenewal implements Renewal {

    private static final int BYTES_OF_ELEMENT = 250;

    /**
     * A score of the answer.
     *
     * @param measurement null if the model has none
     * @param reason why there is no score; null if there is one
     */
    record Element(String capability, Part tally, CountingMeasurement measurement, String reason) {}

    /**
     * What an answer shows.
     *
     * @param member array of the answer that has an element for each of the scores
     * @param windows windows of the model's cohorts
     * @param view makes an element
     */
    record Shown(
            String member,
            List<Element> elements,
            ModelCohorts.Windows windows,
            Language language,
            Function<ScoreService.PlacedPerformance, Object> view) {}

    private final ScoreService scores;
    private final ChangedParts changed;
    private final ObjectMapper json;
    private final Shown shown;
    private final Parts parts;

    /** The place of each score as the answer shows it. */
    private final List<ScorePlace> places;

    /** Places of the elements in the bytes, as {@link JsonMember#places}; null until they were searched. */
    private final int[] bytePlaces;

    ScoreRenewal(ScoreService scores, ChangedParts changed, ObjectMapper json, Shown shown, List<ScorePlace> places) {
        this(
                scores,
                changed,
                json,
                shown,
                Parts.of(shown.elements().stream().map(Element::tally).toList()),
                places,
                null);
    }

    private ScoreRenewal(
            ScoreService scores,
            ChangedParts changed,
            ObjectMapper json,
            Shown shown,
            Parts parts,
            List<ScorePlace> places,
            int[] bytePlaces) {
        this.scores = scores;
        this.changed = changed;
        this.json = json;
        this.shown = shown;
        this.parts = parts;
        this.places = places;
        this.bytePlaces = bytePlaces;
    }

    @Override
    public Parts parts() {
        return parts;
    }

    @Override
    public int bytes() {
        return BYTES_OF_ELEMENT * shown.elements().size();
    }

    @Override
    public Optional<Renewed> renewed(Supplier<byte[]> body, long from, long to) {
        List<ScorePlace> laterPlaces = new ArrayList<>(places);
        List<byte[]> elements = new ArrayList<>();
        boolean moved = false;
        for (int i = 0; i < places.size(); i++) {
            Element element = shown.elements().get(i);
            elements.add(null);
            if (changed.same(element.tally(), from, to)) {
                continue;
            }
            Optional<ScoreService.Placing> placing = scores.placingInMemory(element, shown.windows(), to);
            if (placing.isEmpty()) {
                return Optional.empty();
            }
            ScorePlace place = placing.get().place();
            if (!place.equals(places.get(i))) {
                moved = true;
                laterPlaces.set(i, place);
                elements.set(i, bytes(shown.view().apply(placing.get().placed(shown.language()))));
            }
        }
        return Optional.of(
                moved ? replaced(body.get(), elements, List.copyOf(laterPlaces)) : new Renewed(Optional.empty(), this));
    }

    private Renewed replaced(byte[] body, List<byte[]> elements, List<ScorePlace> laterPlaces) {
        int[] known = bytePlaces == null ? JsonMember.places(body, shown.member()) : bytePlaces;
        Optional<JsonMember.Replaced> replaced = JsonMember.replaced(body, known, elements);
        return new Renewed(
                replaced.map(JsonMember.Replaced::json),
                new ScoreRenewal(
                        scores,
                        changed,
                        json,
                        shown,
                        parts,
                        laterPlaces,
                        replaced.map(JsonMember.Replaced::places).orElse(known)));
    }

    private byte[] bytes(Object element) {
        try {
            return json.writeValueAsBytes(element);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
