package org.modeltree.changes.write;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.RecordFault;
import org.modeltree.changes.StagedRecord;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;

/** Makes several changes as one revision. */
@ApplicationScoped
class CombinedWrites {

    private static final int OK = 200;

    private final CatalogRecords records;
    private final Clock clock;

    CombinedWrites(CatalogRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /**
     * Makes the changes, unless the check throws.
     *
     * @param target record whose precondition the request has; null if it has none
     * @param dryRun whether everything is rolled back afterwards
     */
    WriteResult make(
            WriteSession session,
            WriteRequest request,
            WriteTarget target,
            Runnable check,
            Supplier<CombinedChange> combined,
            boolean dryRun) {
        session.prepareForSeveral();
        Optional<WriteResult> answer;
        Long targetRevision = null;
        if (target == null) {
            answer = session.begin(request);
        } else {
            WriteSession.Begun begun = session.begin(request, lookup(target));
            answer = begun.answer();
            targetRevision = begun.found().revision();
        }
        if (answer.isPresent()) {
            return answer.get();
        }
        session.mayCompute();
        session.mayTakeLonger();
        check.run();
        if (target != null) {
            request.conditions().check(true, targetRevision);
        }
        CombinedChange change = combined.get();
        leaveOutRefused(session, change);
        long before = session.revision();
        long after = session.applyAsOne(clock.instant(), request.actor(), change);
        WriteTarget changed = change.result();
        WriteResult result = new WriteResult(
                OK,
                null,
                dryRun || changed == null ? null : session.find(lookup(changed)).revision(),
                dryRun ? before : after,
                records.text(change.answer().apply(dryRun || after == before ? null : after)),
                false);
        if (!dryRun) {
            session.remember(request, result);
        }
        return result;
    }

    /** Stages the changes. Those that conflict with the rest of the catalog are left out, or refuse all. */
    private void leaveOutRefused(WriteSession session, CombinedChange change) {
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
    }

    private Lookup lookup(WriteTarget target) {
        return Lookup.of(target, records.type(target.type()));
    }

    /** The change as a record whose facts keep their origins. */
    StagedRecord asStated(RelatedChange change) {
        return change.document() == null
                ? new StagedRecord(0, "", change.type(), change.key(), null, null)
                : records.type(change.type()).prepared(change.document());
    }
}
