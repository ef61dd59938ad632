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
import java.util.function.Supplier;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/** Makes the changes that curators want, each in one transaction: facts, tallies, revision and change log, or nothing. */
@ApplicationScoped
public class ChangeService {

    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final WriteTransaction loader;
    private final CatalogRecords lines;

    ChangeService(WriteTransaction loader, CatalogRecords lines) {
        this.loader = loader;
        this.lines = lines;
    }

    /** Puts the request's body in the place of what is there. */
    public WriteResult put(WriteRequest request, WriteTarget subject) {
        return put(request, subject, () -> {}, List::of);
    }

    /** Puts the request's body in the place of what is there, unless that is refused first. */
    public WriteResult put(WriteRequest request, WriteTarget subject, Runnable first) {
        return put(request, subject, first, List::of);
    }

    /** Puts the request's body in the place of what is there, unless that is refused first, and changes more with it. */
    public WriteResult put(
            WriteRequest request, WriteTarget subject, Runnable first, Supplier<List<RelatedChange>> more) {
        return write(
                request,
                subject,
                DocumentEdits.replacement(subject, DocumentEdits.object(request.body(), lines)),
                first,
                more);
    }

    /** Merges the request's body into what is there. */
    public WriteResult patch(WriteRequest request, WriteTarget subject) {
        return patch(request, subject, () -> {});
    }

    /** Merges the request's body into what is there, unless that is refused first. */
    public WriteResult patch(WriteRequest request, WriteTarget subject, Runnable first) {
        return write(
                request,
                subject,
                DocumentEdits.patch(subject, DocumentEdits.object(request.body(), lines)),
                first,
                List::of);
    }

    /** Takes out what is there. */
    public WriteResult delete(WriteRequest request, WriteTarget subject) {
        return delete(request, subject, () -> {});
    }

    /** Takes out what is there, unless that is refused first. */
    public WriteResult delete(WriteRequest request, WriteTarget subject, Runnable first) {
        return delete(request, subject, first, List::of);
    }

    /** Takes out what is there, unless that is refused first, and changes more in the same transaction. */
    public WriteResult delete(
            WriteRequest request, WriteTarget subject, Runnable first, Supplier<List<RelatedChange>> more) {
        return write(request, subject, DocumentEdits.deletion(), first, more);
    }

    /** What takes out all that belongs to a model, so that the log tells what went with it. */
    public List<RelatedChange> withoutPartsOf(WriteTarget model) {
        return lines.kinds().stream()
                .filter(kind -> kind.model() != null && !kind.type().equals(model.type()))
                .flatMap(kind -> loader.parts(kind, model.key()).stream()
                        .map(part -> new RelatedChange(
                                kind.type(), kind.prepared(part).key(), null)))
                .toList();
    }

    /** The request's body, as a JSON object. */
    public ObjectNode body(WriteRequest request) {
        return DocumentEdits.object(request.body(), lines);
    }

    /** Something that belongs to no model. */
    public static WriteTarget thing(String type, String id, String location) {
        return new WriteTarget(type, id, null, Map.of("id", id), location);
    }

    /** Does to a document what an edit says, unless that is refused first. */
    public WriteResult write(WriteRequest request, WriteTarget subject, DocumentEdit edit, Runnable first) {
        return write(request, subject, edit, first, List::of);
    }

    private WriteResult write(
            WriteRequest request,
            WriteTarget subject,
            DocumentEdit edit,
            Runnable first,
            Supplier<List<RelatedChange>> more) {
        return loader.write(session -> {
            Optional<WriteResult> former = session.answered(request);
            if (former.isPresent()) {
                return former.get();
            }
            // Here, and not before: nobody else writes any more, and a repetition is answered whatever happened since.
            // So callers put every look at what is there into this.
            first.run();
            return write(session, request, subject, edit, more);
        });
    }

