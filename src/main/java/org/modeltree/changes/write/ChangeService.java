package org.modeltree.changes.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.KnownIds;
import org.modeltree.changes.RecordFault;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.StagedRecord;
import org.modeltree.changes.StoredDocuments;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/** Executes the writes of curators, each in one transaction: facts, tallies, revision and change log, or nothing. */
@ApplicationScoped
public class ChangeService {

    /** So many related changes take a while between two statements. */
    private static final int MANY = 100;

    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final WriteTransaction transactions;
    private final StoredDocuments documents;
    private final CatalogRecords records;
    private final CombinedWrites combinedWrites;
    private final ChangeEntries entries;
    private final KnownIds ids;
    private final Clock clock;

    ChangeService(
            WriteTransaction transactions,
            StoredDocuments documents,
            CatalogRecords records,
            CombinedWrites combinedWrites,
            ChangeEntries entries,
            KnownIds ids,
            Clock clock) {
        this.transactions = transactions;
        this.documents = documents;
        this.records = records;
        this.combinedWrites = combinedWrites;
        this.entries = entries;
        this.ids = ids;
        this.clock = clock;
    }

    /** Creates the target, or replaces it with the request's body. */
    public WriteResult put(WriteRequest request, WriteTarget target) {
        return put(request, target, WriteCheck.NONE, List::of);
    }

    /** Creates the target, or replaces it with the request's body, unless the check throws. */
    public WriteResult put(WriteRequest request, WriteTarget target, WriteCheck check) {
        return put(request, target, check, List::of);
    }

    /** As {@link #put(WriteRequest, WriteTarget, WriteCheck)}, with related changes in the same transaction. */
    public WriteResult put(
            WriteRequest request, WriteTarget target, WriteCheck check, Supplier<List<RelatedChange>> related) {
        return write(
                request,
                target,
                DocumentEdits.replacement(target, DocumentEdits.object(request.body(), records)),
                check,
                related);
    }

    /** Applies the request's body to the target, as a JSON Merge Patch (RFC 7396). */
    public WriteResult patch(WriteRequest request, WriteTarget target) {
        return patch(request, target, WriteCheck.NONE);
    }

    /** Applies the request's body to the target, as a JSON Merge Patch (RFC 7396), unless the check throws. */
    public WriteResult patch(WriteRequest request, WriteTarget target, WriteCheck check) {
        return write(
                request,
                target,
                DocumentEdits.patch(target, DocumentEdits.object(request.body(), records), records.keys(target.type())),
                check,
                List::of);
    }

    /** Deletes the target. */
    public WriteResult delete(WriteRequest request, WriteTarget target) {
        return delete(request, target, WriteCheck.NONE);
    }

    /** Deletes the target, unless the check throws. */
    public WriteResult delete(WriteRequest request, WriteTarget target, WriteCheck check) {
        return write(request, target, DocumentEdits.deletion(), check);
    }

    /**
     * Deletes the target, unless the check throws, with related changes in the same transaction. They may be thousands, so it may
     * take longer than other requests.
     */
    public WriteResult delete(
            WriteRequest request, WriteTarget target, WriteCheck check, Supplier<List<RelatedChange>> related) {
        return transaction(false, session -> {
            session.prepareForSeveral();
            return begun(session, request, new Edit(target, DocumentEdits.deletion(), check, () -> {
                session.mayTakeLonger();
                return related.get();
            }));
        });
    }

    /** Deletions of all parts of a model, so that the change log records them too. */
    public List<RelatedChange> withoutPartsOf(WriteTarget model) {
        return records.types().stream()
                .filter(type -> type.model() != null && !type.type().equals(model.type()))
                .flatMap(type -> documents.keysOfParts(type, model.key()).stream()
                        .map(key -> new RelatedChange(type.type(), key, null)))
                .toList();
    }

    /** Parses the request's body as a JSON object. */
    public ObjectNode body(WriteRequest request) {
        return DocumentEdits.object(request.body(), records);
    }

    /** Target that belongs to no model. */
    public static WriteTarget targetWithoutModel(String type, String id, String location) {
        return new WriteTarget(type, id, null, Map.of("id", id), location);
    }

    /** Applies an edit to the target's document, unless the check throws. */
    public WriteResult write(WriteRequest request, WriteTarget target, DocumentEdit edit, WriteCheck check) {
        return write(request, target, edit, check, List::of);
    }

    /** As {@link #write(WriteRequest, WriteTarget, DocumentEdit, WriteCheck)}, with related changes in the same transaction. */
    public WriteResult write(
            WriteRequest request,
            WriteTarget target,
            DocumentEdit edit,
            WriteCheck check,
            Supplier<List<RelatedChange>> related) {
        return transaction(false, session -> begun(session, request, new Edit(target, edit, check, related)));
    }

