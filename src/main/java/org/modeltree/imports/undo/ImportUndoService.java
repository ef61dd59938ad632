package org.modeltree.imports.undo;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.write.ChangeService;
import org.modeltree.changes.write.CombinedChange;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/** Undoes imports. */
@ApplicationScoped
public class ImportUndoService {

    private static final String DONE = "done";
    private static final Set<String> IN_PROGRESS = Set.of("queued", "running");

    private final ChangeService changes;
    private final ImportedRecords imported;
    private final CatalogRecords records;
    private final ObjectMapper json;

    ImportUndoService(ChangeService changes, ImportedRecords imported, CatalogRecords records, ObjectMapper json) {
        this.changes = changes;
        this.imported = imported;
        this.records = records;
        this.json = json;
    }

    /**
     * Undoes an import as one change, where nothing newer was written over it.
     *
     * @param dryRun whether to store nothing
     * @throws Problem.NotFound if there is no such import
     * @throws Problem.Refused if the import runs, if it stored nothing, or if its records are no longer kept
     */
    public WriteResult undo(WriteRequest request, String importId, boolean dryRun) {
        return changes.combine(request, () -> require(importId), () -> undone(importId, dryRun), dryRun);
    }

    private void require(String importId) {
        String status = imported.status(importId)
                .orElseThrow(() ->
                        new Problem.NotFound("There is no import " + Parameters.shown(importId) + ".", List.of()));
        if (IN_PROGRESS.contains(status)) {
            throw new Problem.Refused(
                    Problem.Reason.CONFLICT,
                    "The import is not done yet: it is " + status + ". Read /api/v1/imports/" + importId
                            + " until its status is done, then undo it.");
        }
        if (!status.equals(DONE)) {
            throw new Problem.Refused(
                    Problem.Reason.CONFLICT,
                    "The import stored nothing (" + status + "), so there is nothing to undo.");
        }
    }

    private CombinedChange undone(String importId, boolean dryRun) {
        List<ImportedRecord> all = imported.of(importId);
        if (all.isEmpty()) {
            throw new Problem.Refused(
                    Problem.Reason.CONFLICT,
                    "The import changed nothing, or what it changed is no longer kept: that is kept of the last 20 imports"
                            + " that changed at most 10,000 records, as long as their entries are in the change log.");
        }
        ImportUndo undo = new ImportUndo(records, imported.merged(importId));
        undo.undo(all);
        return CombinedChange.undo(
                importId,
                undo.changes(),
                undo::refused,
                revision -> json.valueToTree(undo.view(importId, dryRun, revision)));
    }
}