    private WriteResult write(
            WriteTransaction.Session session,
            WriteRequest request,
            WriteTarget subject,
            DocumentEdit edit,
            Supplier<List<RelatedChange>> more) {
        RecordType kind = lines.kind(subject.type());
        ObjectNode before =
                session.current(kind, subject.key()).map(kind::published).orElse(null);
        boolean there = edit.isThere(before);
        boolean foreign = kind.model() != null
                && before != null
                && !before.get(kind.model()).asText().equals(subject.model());
        if (!edit.creates() && (foreign || !there)) {
            // Whatever a client thinks is there: where nothing is, no precondition is what is wrong.
            throw missing(subject);
        }
        if (foreign) {
            throw new Problem.Refused(
                    Problem.Reason.CONFLICT,
                    "The " + subject.type() + " " + Parameters.shown(subject.key()) + " is of the model "
                            + before.get(kind.model()).asText() + ".");
        }
        Long revision = session.revision(subject);
        request.conditions().check(there, revision);
        ObjectNode after = edit.after(before == null ? null : before.deepCopy());
        List<StagedRecord> staged = new ArrayList<>();
        staged.add(line(session, kind, subject, after, edit.place()));
        for (RelatedChange draft : more.get()) {
            RecordType other = lines.kind(draft.type());
            staged.add(
                    draft.document() == null
                            ? new StagedRecord(0, "", draft.type(), draft.key(), null, null)
                            : replaced(session, other, other.prepared(draft.document())));
        }
        List<Problem.BodyFault> conflicts = session.stage(staged).stream()
                .map(fault -> new Problem.BodyFault(within(kind, edit.place(), fault.pointer()), fault.detail()))
                .toList();
        if (!conflicts.isEmpty()) {
            throw new Problem.Refused(Problem.Reason.CONFLICT, said(conflicts.get(0)), conflicts);
        }
        long catalog = session.apply(request.actor(), this::patch);
        WriteResult written = written(session, kind, subject, edit, there, catalog);
        session.remember(request, written);
        return written;
    }

    private WriteResult written(
            WriteTransaction.Session session,
            RecordType kind,
            WriteTarget subject,
            DocumentEdit edit,
            boolean there,
            long catalog) {
        ObjectNode now = session.current(kind, subject.key()).map(this::shown).orElse(null);
        boolean still = edit.isThere(now);
        JsonNode shown = still ? edit.shown(now) : null;
        int status = still && !there ? CREATED : shown == null ? NO_CONTENT : OK;
        return new WriteResult(
                status,
                status == CREATED ? subject.location() : null,
                session.revision(subject),
                catalog,
                shown == null ? null : lines.text(shown),
                false);
    }

    /** The document as clients see it. */
    public ObjectNode shown(ObjectNode kept) {
        String type = kept.get("type").asText();
        ObjectNode shown = lines.published(kept);
        shown.remove("type");
        shown.remove(lines.kind(type).identity());
        return shown;
    }

    /**
     * A document as clients see it, as it is now.
     *
     * @throws Problem.NotFound if there is none
     */
    public ObjectNode current(WriteTarget subject) {
        RecordType kind = lines.kind(subject.type());
        return loader.read(kind, subject.key())
                .filter(document -> subject.model() == null
                        || document.get(kind.model()).asText().equals(subject.model()))
                .map(this::shown)
                .orElseThrow(() -> missing(subject));
    }

    private static Problem.NotFound missing(WriteTarget subject) {
        return new Problem.NotFound(
                "There is no " + subject.type() + " " + Parameters.shown(subject.key()) + ".", List.of());
    }

    private StagedRecord line(
            WriteTransaction.Session session, RecordType kind, WriteTarget subject, ObjectNode after, String place) {
        if (after == null) {
            return new StagedRecord(0, "", subject.type(), subject.key(), null, null);
        }
        List<Problem.BodyFault> faults = new ArrayList<>();
        StagedRecord line = lines.line(after, (pointer, detail) -> {
                    if (ofPath(kind, pointer)) {
                        throw new Problem.InvalidParameter(pointer.substring(1), detail);
                    }
                    faults.add(new Problem.BodyFault(within(kind, place, pointer), detail));
                })
                .orElse(null);
        if (line == null) {
            throw new Problem.InvalidBody(faults);
        }
        return replaced(session, kind, line);
    }

    private static StagedRecord replaced(WriteTransaction.Session session, RecordType kind, StagedRecord line) {
        ObjectNode before = session.current(kind, line.key()).orElse(null);
        return kind.prepared(kind.replaced(before, line.document()));
    }

    /** The pointer as one into the request's body; what the path says is no part of that. */
    private static String within(RecordType kind, String place, String pointer) {
        if (ofPath(kind, pointer)) {
            return "";
        }
        return pointer.startsWith(place) ? pointer.substring(place.length()) : pointer;
    }

    private static boolean ofPath(RecordType kind, String pointer) {
        return pointer.startsWith("/") && kind.identity().contains(pointer.substring(1));
    }

    private static String said(Problem.BodyFault fault) {
        return fault.pointer().isEmpty()
                ? capitalized(fault.detail()) + "."
                : fault.pointer() + ": " + fault.detail() + ".";
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** What changed, as a JSON Patch (RFC 6902) of the published document. What is deleted is said once more. */
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
