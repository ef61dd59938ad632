package org.modeltree.bands.capability;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.Versioned;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.AnswerParts;

/** Capabilities and scores of raw values. */
@ApplicationScoped
@InSnapshot
class CapabilityService {

    private final CapabilityStandings standings;
    private final Snapshot snapshot;
    private final AnswerParts parts;

    CapabilityService(CapabilityStandings standings, Snapshot snapshot, AnswerParts parts) {
        this.standings = standings;
        this.snapshot = snapshot;
        this.parts = parts;
    }

    /** All capabilities, in catalog order. */
    ListView<CapabilityView> list(Language language, RequestLink link) {
        snapshot.expectOneRoundTrip();
        List<CapabilityView> views = standings.inOrder().stream()
                .map(standing -> CapabilityView.of(standing, language))
                .toList();
        parts.madeOf(standings.parts());
        return ListView.complete(views, link);
    }

    /** One capability. */
    Versioned<CapabilityView> one(String id, Language language) {
        snapshot.expectOneRoundTrip();
        CapabilityStanding standing = standings.required(id);
        parts.madeOf(standings.parts());
        return new Versioned<>(standing.capability.revision(), CapabilityView.of(standing, language));
    }

    /** The score, rank and position that a raw value would have. */
    RawScoreView scoreOf(String id, double raw, Language language) {
        snapshot.expectOneRoundTrip();
        CapabilityStanding standing = standings.required(id);
        if (!standing.scale.accepts(raw)) {
            throw new Problem.InvalidParameter("raw", "must be above 0 on a log scale, was " + Numbers.plain(raw));
        }
        parts.madeOf(standings.parts());
        return RawScoreView.of(standing, raw, language);
    }
}
