package org.modeltree.changes.log;

import com.fasterxml.jackson.databind.node.LongNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.modeltree.http.Cursor;
import org.modeltree.http.FilterSuggestion;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.edge.Caller;
import org.modeltree.revision.InSnapshot;

/** Lists the change log. */
@ApplicationScoped
@InSnapshot
public class ChangeLogService {

    private static final String CURATOR = "curator";

    private final Changes changes;
    private final Caller caller;
    private final ModelSuggestions models;

    ChangeLogService(Changes changes, Caller caller, ModelSuggestions models) {
        this.changes = changes;
        this.models = models;
        this.caller = caller;
    }

    /**
     * A page of the change log, oldest first.
     *
     * @param since revision after which changes are listed
     * @param model id or alias of the model whose changes are listed; null for all changes
     */
    ListView<ChangeView> list(long since, String model, PageRequest page, RequestLink link) {
        String id = model == null ? null : changes.canonicalId(model);
        String list = "changes\n" + since + "\n" + id;
        Cursor cursor = Cursor.decoded(page.cursor(), list, Cursor.Type.INTEGER, Cursor.Type.INTEGER);
        long revision = cursor == null ? since : cursor.values().get(0).asLong();
        long afterId = cursor == null ? Long.MAX_VALUE : cursor.values().get(1).asLong();
        List<Changes.Entry> rows = changes.page(revision, afterId, id, caller.is(CURATOR), page.limit() + 1);
        boolean more = rows.size() > page.limit();
        List<Changes.Entry> shown = more ? rows.subList(0, page.limit()) : rows;
        String next = more ? cursorAfter(shown.get(shown.size() - 1)).encoded(list) : null;
        long counted = changes.count(since, id);
        return new ListView<>(
                        shown.stream().map(Changes.Entry::view).toList(),
                        ListView.Meta.upTo(Changes.MAX_COUNTED, counted, next),
                        ListView.Links.of(link, next))
                .suggesting(counted == 0 && model != null ? suggestions(model) : List.of());
    }

    private List<FilterSuggestion> suggestions(String model) {
        return models.ifUnknown(model)
                .map(similar -> List.of(new FilterSuggestion("model", model, similar)))
                .orElse(List.of());
    }

    /**
     * A merge of a model into another one.
     *
     * @param revision revision that the merge created
     * @param into id of the other model
     */
    public record ModelMerge(long revision, String into) {}

    /** The merges of a model into others, the oldest first. */
    public List<ModelMerge> mergesOf(String model) {
        return changes.mergesOf(model);
    }

    private static Cursor cursorAfter(Changes.Entry last) {
        return new Cursor(List.of(LongNode.valueOf(last.view().revision()), LongNode.valueOf(last.id())));
    }
}
