package org.modeltree.bands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.bands.standing.Standings;
import org.modeltree.http.cache.FactCache;
import org.modeltree.http.value.JsonBytes;
import org.modeltree.http.value.Language;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/**
 * Bands in memory, as JSON. Making them of tallies in memory takes longer than all other steps of a request, most of it to
 * write numbers.
 */
@ApplicationScoped
class KeptBands {

    private final FactCache facts;
    private final Standings standings;
    private final ObjectMapper json;
    private final AnswerParts answer;

    KeptBands(FactCache facts, Standings standings, ObjectMapper json, AnswerParts answer) {
        this.facts = facts;
        this.standings = standings;
        this.json = json;
        this.answer = answer;
    }

    /**
     * Key of bands.
     *
     * @param capability id of the only capability; empty for all
     * @param cohort the cohort as it was named, whose window is not known yet
     * @param today on which the window of the current models depends
     */
    record Asked(
            Optional<String> capability,
            BandView.Question question,
            Cohort cohort,
            Language language,
            LocalDate today) {}

    private record Kept(List<JsonBytes> bands, List<Part> parts) {}

    /** Key of the bands of one capability (all if empty), today. */
    Asked asked(Optional<String> capability, BandView.Question question, Cohort named, Language language) {
        return new Asked(capability, question, named, language, standings.today());
    }

    /** The bands as they are in the current snapshot, whose parts become those of the answer; empty if they are not in memory. */
    Optional<List<JsonBytes>> find(Asked asked) {
        Optional<Kept> kept = facts.find(asked, Kept.class);
        kept.ifPresent(found -> answer.madeOf(found.parts()));
        return kept.map(Kept::bands);
    }

    /**
     * Keeps bands that were read in the current snapshot, and returns them as they are written into the answer.
     *
     * @param parts all parts of the catalog that they depend on
     */
    List<?> keep(Asked asked, List<BandView> bands, List<Part> parts) {
        if (!facts.isOn()) {
            return bands;
        }
        List<JsonBytes> written = new ArrayList<>();
        int bytes = 500;
        for (BandView band : bands) {
            JsonBytes one = written(band);
            written.add(one);
            bytes += one.size();
        }
        facts.keep(asked, new Kept(written, parts), parts, bytes);
        return written;
    }

    private JsonBytes written(BandView band) {
        try {
            return new JsonBytes(json.writeValueAsBytes(band));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
