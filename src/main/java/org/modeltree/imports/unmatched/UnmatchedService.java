package org.modeltree.imports.unmatched;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.modeltree.catalog.FilterSuggestions;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.query.KnownValues;
import org.modeltree.catalog.query.Suggestions;
import org.modeltree.catalog.records.DeletionGuard;
import org.modeltree.changes.Origins;
import org.modeltree.changes.write.ChangeService;
import org.modeltree.changes.write.RelatedChange;
import org.modeltree.changes.write.WriteCheck;
import org.modeltree.changes.write.WriteTarget;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.http.Cursor;
import org.modeltree.http.FilterSuggestion;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.Versioned;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.FaultForm;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.InSnapshot;

/** The queue of unmatched offerings, and the decisions of curators about them. */
@ApplicationScoped
class UnmatchedService implements DeletionGuard {

    private static final String PATH = "/api/v1/imports/unmatched/";
    private static final String OFFERING = "offering";
    private static final List<String> STATES = List.of("accepted", "rejected");

    private final UnmatchedOfferings offerings;
    private final ChangeService changes;
    private final ModelIds ids;
    private final FilterSuggestions filters;
    private final List<String> formats;

    UnmatchedService(
            UnmatchedOfferings offerings,
            ChangeService changes,
            ModelIds ids,
            FilterSuggestions filters,
            @All List<CatalogReader> readers) {
        this.filters = filters;
        this.formats = readers.stream().map(CatalogReader::format).toList();
        this.offerings = offerings;
        this.changes = changes;
        this.ids = ids;
    }

    /** A page of the queue, by provider and id. It changes without a new revision, so it is read from the primary. */
    @InSnapshot(onPrimary = true)
    ListView<UnmatchedView> list(UnmatchedFilter filter, PageRequest page, RequestLink link) {
        String list = "unmatched\n" + filter;
        Cursor cursor = Cursor.decoded(page.cursor(), list, Cursor.Type.TEXT, Cursor.Type.TEXT);
        List<UnmatchedView> rows = offerings.page(
                filter,
                cursor == null ? "" : cursor.values().get(0).textValue(),
                cursor == null ? "" : cursor.values().get(1).textValue(),
                page.limit() + 1);
        long counted = offerings.count(filter);
        return ListView.<UnmatchedView>page(
                        rows,
                        page,
                        link,
                        list,
                        row -> new Cursor(List.of(TextNode.valueOf(row.provider()), TextNode.valueOf(row.id()))),
                        next -> ListView.Meta.upTo(UnmatchedOfferings.MAX_COUNTED, counted, next))
                .suggesting(counted == 0 ? suggestions(filter) : List.of());
    }

    /** Providers and origins that neither the queue nor the rest of the catalog knows. */
    private List<FilterSuggestion> suggestions(UnmatchedFilter filter) {
        List<FilterSuggestion> suggestions = new ArrayList<>();
        suggest("provider", filter.provider(), offerings::providers, this::knownProviders, suggestions);
        suggest("origin", filter.origin(), offerings::origins, origin -> formats, suggestions);
        return suggestions;
    }

    /** The provider, if the catalog has it, or else similar ones. */
    private List<String> knownProviders(String id) {
        return filters
                .of(false, List.of(new FilterSuggestions.Filter("provider", KnownValues.Domain.PROVIDER, List.of(id))))
                .stream()
                .findFirst()
                .map(FilterSuggestion::suggestions)
                .orElse(List.of(id));
    }

    private static void suggest(
            String parameter,
            String value,
            Supplier<List<String>> inQueue,
            Function<String, List<String>> elsewhere,
            List<FilterSuggestion> suggestions) {
        if (value != null) {
            List<String> all = new ArrayList<>(inQueue.get());
            all.addAll(elsewhere.apply(value));
            if (!all.contains(value)) {
                suggestions.add(new FilterSuggestion(parameter, value, Suggestions.of(value, all)));
            }
        }
    }

    /**
     * One offering of the queue, with the revision of the decision about it; 0 without a decision.
     *
     * @throws Problem.NotFound if no import has seen it and nobody has decided on it
     */
    @InSnapshot(onPrimary = true)
    Versioned<UnmatchedView> one(String provider, String id) {
        UnmatchedOfferings.Found found =
                offerings.find(SeenOffering.key(provider, id)).orElseThrow(() -> missing(provider, id));
        return new Versioned<>(found.revision(), found.view());
    }

    /**
     * Decides on an offering. An accepted one is attached to its model at once, with the facts of the last import that saw
     * it.
     */
    WriteResult decide(WriteRequest request, String provider, String id) {
        ObjectNode body = changes.body(request);
        return changes.write(
                request,
                target(provider, id),
                before -> document(body, provider, id),
                modelExists -> require(provider, id),
                () -> modelIn(body)
                        .map(model -> attached(provider, id, model))
                        .orElseGet(() -> detached(provider, id)));
    }

    /** Withdraws a decision: the offering is in the queue again, and no longer attached by the decision. */
    WriteResult withdraw(WriteRequest request, String provider, String id) {
        return changes.delete(request, target(provider, id), WriteCheck.NONE, () -> detached(provider, id));
    }

