package org.modeltree.bands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.CapabilityStandings;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.bands.standing.Standings;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.catalog.query.Rankings;
import org.modeltree.catalog.query.SortKey;
import org.modeltree.catalog.query.Traits;
import org.modeltree.http.Cursor;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Ranks the models of a named cohort by their scores on a capability. */
@ApplicationScoped
@InSnapshot
public class LeaderboardService {

    private final CapabilityStandings capabilities;
    private final Standings standings;
    private final NamedCohorts cohorts;
    private final Rankings rankings;
    private final ModelService models;
    private final AnswerParts parts;

    LeaderboardService(
            CapabilityStandings capabilities,
            Standings standings,
            NamedCohorts cohorts,
            Rankings rankings,
            ModelService models,
            AnswerParts parts) {
        this.capabilities = capabilities;
        this.standings = standings;
        this.cohorts = cohorts;
        this.rankings = rankings;
        this.models = models;
        this.parts = parts;
    }

    /**
     * A page of a leaderboard: the best first, ties by id.
     *
     * @param cohortName name of the cohort, as {@link NamedCohorts#name} gives it
     */
    public LeaderboardView leaderboard(
            String id, String cohortName, PageRequest page, Language language, RequestLink link) {
        CapabilityStanding everyModel = capabilities.inParameter(id);
        Cohort cohort = cohorts.inWindow(Cohort.of(Traits.ANY, null, cohortName));
        CapabilityStanding standing =
                cohort.window() == null ? everyModel : standings.within(cohort.window(), everyModel);
        String list = "scores\n" + id + "\n" + cohort.name();
        Cursor cursor = Cursor.decoded(page.cursor(), list, Cursor.Type.NUMBER, Cursor.Type.TEXT);
        List<Rankings.Ranked> rows = rankings.page(
                new SortKey.Measured(standing.capability.benchmarkId(), lowest(standing), highest(standing)),
                cohort.window() == null ? List.of() : List.of(cohort.window().condition()),
                standing.scale.lowerIsBetter(),
                cursor == null ? null : cursor.values().get(0).asDouble(),
                cursor == null ? null : cursor.values().get(1).asText(),
                page.limit() + 1);
        boolean more = rows.size() > page.limit();
        List<Rankings.Ranked> shown = more ? rows.subList(0, page.limit()) : rows;
        String next = more ? cursorAfter(standing, shown.get(shown.size() - 1)).encoded(list) : null;
        // Two models can change places without moving the tally.
        parts.madeOf(ModelFilter.partsOf("score." + id));
        parts.madeOf(capabilities.parts(id));
        parts.madeOf(cohorts.parts(Cohort.of(Traits.ANY, null, cohortName)));
        parts.madeOf(Part.members(), Part.key("releaseDate"), Part.key("modalities"), Part.every("vendor"));
        shown.forEach(ranked -> parts.madeOf(Part.model(ranked.modelId())));
        return new LeaderboardView(
                ranking(standing, shown, language),
                standings.asOf(null, language).get(id),
                LeaderboardView.RankedCohort.of(cohort),
                ListView.Meta.exact(standing.distribution.n(), next),
                ListView.Links.of(link, next),
                List.of());
    }

    private List<RankingView> ranking(CapabilityStanding standing, List<Rankings.Ranked> shown, Language language) {
        List<ModelView> views =
                models.views(shown.stream().map(Rankings.Ranked::modelId).toList(), language);
        List<RankingView> ranking = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            ranking.add(RankingView.of(standing, views.get(i), shown.get(i)));
        }
        return ranking;
    }

    private static Cursor cursorAfter(CapabilityStanding standing, Rankings.Ranked last) {
        JsonNode clamped = JsonNodeFactory.instance.numberNode(
                Math.min(Math.max(last.raw(), lowest(standing)), highest(standing)));
        return new Cursor(List.of(clamped, JsonNodeFactory.instance.textNode(last.modelId())));
    }

    private static double lowest(CapabilityStanding standing) {
        return Math.min(standing.scale.floor(), standing.scale.ceiling());
    }

    private static double highest(CapabilityStanding standing) {
        return Math.max(standing.scale.floor(), standing.scale.ceiling());
    }
}
