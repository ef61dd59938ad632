package org.modeltree.card;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.modeltree.catalog.ModelIds;
import org.modeltree.http.ListView;
import org.modeltree.http.Paged;
import org.modeltree.http.RequestLink;

/**
 * JSON view of several cards.
 *
 * @param data cards in the order of the requested ids, each model once
 * @param missing requested ids that match no model, in the order of the request
 */
record CardListView(List<CardView> data, List<MissingView> missing, ListView.Meta meta, ListView.Links links)
        implements Paged {

    /**
     * JSON view of an id that matches no model.
     *
     * @param id the id as requested
     * @param reason {@code not_found} or {@code deleted}
     * @param successor id of the deleted model's successor; null if there is none
     * @param suggestions ids of similar models, likeliest first; empty for a deleted model
     */
    record MissingView(String id, String reason, String successor, List<String> suggestions) {}

    static CardListView of(List<CardView> cards, Map<String, ModelIds.MissingModel> missing, RequestLink link) {
        List<MissingView> views = new ArrayList<>();
        missing.forEach((id, model) -> views.add(new MissingView(
                id, model.deleted() ? "deleted" : "not_found", model.successor(), model.suggestions())));
        ListView<CardView> list = ListView.complete(cards, link);
        return new CardListView(list.data(), views, list.meta(), list.links());
    }
}
