package org.modeltree.catalog;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.modeltree.changes.log.ChangeLogService;
import org.modeltree.http.Versioned;
import org.modeltree.http.problem.NoLongerKept;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;

/** Reads past versions of models. */
@ApplicationScoped
@InSnapshot
class ModelVersionService {

    private final Models models;
    private final ModelIds ids;
    private final ModelService current;
    private final Includes includes;
    private final ChangeLogService log;
    private final Snapshot snapshot;
    private final ObjectMapper json;

    ModelVersionService(
            Models models,
            ModelIds ids,
            ModelService current,
            Includes includes,
            ChangeLogService log,
            Snapshot snapshot,
            ObjectMapper json) {
        this.models = models;
        this.ids = ids;
        this.current = current;
        this.includes = includes;
        this.log = log;
        this.snapshot = snapshot;
        this.json = json.copy().setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
    }

    /**
     * A model at a past revision of the catalog, including the vendor's name at that revision.
     *
     * @throws Problem.NotFound if it did not exist then
     * @throws NoLongerKept if it is no longer known whether it did
     */
    Versioned<Object> at(String id, long revision, String fields, String include, Language language) {
        Optional<Long> lastChange = models.one(id).map(model -> model.revision);
        long newest = snapshot.revision().orElseThrow();
        if (revision > newest) {
            throw new Problem.InvalidParameter("atRevision", "must be at most " + newest + ", the current revision");
        }
        if (lastChange.isPresent() && lastChange.get() <= revision) {
            return current.one(id, fields, include, language);
        }
        Optional<String> state = models.stateAt(id, revision);
        if (state.isEmpty() && lastChange.isEmpty()) {
            throw elsewhere(id, revision);
        }
        Includes.Shape shape = includes.shape(fields, include);
        if (!shape.includes().isEmpty()) {
            throw new Problem.InvalidParameter("include", "is not available for past revisions of a model");
        }
        ModelView view = ModelView.of(model(state.orElseThrow(() -> absent(id, revision))), language);
        return new Versioned<>(
                view.revision(), includes.shaped(List.of(view), shape, language).get(0));
    }

    /**
     * Response for an id that is no model now and was none then. A model that was merged since meant nothing before it was
     * created, and then the model that it was merged into by that revision, not the one that its id leads to today.
     */
    private Problem elsewhere(String id, long revision) {
        List<ChangeLogService.ModelMerge> merges = log.mergesOf(id.toLowerCase(Locale.ROOT));
        if (merges.isEmpty()) {
            return ids.elsewhere(id, "");
        }
        return merges.stream()
                .filter(merge -> merge.revision() <= revision)
                .reduce((earlier, later) -> later)
                .<Problem>map(merge -> new Problem.Moved(ModelIds.MODELS + merge.into()))
                .orElseGet(() -> absent(id, revision));
    }

    private Problem absent(String id, long revision) {
        long kept = log.kept().versionsUntil();
        if (revision < kept) {
            return new NoLongerKept(
                    "atRevision",
                    "must be at least " + kept + ", was " + revision
                            + ": versions that ended before are no longer kept");
        }
        return new Problem.NotFound(
                "The model " + Parameters.shown(id) + " did not exist at revision " + revision + ".", List.of());
    }

    private Model model(String state) {
        try {
            return json.readValue(state, Model.class);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