    /** What to write, unless the check throws. */
    private record Edit(
            WriteTarget target, DocumentEdit edit, WriteCheck check, Supplier<List<RelatedChange>> related) {}

    private WriteResult begun(WriteSession session, WriteRequest request, Edit asked) {
        RecordType type = records.type(asked.target().type());
        WriteSession.Begun begun = session.begin(request, Lookup.of(asked.target(), type));
        if (begun.answer().isPresent()) {
            return begun.answer().get();
        }
        asked.check().run(begun.found().revision() != null);
        return write(session, request, new Edited(asked.target(), type, asked.edit(), begun.found()), asked.related());
    }

    private WriteResult transaction(boolean dryRun, Function<WriteSession, WriteResult> work) {
        try {
            return transactions.write(work, dryRun);
        } catch (RefusedWrite refused) {
            throw refused.problem(ids, documents);
        }
    }

    /**
     * An edit and what it is made to.
     *
     * @param found what was stored when the write began
     */
    private record Edited(WriteTarget target, RecordType type, DocumentEdit edit, Found found) {

        Lookup lookup() {
            return Lookup.of(target, type);
        }
    }

    private WriteResult write(
            WriteSession session, WriteRequest request, Edited edited, Supplier<List<RelatedChange>> related) {
        WriteTarget target = edited.target();
        RecordType type = edited.type();
        DocumentEdit edit = edited.edit();
        Found found = edited.found();
        ObjectNode stored = found.document() == null ? null : records.trusted(found.document());
        ObjectNode before = stored == null ? null : type.published(stored);
        boolean existed = edit.isThere(before);
        requireTarget(edited, before, existed);
        request.conditions().check(existed, found.revision());
        ObjectNode after = edit.after(before == null ? null : before.deepCopy());
        StagedRecord record = checked(type, target, stored, after, edit.place());
        List<RelatedChange> others = related.get();
        Found now = others.isEmpty()
                ? writeOne(session, request, edited, record)
                : writeAll(session, request, edited, record, others);
        WriteResult result = result(edited, existed, now);
        session.remember(request, result);
        return result;
    }

    /** Requires that the target exists unless the edit creates it, and that it belongs to the model in the path. */
    private static void requireTarget(Edited edited, ObjectNode before, boolean existed) {
        WriteTarget target = edited.target();
        RecordType type = edited.type();
        boolean ofOtherModel = type.model() != null
                && before != null
                && !before.get(type.model()).asText().equals(target.model());
        if (!edited.edit().creates() && (ofOtherModel || !existed)) {
            // 404 takes precedence over 412: without a target the precondition is not the problem.
            Problem.NotFound missingPart = before == null ? null : edited.edit().missingPart(before);
            throw missingPart == null
                    ? RefusedWrite.missing(
                            target, type, edited.edit().isUpdate() ? type.creation(target.location()) : "")
                    : missingPart;
        }
        if (ofOtherModel) {
            throw new Problem.Refused(
                    Problem.Reason.CONFLICT,
                    "The " + target.type() + " " + Parameters.shown(target.key()) + " belongs to the model "
                            + before.get(type.model()).asText() + ".");
        }
    }

    private Found writeOne(WriteSession session, WriteRequest request, Edited edited, StagedRecord record) {
        RecordWrite write = session.write(record, edited.found().document());
        refuseConflicts(edited, session.check(write));
        return write.changesAnything()
                ? session.apply(write, edited.lookup(), clock.instant(), request.actor())
                : edited.found();
    }

    private Found writeAll(
            WriteSession session,
            WriteRequest request,
            Edited edited,
            StagedRecord record,
            List<RelatedChange> others) {
        if (others.size() >= MANY) {
            session.mayCompute();
        }
        // Read by type and not one by one, because other writers wait meanwhile.
        IdentityHashMap<RelatedChange, StagedRecord> replaced = new IdentityHashMap<>();
        others.stream()
                .filter(change -> change.document() != null && !change.asStated())
                .collect(Collectors.groupingBy(RelatedChange::type, TreeMap::new, Collectors.toList()))
                .forEach((type, changes) -> replace(session, records.type(type), changes, replaced));
        List<StagedRecord> staged = new ArrayList<>(List.of(record));
        for (RelatedChange change : others) {
            StagedRecord replacement = replaced.get(change);
            staged.add(replacement == null ? combinedWrites.asStated(change) : replacement);
        }
        refuseConflicts(edited, session.stage(staged));
        session.apply(clock.instant(), request.actor());
        return session.find(edited.lookup());
    }

