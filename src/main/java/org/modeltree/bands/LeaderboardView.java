package org.modeltree.bands;

import java.util.List;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.bands.cohort.ReleaseWindow;
import org.modeltree.bands.standing.CohortStandings;
import org.modeltree.http.FilterSuggestion;
import org.modeltree.http.ListView;
import org.modeltree.http.Paged;

/**
 * JSON view of a page of a leaderboard.
 *
 * @param data entries of the page; their ranks and positions are among the models of the cohort
 * @param standings default bands of the named cohorts, whatever cohort is ranked
 * @param cohort the cohort that is ranked
 * @param suggestions empty, as of every list whose filters name nothing unknown; an unknown cohort is refused
 */
public record LeaderboardView(
        List<RankingView> data,
        CohortStandings standings,
        RankedCohort cohort,
        ListView.Meta meta,
        ListView.Links links,
        List<FilterSuggestion> suggestions)
        implements Paged {

    /**
     * JSON view of the models that a leaderboard ranks.
     *
     * @param name {@code all}, {@code current}, or {@code atRelease:} and the canonical id of a model
     * @param window release dates that the name stands for; null for {@code all}
     */
    public record RankedCohort(String name, ReleaseWindow window) {

        static RankedCohort of(Cohort cohort) {
            return new RankedCohort(cohort.name(), cohort.window());
        }
    }
}
