package org.modeltree.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.flipkart.zjsonpatch.DiffFlags;
import com.flipkart.zjsonpatch.JsonDiff;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/** Executes the writes of curators, each in one transaction: facts, tallies, revision and change log, or nothing. */
@ApplicationScoped
public class ChangeService {

    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final WriteTransaction transactions;
    private final StoredDocuments documents;
    private final CatalogRecords records;
    private final KnownIds ids;

    ChangeService(WriteTransaction transactions, StoredDocuments documents, CatalogRecords records, KnownIds ids) {
        this.transactions = transactions;
        this.documents = documents;
        this.records = records;
        this.ids = ids;
    }

    /** Creates the target, or replaces it with the request's body. */
    public WriteResult put(WriteRequest request, WriteTarget target) {
        return put(request, target, () -> {}, List::of);
    }

    /** Creates the target, or replaces it with the request's body, unless the check throws. */
    public WriteResult put(WriteRequest request, WriteTarget target, Runnable check) {
        return put(request, target, check, List::of);
    }

    /** As {@link #put(WriteRequest, WriteTarget, Runnable)}, with related changes in the same transaction. */
    public WriteResult put(
            WriteRequest request, WriteTarget target, Runnable check, Supplier<List<RelatedChange>> related) {
        return write(
                request,
                target,
                DocumentEdits.replacement(target, DocumentEdits.object(request.body(), records)),
                check,
                related);
    }

    /** Applies the request's body to the target, as a JSON Merge Patch (RFC 7396). */
    public WriteResult patch(WriteRequest request, WriteTarget target) {
        return patch(request, target, () -> {});
    }

    /** Applies the request's body to the target, as a JSON Merge Patch (RFC 7396), unless the check throws. */
    public WriteResult patch(WriteRequest request, WriteTarget target, Runnable check) {
        return write(
                request,
                target,
                DocumentEdits.patch(target, DocumentEdits.object(request.body(), records), records.keys(target.type())),
                check,
                List::of);
    }

    /** Deletes the target. */
    public WriteResult delete(WriteRequest request, WriteTarget target) {
        return delete(request, target, () -> {});
    }

    /** Deletes the target, unless the check throws. */
    public WriteResult delete(WriteRequest request, WriteTarget target, Runnable check) {
        return delete(request, target, check, List::of);
    }

    /** Deletes the target, unless the check throws, with related changes in the same transaction. */
    public WriteResult delete(
            WriteRequest request, WriteTarget target, Runnable check, Supplier<List<RelatedChange>> related) {
        return write(request, target, DocumentEdits.deletion(), check, related);
    }

