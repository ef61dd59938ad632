package org.modeltree.bands.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.modeltree.bands.capability.Capability;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.standing.ModelStanding;
import org.modeltree.bands.standing.ModelStandings;
import org.modeltree.http.value.Language;
import org.modeltree.scoring.Scale;
import org.modeltree.scoring.Tally;

class UnscoredJsonTest {

    private static final Capability QUIZ = new Capability(
            "quiz",
            1,
            "quiz",
            "Quiz",
            "percent",
            new Scale(Scale.Kind.LINEAR, 0, 100),
            "Quiz",
            "测验",
            "Q.",
            null,
            null,
            null,
            null);

    private static final List<Language> LANGUAGES = List.of(Language.EN, Language.ZH);

    private final ObjectMapper json = new ObjectMapper();
    private final UnscoredJson unscored = new UnscoredJson();
    private final CapabilityStanding all = standing(20, 30, 40, 50, 60, 70);
    private final CapabilityStanding current = standing(40, 50, 60, 70, 80);
    private final CapabilityStanding few = standing(40);

    private static CapabilityStanding standing(double... raws) {
        return new CapabilityStanding(
                QUIZ,
                new Tally(Arrays.stream(raws)
                        .mapToObj(raw -> new Tally.Entry(raw, 1))
                        .collect(Collectors.toList())));
    }

    private static ModelStanding place(CapabilityStanding standing, String cohort) {
        return new ModelStanding(cohort, standing.bandView(), null, null);
    }

    private ScoreService.PlacedPerformance placed(
            CapabilityStanding ofToday, CapabilityStanding atRelease, String reason, Language language) {
        ModelStandings standings = new ModelStandings(
                place(all, language.of("All", "全部")),
                place(ofToday, language.of("Today", "今天")),
                atRelease == null ? null : place(atRelease, "At its release"),
                atRelease == null ? "no_release_date" : null);
        return new ScoreService.PlacedPerformance(
                all, new ScoreService.Performance(ScoreView.none(all, reason, language), "Quiz"), standings, null);
    }

    private String written(ScoreService.PlacedPerformance placed, Optional<UnscoredJson.Members> shared)
            throws JsonProcessingException {
        return json.writeValueAsString(new PlacedScoreView(placed.performance().score(), placed.standings(), shared));
    }

    @Test
    void a_score_of_shared_members_is_written_as_any_other() throws JsonProcessingException {
        // Twice, so that the second time all members are in memory.
        for (int i = 0; i < 2; i++) {
            for (Language language : LANGUAGES) {
                for (String reason : List.of("not_reported", "not_disclosed")) {
                    for (CapabilityStanding ofToday : List.of(current, few)) {
                        for (CapabilityStanding atRelease : Arrays.asList(few, all, null)) {
                            ScoreService.PlacedPerformance placed = placed(ofToday, atRelease, reason, language);
                            assertEquals(
                                    written(placed, Optional.empty()),
                                    written(placed, Optional.of(unscored.of(placed, ofToday, language))));
                        }
                    }
                }
            }
        }
    }

    @Test
    void models_of_different_releases_share_their_members() throws JsonProcessingException {
        UnscoredJson.Members one = unscored.of(placed(current, few, "not_reported", Language.EN), current, Language.EN);
        assertSame(one, unscored.of(placed(current, null, "not_reported", Language.EN), current, Language.EN));
        String text = written(placed(current, few, "not_reported", Language.EN), Optional.of(one));
        assertTrue(text.startsWith("{\"capability\":\"quiz\",\"label\":\"Quiz\",\"score\":null,"), text);
        assertTrue(text.contains("\"standings\":{\"all\":{\"cohort\":\"All\",\"status\":\"ok\",\"count\":6,"), text);
        assertTrue(text.endsWith("\"position\":null},\"atReleaseReason\":null}}"), text);
    }
}
