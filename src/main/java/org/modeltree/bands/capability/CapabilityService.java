package org.modeltree.bands.capability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.catalog.query.Rankings;
import org.modeltree.catalog.query.SortKey;
import org.modeltree.http.Cursor;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.Versioned;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;
import org.modeltree.revision.InSnapshot;

/** Capabilities, scores of raw values, and leaderboards. */
@ApplicationScoped
@InSnapshot
class CapabilityService {

    private final CapabilityStandings standings;
    private final Rankings rankings;
    private final ModelService models;

    CapabilityService(CapabilityStandings standings, Rankings rankings, ModelService models) {
        this.standings = standings;
        this.rankings = rankings;
        this.models = models;
    }

    /** All capabilities, in catalog order. */
    ListView<CapabilityView> list(Language language, RequestLink link) {
        List<CapabilityView> views = standings.inOrder().stream()
                .map(standing -> CapabilityView.of(standing, language))
                .toList();
        return ListView.complete(views, link);
    }

    /** One capability. */
    Versioned<CapabilityView> one(String id, Language language) {
        CapabilityStanding standing = standings.required(id);
        return new Versioned<>(standing.capability.revision(), CapabilityView.of(standing, language));
    }

    /** The score, rank and position that a raw value would have. */
    RawScoreView scoreOf(String id, double raw, Language language) {
        CapabilityStanding standing = standings.required(id);
        if (!standing.scale.accepts(raw)) {
            throw new Problem.InvalidParameter("raw", "must be above 0 on a log scale, was " + Numbers.plain(raw));
        }
        return RawScoreView.of(standing, raw, language);
    }

    /** A page of a leaderboard: the best first, ties by id. */
    ListView<RankingView> leaderboard(String id, PageRequest page, Language language, RequestLink link) {
        CapabilityStanding standing = standings.required(id);
        String list = "scores\n" + id;
        Cursor cursor = Cursor.decoded(page.cursor(), list, Cursor.Type.NUMBER, Cursor.Type.TEXT);
        List<Rankings.Ranked> rows = rankings.page(
                new SortKey.Measured(standing.capability.benchmarkId(), lowest(standing), highest(standing)),
                standing.scale.lowerIsBetter(),
                cursor == null ? null : cursor.values().get(0).asDouble(),
                cursor == null ? null : cursor.values().get(1).asText(),
                page.limit() + 1);
        boolean more = rows.size() > page.limit();
        List<Rankings.Ranked> shown = more ? rows.subList(0, page.limit()) : rows;
        List<ModelView> views =
                models.views(shown.stream().map(Rankings.Ranked::modelId).toList(), language);
        List<RankingView> ranking = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            ranking.add(RankingView.of(standing, views.get(i), shown.get(i)));
        }
        String next = more ? cursorAfter(standing, shown.get(shown.size() - 1)).encoded(list) : null;
        return new ListView<>(
                ranking, ListView.Meta.exact(standing.distribution.n(), next), ListView.Links.of(link, next));
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