    /** Deletions of all parts of a model, so that the change log records them too. */
    public List<RelatedChange> withoutPartsOf(WriteTarget model) {
        return records.types().stream()
                .filter(type -> type.model() != null && !type.type().equals(model.type()))
                .flatMap(type -> documents.parts(type, model.key()).stream()
                        .map(part -> new RelatedChange(
                                type.type(), type.prepared(part).key(), null)))
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
    public WriteResult write(WriteRequest request, WriteTarget target, DocumentEdit edit, Runnable check) {
        return write(request, target, edit, check, List::of);
    }

    /** As {@link #write(WriteRequest, WriteTarget, DocumentEdit, Runnable)}, with related changes in the same transaction. */
    public WriteResult write(
            WriteRequest request,
            WriteTarget target,
            DocumentEdit edit,
            Runnable check,
            Supplier<List<RelatedChange>> related) {
        return transaction(false, session -> {
            Optional<WriteResult> storedAnswer = session.answered(request);
            if (storedAnswer.isPresent()) {
                return storedAnswer.get();
            }
            // Under the write lock, and after a repeated request got its stored answer: so every look at the current
            // state belongs into the check.
            check.run();
            return write(session, request, target, edit, related);
        });
    }

    private WriteResult transaction(boolean dryRun, Function<WriteTransaction.Session, WriteResult> work) {
        try {
            return transactions.write(work, dryRun);
        } catch (RefusedWrite refused) {
            throw refused.problem(ids, documents);
        }
    }

    private WriteResult write(
            WriteTransaction.Session session,
            WriteRequest request,
            WriteTarget target,
            DocumentEdit edit,
            Supplier<List<RelatedChange>> related) {
        RecordType type = records.type(target.type());
        ObjectNode stored = session.current(type, target.key()).orElse(null);
        ObjectNode before = stored == null ? null : type.published(stored);
        boolean existed = edit.isThere(before);
        boolean ofOtherModel = type.model() != null
                && before != null
                && !before.get(type.model()).asText().equals(target.model());
        if (!edit.creates() && (ofOtherModel || !existed)) {
            // 404 takes precedence over 412: without a target the precondition is not the problem.
            Problem.NotFound missingPart = before == null ? null : edit.missingPart(before);
            throw missingPart == null
                    ? RefusedWrite.missing(target, type, edit.isUpdate() ? type.creation(target.location()) : "")
                    : missingPart;
        }
        if (ofOtherModel) {
            throw new Problem.Refused(
                    Problem.Reason.CONFLICT,
                    "The " + target.type() + " " + Parameters.shown(target.key()) + " belongs to the model "
                            + before.get(type.model()).asText() + ".");
        }
        Long revision = session.revision(target);
        request.conditions().check(existed, revision);
        ObjectNode after = edit.after(before == null ? null : before.deepCopy());
        List<StagedRecord> staged = new ArrayList<>();
        staged.add(checked(type, target, stored, after, edit.place()));
        for (RelatedChange change : related.get()) {
            RecordType other = records.type(change.type());
            staged.add(
                    change.document() == null
                            ? new StagedRecord(0, "", change.type(), change.key(), null, null)
                            : change.asStated()
                                    ? asStated(change)
                                    : replaced(session, other, other.prepared(change.document())));
        }
        List<RecordFault> conflicts = session.stage(staged).stream()
                .map(fault -> fault.at(pointerInBody(type, edit.place(), fault.pointer())))
                .toList();
        if (!conflicts.isEmpty()) {
            throw RefusedWrite.conflict(conflicts);
        }
        long catalogRevision = session.apply(request.actor(), this::patch);
        WriteResult result = result(session, type, target, edit, existed, catalogRevision);
        session.remember(request, result);
        return result;
    }

    private WriteResult result(
            WriteTransaction.Session session,
            RecordType type,
            WriteTarget target,
            DocumentEdit edit,
            boolean existed,
            long catalogRevision) {
        ObjectNode document =
                session.current(type, target.key()).map(this::shown).orElse(null);
        boolean exists = edit.isThere(document);
        JsonNode shown = exists ? edit.shown(document) : null;
        int status = exists && !existed ? CREATED : shown == null ? NO_CONTENT : OK;
        return new WriteResult(
                status,
                status == CREATED ? target.location() : null,
                session.revision(target),
                catalogRevision,
                shown == null ? null : records.text(shown),
                false);
    }

    /** A stored document as clients see it: without its type and the keys in its path. */
    public ObjectNode shown(ObjectNode stored) {
        String type = stored.get("type").asText();
        ObjectNode shown = records.published(stored);
        shown.remove("type");
        shown.remove(records.type(type).identity());
        return shown;
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
        return transaction(
                dryRun,
                session -> combine(
                        session,
                        request,
                        () -> {
                            check.run();
                            request.conditions().check(true, session.revision(target));
                        },
                        combined,
                        dryRun));
    }

    /** As {@link #combine(WriteRequest, WriteTarget, Runnable, Supplier, boolean)}, without a precondition. */
    public WriteResult combine(
            WriteRequest request, Runnable check, Supplier<CombinedChange> combined, boolean dryRun) {
        return transaction(dryRun, session -> combine(session, request, check, combined, dryRun));
    }

    private WriteResult combine(
            WriteTransaction.Session session,
            WriteRequest request,
            Runnable check,
            Supplier<CombinedChange> combined,
            boolean dryRun) {
        Optional<WriteResult> storedAnswer = session.answered(request);
        if (storedAnswer.isPresent()) {
            return storedAnswer.get();
        }
        check.run();
        CombinedChange change = combined.get();
        List<RecordFault> faults =
                session.stage(change.changes().stream().map(this::asStated).toList());
        while (!faults.isEmpty()) {
            List<RecordFault> conflicts = faults;
            BiConsumer<RelatedChange, String> refused = change.refused()
                    .orElseThrow(() -> RefusedWrite.conflict(
                            conflicts.stream().map(fault -> fault.at("")).toList()));
            Map<Long, String> reasons = new TreeMap<>();
            conflicts.forEach(fault -> reasons.putIfAbsent(fault.line(), fault.detail()));
            reasons.forEach((line, reason) -> refused.accept(change.changes().get(Math.toIntExact(line) - 1), reason));
            faults = session.unstage(reasons.keySet());
        }
        long before = session.revision();
        long after = session.applyAsOne(request.actor(), change, this::patch);
        WriteTarget changed = change.result();
        WriteResult result = new WriteResult(
                OK,
                null,
                dryRun || changed == null ? null : session.revision(changed),
                dryRun ? before : after,
                records.text(change.answer().apply(dryRun || after == before ? null : after)),
                false);
        if (!dryRun) {
            session.remember(request, result);
        }
        return result;
    }

    private StagedRecord asStated(RelatedChange change) {
        return change.document() == null
                ? new StagedRecord(0, "", change.type(), change.key(), null, null)
                : records.type(change.type()).prepared(change.document());
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

    private static StagedRecord replaced(WriteTransaction.Session session, RecordType type, StagedRecord record) {
        ObjectNode before = session.current(type, record.key()).orElse(null);
        return type.prepared(type.replaced(before, record.document()));
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

    /** The change as a JSON Patch (RFC 6902) of the document as clients see it; a deletion includes the deleted document. */
    private ArrayNode patch(ObjectNode before, ObjectNode after) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        if (before == null) {
            patch.addObject().put("op", "add").put("path", "").set("value", shown(after));
        } else if (after == null) {
            patch.addObject().put("op", "test").put("path", "").set("value", shown(before));
            patch.addObject().put("op", "remove").put("path", "");
        } else {
            JsonNode diff = JsonDiff.asJson(shown(before), shown(after), DiffFlags.dontNormalizeOpIntoMoveAndCopy());
            diff.forEach(patch::add);
        }
        return patch;
    }
}
