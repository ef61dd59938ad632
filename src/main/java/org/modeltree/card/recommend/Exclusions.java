package org.modeltree.card.recommend;

import java.util.ArrayList;
import java.util.List;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.http.value.Language;

/** Counts of models that are not recommended, by the first reason, in the order in which models are looked at. */
final class Exclusions {

    private final RecommendWords words;
    private final Language language;
    private final List<RecommendView.Exclusion> views = new ArrayList<>();

    Exclusions(RecommendWords words, Language language) {
        this.words = words;
        this.language = language;
    }

    /** Adds a reason, unless no model has it. */
    void add(String code, CapabilityStanding capability, long count) {
        if (count > 0) {
            views.add(new RecommendView.Exclusion(
                    code,
                    words.excluded(code, capability == null ? null : capability.label(language)),
                    capability == null ? null : capability.capability.id(),
                    count));
        }
    }

    List<RecommendView.Exclusion> views() {
        return List.copyOf(views);
    }
}
