package org.modeltree.bands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.bands.standing.CohortStandings;
import org.modeltree.bands.standing.Standings;
import org.modeltree.http.cache.FactCache;
import org.modeltree.http.value.JsonBytes;
import org.modeltree.http.value.Language;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/**
 * Bands in memory, as JSON, because making them of tallies in memory takes longer than all other steps of a request, most of
 * it to write numbers. What was asked for is a fact, which needs no look at the tallies. If that is not in memory, a band is
 * still written only once for the standing that it is made of.
 */
@ApplicationScoped
class KeptBands {

    /** Bytes of bands by their standings: those of a hundred requests. */
    private static final int MAX_BYTES = 2_000_000;

    private static final int OVERHEAD = 500;

    private final FactCache facts;
    private final Standings standings;
    private final ObjectMapper json;
    private final AnswerParts answer;
    private final Cache<Key, JsonBytes> written = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(MAX_BYTES)
            .weigher((Key key, JsonBytes band) -> OVERHEAD + band.size())
            .build();

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
     * Everything that a band is made of, which therefore is the same as long as this is.
     *
     * @param over standing over the cohort, which is another one after its tally moved
     */
    record Made(
            CapabilityStanding over,
            CohortStandings beside,
            BandView.Question question,
            Cohort cohort,
            Language language) {

        boolean hasModels() {
            return over.distribution.n() > 0;
        }

        BandView view() {
            return BandView.of(over.capability, over.distribution, question, beside, cohort, language);
        }

        /** The same, without the standing itself, which may be large. */
        private Key key() {
            return new Key(over.number, beside, question, cohort, language);
        }
    }

    private record Key(
            long standing, CohortStandings beside, BandView.Question question, Cohort cohort, Language language) {}

    /** A band as it is written into the answer. */
    JsonBytes written(Made made) {
        // The standing of any other cohort is made anew for each request.
        boolean hasStanding = made.cohort().hasNoFilter() || made.cohort().hasOnlyWindow();
        return hasStanding ? written.get(made.key(), none -> write(made)) : write(made);
    }

    private JsonBytes write(Made made) {
        try {
            return new JsonBytes(json.writeValueAsBytes(made.view()));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Keeps bands that were read in the current snapshot.
     *
     * @param parts all parts of the catalog that they depend on
     */
    void keep(Asked asked, List<JsonBytes> bands, List<Part> parts) {
        facts.keep(
                asked,
                new Kept(bands, parts),
                parts,
                OVERHEAD + bands.stream().mapToInt(JsonBytes::size).sum());
    }
}
