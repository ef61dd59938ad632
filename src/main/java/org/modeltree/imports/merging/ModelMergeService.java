package org.modeltree.imports.merging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.records.MeasurementRecordType;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.OriginPriority;
import org.modeltree.changes.write.ChangeService;
import org.modeltree.changes.write.CombinedChange;
import org.modeltree.changes.write.WriteTarget;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.FaultForm;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.imports.ImportSettings;

/** Merges two models that are one. */
@ApplicationScoped
class ModelMergeService {

    private static final String MODEL = "model";
    private static final String INTO = "into";
    private static final int MAX_ALIASES = 200;
    private static final int MAX_MOVED = 10_000;

    private final ChangeService changes;
    private final CatalogRecords records;
    private final ModelIds ids;
    private final ImportSettings settings;
    private final ObjectMapper json;
    private final Clock clock;

    ModelMergeService(
            ChangeService changes,
            CatalogRecords records,
            ModelIds ids,
            ImportSettings settings,
            ObjectMapper json,
            Clock clock) {
        this.changes = changes;
        this.records = records;
        this.ids = ids;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Merges a model into the one that the body names, as one change: its id becomes an alias, and everything about it moves.
     *
     * @param dryRun whether to store nothing
     */
    WriteResult merge(WriteRequest request, String id, boolean dryRun) {
        ObjectNode body = changes.body(request);
        return changes.combine(
                request,
                target(id),
                () -> ids.requireAt(id, "/merge"),
                () -> merged(id, into(body, id), dryRun),
                dryRun);
    }

    private CombinedChange merged(String id, String into, boolean dryRun) {
        if (changes.countAbout(id, MAX_MOVED + 1) > MAX_MOVED) {
            throw new Problem.Refused(
                    Problem.Reason.CONFLICT,
                    "More than 10,000 records belong to " + id + " or name it, and a merge moves at most 10,000."
                            + " Delete records of this model first, or merge the other way round.");
        }
        ModelMerger merger = new ModelMerger(
                records,
                changes::stored,
                new OriginPriority(settings.trust()),
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                id,
                into);
        merger.models(
                changes.stored(MODEL, id).orElseThrow(),
                changes.stored(MODEL, into).orElseThrow());
        merger.move(changes.about(id), changes.parts(MeasurementRecordType.TYPE, into));
        int aliases = merger.changes().get(0).document().path("aliases").size();
        if (aliases > MAX_ALIASES) {
            throw new Problem.Refused(
                    Problem.Reason.CONFLICT,
                    "The model would have " + aliases + " aliases, and may have at most " + MAX_ALIASES
                            + ". Remove aliases first.");
        }
        return CombinedChange.merge(
                id,
                target(into),
                merger.changes(),
                revision -> json.valueToTree(merger.view(dryRun).storedAs(revision)));
    }

    /**
     * Canonical id of the model that the body names.
     *
     * @throws Problem.InvalidBody if it names none, or the model itself
     */
    private String into(ObjectNode body, String id) {
        body.fieldNames().forEachRemaining(key -> {
            if (!key.equals(INTO)) {
                throw new Problem.InvalidBody(List.of(DidYouMean.keyFault("/" + key, key, List.of(INTO))));
            }
        });
        JsonNode given = body.path(INTO);
        if (!given.isTextual()) {
            throw invalid("/" + INTO, "is required: the id of the model that stays");
        }
        String into = ids.canonical(given.textValue()).orElseThrow(() -> {
            List<String> similar = ids.unknown(given.textValue()).suggestions();
            return new Problem.InvalidBody(List.of(new Problem.BodyFault(
                    "/" + INTO,
                    "there is no model " + Parameters.shown(given.textValue())
                            + (similar.isEmpty() ? "" : "; did you mean " + similar.get(0) + "?"),
                    similar,
                    FaultForm.CLAUSE)));
        });
        if (into.equals(id)) {
            throw invalid("/" + INTO, "must be another model than the one in the path");
        }
        return into;
    }

    private static Problem.InvalidBody invalid(String pointer, String detail) {
        return new Problem.InvalidBody(List.of(new Problem.BodyFault(pointer, detail)));
    }

    private static WriteTarget target(String id) {
        return new WriteTarget(MODEL, id, id, Map.of("id", id), "/api/v1/models/" + id);
    }
}
