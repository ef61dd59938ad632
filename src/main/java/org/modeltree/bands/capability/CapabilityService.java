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
import org.modeltree.revision.Snapshot;

/** Answers what is asked about capabilities and their leaderboards. */
@ApplicationScoped
@InSnapshot
class CapabilityService {

    private final CapabilityStandings fields;
    private final Rankings rankings;
    private final ModelService models;
    private final Snapshot snapshot;

    CapabilityService(CapabilityStandings fields, Rankings rankings, ModelService models, Snapshot snapshot) {
        this.fields = fields;
        this.rankings = rankings;
        this.models = models;
        this.snapshot = snapshot;
    }

    /** Every capability, in the catalog's order. */
    ListView<CapabilityView> list(Language language, RequestLink link) {
        List<CapabilityView> views = fields.inOrder().stream()
                .map(field -> CapabilityView.of(field, language))
                .toList();
        return ListView.complete(views, link, revision());
    }

    /** One capability. */
    Versioned<CapabilityView> one(String id, Language language) {
        CapabilityStanding field = fields.required(id);
        return new Versioned<>(field.capability.revision(), CapabilityView.of(field, language));
    }

    /** What a raw value would score, and where it would stand. */
    RawScoreView scoreOf(String id, double raw, Language language) {
        CapabilityStanding field = fields.required(id);
        if (!field.scale.accepts(raw)) {
            throw new Problem.InvalidParameter("raw", "must be above 0 on a log scale, was " + Numbers.plain(raw));
        }
        return RawScoreView.of(field, raw, language);
    }

    /** A page of a leaderboard, best first, ties by id. */
    ListView<RankingView> leaderboard(String id, PageRequest page, Language language, RequestLink link) {
        CapabilityStanding field = fields.required(id);
        String list = "scores\n" + id;
        Cursor cursor = Cursor.decoded(page.cursor(), list, Cursor.Type.NUMBER, Cursor.Type.TEXT);
        List<Rankings.Ranked> rows = rankings.page(
                new SortKey.Measured(field.capability.benchmarkId(), least(field), greatest(field)),
                field.scale.lowerIsBetter(),
                cursor == null ? null : cursor.values().get(0).asDouble(),
                cursor == null ? null : cursor.values().get(1).asText(),
                page.limit() + 1);
        boolean more = rows.size() > page.limit();
        List<Rankings.Ranked> shown = more ? rows.subList(0, page.limit()) : rows;
        List<ModelView> named =
                models.views(shown.stream().map(Rankings.Ranked::modelId).toList(), language);
        List<RankingView> ranking = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            ranking.add(RankingView.of(field, named.get(i), shown.get(i).raw()));
        }
        String next = more ? link.at(behind(field, shown.get(shown.size() - 1)).encoded(list)) : null;
        return new ListView<>(
                ranking,
                new ListView.Meta(field.distribution.n(), "exact", revision()),
                new ListView.Links(link.self(), next));
    }

    private static Cursor behind(CapabilityStanding field, Rankings.Ranked last) {
        JsonNode cut =
                JsonNodeFactory.instance.numberNode(Math.min(Math.max(last.raw(), least(field)), greatest(field)));
        return new Cursor(List.of(cut, JsonNodeFactory.instance.textNode(last.modelId())));
    }

    private static double least(CapabilityStanding field) {
        return Math.min(field.scale.floor(), field.scale.ceiling());
    }

    private static double greatest(CapabilityStanding field) {
        return Math.max(field.scale.floor(), field.scale.ceiling());
    }

    private long revision() {
        return snapshot.revision().orElseThrow();
    }
}
