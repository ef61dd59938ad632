package org.modeltree.changes.log;

import com.fasterxml.jackson.databind.node.LongNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.RecordType;
import org.modeltree.http.Cursor;
import org.modeltree.http.FilterSuggestion;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.edge.Caller;
import org.modeltree.http.problem.NoLongerKept;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.CatalogState;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;

/** Lists the change log. */
@ApplicationScoped
@InSnapshot
public class ChangeLogService {

    private static final String CURATOR = "curator";

    private final Changes changes;
    private final CatalogRecords records;
    private final Caller caller;
    private final ModelSuggestions models;
    private final Snapshot snapshot;

    ChangeLogService(
            Changes changes, CatalogRecords records, Caller caller, ModelSuggestions models, Snapshot snapshot) {
        this.snapshot = snapshot;
        this.changes = changes;
        this.records = records;
        this.models = models;
        this.caller = caller;
    }

    /**
     * A page of the change log, oldest first.
     *
     * @param since revision after which changes are listed; null for all that are kept
     * @param model any id that certainly means the model whose changes are listed, or that of a deleted one; null for all
     *     changes
     * @param capability id of the capability whose bands the listed changes moved; null for all changes
     * @throws Problem.InvalidParameter if the catalog has not reached {@code since}; an empty list would look as if nothing
     *     had changed, or if the capability does not exist; suggests the ids of all capabilities
     * @throws NoLongerKept if changes after {@code since} or the cursor are no longer kept
     */
    public ListView<ChangeView> list(Long since, String model, String capability, PageRequest page, RequestLink link) {
        long newest = snapshot.revision().orElse(0);
        if (since != null && since > newest) {
            throw new Problem.InvalidParameter(
                    "since",
                    "must be at most the revision of the catalog, " + newest + ", was " + since
                            + "; if an answer of this service told you a later one, its database was replaced: read the"
                            + " catalog again");
        }
        long kept = changes.kept().changesUntil();
        if (since != null) {
            requireKept("since", since, kept, newest);
        }
        Optional<String> meant = model == null ? Optional.empty() : models.meantBy(model);
        Changes.Filter filter = new Changes.Filter(
                since == null ? kept : since,
                // It may have been deleted since.
                model == null ? null : meant.orElseGet(() -> Changes.key(model)),
                capability == null ? null : movesOf(capability));
        String list = "changes\n" + (since == null ? 0 : since) + "\n" + filter.model() + "\n" + capability;
        Cursor cursor = Cursor.decoded(page.cursor(), list, Cursor.Type.INTEGER, Cursor.Type.INTEGER);
        long revision = cursor == null ? filter.since() : cursor.values().get(0).asLong();
        long afterId = cursor == null ? Long.MAX_VALUE : cursor.values().get(1).asLong();
        requireKept("cursor", revision, kept, newest);
        List<LoggedChange> rows = changes.page(filter, revision, afterId, caller.is(CURATOR), page.limit() + 1);
        boolean more = rows.size() > page.limit();
        List<LoggedChange> shown = more ? rows.subList(0, page.limit()) : rows;
        String next = more ? cursorAfter(shown.get(shown.size() - 1)).encoded(list) : null;
        long counted = changes.count(filter);
        return new ListView<>(
                        shown.stream().map(LoggedChange::view).toList(),
                        ListView.Meta.upTo(Changes.MAX_COUNTED, counted, next),
                        ListView.Links.of(link, next))
                .suggesting(
                        counted == 0 && model != null && meant.isEmpty()
                                ? List.of(new FilterSuggestion("model", model, models.similarModels(model)))
                                : List.of());
    }

    /**
     * Checks that all changes after a revision are kept.
     *
     * @param parameter name of the parameter or header that says so
     * @throws NoLongerKept if not
     */
    public void requireKept(String parameter, long revision) {
        requireKept(parameter, revision, changes.kept().changesUntil(), newest());
    }

    private static void requireKept(String parameter, long revision, long kept, long newest) {
        if (revision < kept) {
            throw new NoLongerKept(
                    parameter,
                    "must be at least " + kept + ", was " + revision
                            + ": older changes are no longer kept. Read the catalog"
                            + " again, for example from /api/v1/export, and continue with since=" + newest
                            + " or with its Modeltree-Revision");
        }
    }

    /** How far the past is no longer kept. */
    public KeptPast kept() {
        return changes.kept();
    }

    private Changes.Moves movesOf(String capability) {
        Map<String, String> benchmarks = changes.benchmarks();
        String benchmark = Optional.ofNullable(benchmarks.get(capability))
                .orElseThrow(() -> new Problem.InvalidParameter(
                        "capability",
                        "must be exactly one of " + String.join(", ", benchmarks.keySet()),
                        List.copyOf(benchmarks.keySet())));
        return new Changes.Moves(
                capability,
                benchmark,
                records.types().stream()
                        .filter(type -> type.derivedBenchmarks().contains(benchmark))
                        .map(RecordType::type)
                        .toList());
    }

    /** Entries after a revision and an id within it, oldest first, with who made them. */
    public LogPage after(long revision, long id, int limit) {
        CatalogState state = snapshot.state();
        Changes.Filter all = new Changes.Filter(revision, null, null);
        return page(state, changes.page(all, revision, id, true, limit + 1), limit);
    }

    /** Entries before a revision and an id within it, newest first, without who made them. */
    public LogPage before(long revision, long id, int limit) {
        CatalogState state = snapshot.state();
        return page(state, changes.before(revision, id, limit + 1), limit);
    }

    private static LogPage page(CatalogState state, List<LoggedChange> rows, int limit) {
        boolean more = rows.size() > limit;
        return new LogPage(state.revision(), state.changedAt(), more ? rows.subList(0, limit) : rows, more);
    }

    /** Revision of the last change. */
    public long newest() {
        return snapshot.state().revision();
    }

    /** Id of the feed of this catalog, which no other catalog has. */
    public String feedId() {
        return changes.feedId();
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

    private static Cursor cursorAfter(LoggedChange last) {
        return new Cursor(List.of(LongNode.valueOf(last.view().revision()), LongNode.valueOf(last.id())));
    }
}