    private static void refuseConflicts(Edited edited, List<RecordFault> faults) {
        if (!faults.isEmpty()) {
            throw RefusedWrite.conflict(faults.stream()
                    .map(fault ->
                            fault.at(pointerInBody(edited.type(), edited.edit().place(), fault.pointer())))
                    .toList());
        }
    }

    private WriteResult result(Edited edited, boolean existed, Found now) {
        ObjectNode document = now.document() == null ? null : shown(records.trusted(now.document()));
        boolean exists = edited.edit().isThere(document);
        JsonNode shown = exists ? edited.edit().shown(document) : null;
        int status = exists && !existed ? CREATED : shown == null ? NO_CONTENT : OK;
        return new WriteResult(
                status,
                status == CREATED ? edited.target().location() : null,
                now.revision(),
                now.catalogRevision(),
                shown == null ? null : records.text(shown),
                false);
    }

    /** A stored document as clients see it: without its type and the keys in its path. */
    public ObjectNode shown(ObjectNode stored) {
        return entries.shown(stored);
    }

    /**
     * The current document of a target, as clients see it.
     *
     * @throws Problem.NotFound if the target does not exist
     */
    public ObjectNode current(WriteTarget target) {
        RecordType type = records.type(target.type());
        return documents
                .read(type, target.key())
                .filter(document -> target.model() == null
                        || document.get(type.model()).asText().equals(target.model()))
                .map(this::shown)
                .orElseThrow(() -> RefusedWrite.notFound(target, type, documents));
    }

    /**
     * Makes several changes as one, unless the check throws. Facts keep their origins.
     *
     * @param target record whose precondition the request has; it must exist
     * @param dryRun whether to roll everything back at the end; conflicts and the answer are the same
     */
    public WriteResult combine(
            WriteRequest request,
            WriteTarget target,
            Runnable check,
            Supplier<CombinedChange> combined,
            boolean dryRun) {
        return transaction(dryRun, session -> combinedWrites.make(session, request, target, check, combined, dryRun));
    }

    /** As {@link #combine(WriteRequest, WriteTarget, Runnable, Supplier, boolean)}, without a precondition. */
    public WriteResult combine(
            WriteRequest request, Runnable check, Supplier<CombinedChange> combined, boolean dryRun) {
        return combine(request, null, check, combined, dryRun);
    }

    /** Stored documents that belong to a model or name it, but not its own. */
    public List<ObjectNode> about(String model) {
        return documents.about(model);
    }

    /** Number of the documents of {@link #about(String)}, at most {@code limit}. */
    public long countAbout(String model, int limit) {
        return documents.countAbout(model, limit);
    }

    /** Stored documents of a type that belong to a model. */
    public List<ObjectNode> parts(String type, String model) {
        return documents.parts(records.type(type), model);
    }

    /** The stored document with this key. */
    public Optional<ObjectNode> stored(String type, String key) {
        return documents.read(records.type(type), key);
    }

    private StagedRecord checked(
            RecordType type, WriteTarget target, ObjectNode stored, ObjectNode after, String location) {
        if (after == null) {
            return new StagedRecord(0, "", target.type(), target.key(), null, null);
        }
        List<Problem.BodyFault> faults = new ArrayList<>();
        StagedRecord record = records.record(after, fault -> {
                    if (isInPath(type, fault.pointer())) {
                        throw new Problem.InvalidParameter(
                                fault.pointer().substring(1), fault.detail(), fault.suggestions());
                    }
                    faults.add(fault.at(pointerInBody(type, location, fault.pointer())));
                })
                .orElse(null);
        if (record == null) {
            throw new Problem.InvalidBody(faults);
        }
        return type.prepared(type.replaced(stored, record.document()));
    }

    private static void replace(
            WriteSession session,
            RecordType type,
            List<RelatedChange> changes,
            IdentityHashMap<RelatedChange, StagedRecord> replaced) {
        List<StagedRecord> incoming =
                changes.stream().map(change -> type.prepared(change.document())).toList();
        Map<String, ObjectNode> before =
                session.current(type, incoming.stream().map(StagedRecord::key).toList());
        for (int i = 0; i < changes.size(); i++) {
            StagedRecord record = incoming.get(i);
            replaced.put(changes.get(i), type.prepared(type.replaced(before.get(record.key()), record.document())));
        }
    }

    /** Translates a pointer into the document to one into the request's body; keys in the path become the empty pointer. */
    private static String pointerInBody(RecordType type, String location, String pointer) {
        if (isInPath(type, pointer)) {
            return "";
        }
        return pointer.startsWith(location) ? pointer.substring(location.length()) : pointer;
    }

    private static boolean isInPath(RecordType type, String pointer) {
        return pointer.startsWith("/") && type.identity().contains(pointer.substring(1));
    }
}