    /** Decisions for a deleted model end with it, so their offerings are in the queue again. */
    @Override
    public List<RelatedChange> before(String modelId, String replacementId) {
        return offerings.acceptedFor(modelId).stream()
                .map(key -> new RelatedChange(DecisionRecordType.TYPE, key, null))
                .toList();
    }

    private void require(String provider, String id) {
        if (offerings.find(SeenOffering.key(provider, id)).isEmpty()) {
            throw missing(provider, id);
        }
    }

    private ObjectNode document(ObjectNode body, String provider, String id) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("type", DecisionRecordType.TYPE).put("provider", provider).put("id", id);
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (document.has(field.getKey())) {
                throw new Problem.InvalidBody(List.of(
                        new Problem.BodyFault("/" + field.getKey(), "must be omitted, because the path names it")));
            }
        }
        List<Problem.BodyFault> faults = new ArrayList<>();
        if (!STATES.contains(body.path("state").asText())) {
            faults.add(DidYouMean.valueFault("/state", body.path("state").asText(), STATES));
        }
        JsonNode named = body.path(DecisionRecordType.MODEL);
        if (!named.isMissingNode() && !named.isNull() && !named.isTextual()) {
            faults.add(new Problem.BodyFault("/" + DecisionRecordType.MODEL, "must be the id of a model"));
        }
        if (!faults.isEmpty()) {
            throw new Problem.InvalidBody(faults);
        }
        document.setAll(body);
        modelIn(body).ifPresent(model -> document.put(DecisionRecordType.MODEL, model));
        return document;
    }

    /**
     * Canonical id of the model that the body names; empty if it names none.
     *
     * @throws Problem.InvalidBody if there is no such model
     */
    private Optional<String> modelIn(ObjectNode body) {
        JsonNode named = body.path(DecisionRecordType.MODEL);
        if (!named.isTextual()) {
            return Optional.empty();
        }
        String given = named.textValue();
        return Optional.of(ids.canonical(given).orElseThrow(() -> {
            List<String> similar = ids.unknown(given).suggestions();
            return new Problem.InvalidBody(List.of(new Problem.BodyFault(
                    "/" + DecisionRecordType.MODEL,
                    "there is no model " + Parameters.shown(given)
                            + (similar.isEmpty() ? "" : "; did you mean " + similar.get(0) + "?"),
                    similar,
                    FaultForm.CLAUSE)));
        }));
    }

    /** The offering with its new model; nothing if it has that model already, or if no import has seen valid facts. */
    private List<RelatedChange> attached(String provider, String id, String model) {
        String key = SeenOffering.key(provider, id);
        Optional<ObjectNode> stored = changes.stored(OFFERING, key);
        if (stored.filter(offering -> offering.get("model").asText().equals(model))
                .isPresent()) {
            return List.of();
        }
        return stored.or(() -> offerings.find(key).map(found -> found.view().facts()).stream()
                        .filter(ObjectNode.class::isInstance)
                        .map(ObjectNode.class::cast)
                        .findFirst())
                .map(facts -> facts.deepCopy()
                        .put("type", OFFERING)
                        .put("provider", provider)
                        .put("id", id)
                        .put("model", model))
                .map(offering -> List.of(RelatedChange.asStated(OFFERING, key, offering)))
                .orElse(List.of());
    }

    /**
     * The deletion of the offering, if the present decision attached it.
     *
     * @throws Problem.Refused if a curator has changed the offering since
     */
    private List<RelatedChange> detached(String provider, String id) {
        String key = SeenOffering.key(provider, id);
        JsonNode model = changes.stored(DecisionRecordType.TYPE, key)
                .map(decision -> decision.path(DecisionRecordType.MODEL))
                .orElse(JsonNodeFactory.instance.nullNode());
        Optional<ObjectNode> attached = changes.stored(OFFERING, key)
                .filter(offering -> offering.get("model").equals(model));
        if (attached.filter(offering -> Origins.of(offering).equals(Origins.CURATOR))
                .isPresent()) {
            throw new Problem.Refused(
                    Problem.Reason.CONFLICT,
                    "A curator has changed the offering since it was accepted. Delete it first: DELETE /api/v1/models/"
                            + model.asText() + "/offerings/" + Parameters.encoded(provider) + "/"
                            + Parameters.encoded(id));
        }
        return attached.map(offering -> List.of(new RelatedChange(OFFERING, key, null)))
                .orElse(List.of());
    }

    private static Problem.NotFound missing(String provider, String id) {
        return new Problem.NotFound(
                "No import has seen an unmatched offering " + Parameters.shown(id) + " of " + Parameters.shown(provider)
                        + ".",
                List.of());
    }

    private static WriteTarget target(String provider, String id) {
        return new WriteTarget(
                DecisionRecordType.TYPE,
                SeenOffering.key(provider, id),
                null,
                Map.of("provider", provider, "id", id),
                PATH + Parameters.encoded(provider) + "/" + Parameters.encoded(id));
    }
}
