package org.modeltree.imports.unmatched;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.modeltree.changes.FaultSink;
import org.modeltree.changes.Merge;
import org.modeltree.changes.Origins;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.RetainedFact;
import org.modeltree.changes.StagedRecord;
import org.modeltree.http.problem.Parameters;

/** Record type of decisions: whether an offering is attached to a model that a curator named, or left out of imports. */
@ApplicationScoped
class DecisionRecordType implements RecordType {

    static final String TYPE = "decision";
    static final String STATE = "state";
    static final String MODEL = "model";
    static final String ACCEPTED = "accepted";
    static final String REJECTED = "rejected";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public int position() {
        return 100;
    }

    @Override
    public String keyPointer() {
        return "";
    }

    @Override
    public List<String> modelKeys() {
        return List.of(MODEL);
    }

    @Override
    public Optional<String> mentions() {
        return Optional.of("v.id in (select d.id from decision d where d.model_id = ?)");
    }

    @Override
    public String absence(Map<String, String> identity) {
        return "Nobody has decided on the offering " + Parameters.shown(identity.get("id")) + " of "
                + Parameters.shown(identity.get("provider")) + ".";
    }

    @Override
    public List<String> identity() {
        return List.of("provider", "id");
    }

    @Override
    public void check(ObjectNode document, FaultSink faults) {
        boolean accepted = document.get(STATE).asText().equals(ACCEPTED);
        if (accepted && !document.hasNonNull(MODEL)) {
            faults.fault("/" + MODEL, "is required if `state` is accepted: the model that the offering serves");
        }
        if (!accepted && document.hasNonNull(MODEL)) {
            faults.fault("/" + MODEL, "must be omitted if `state` is rejected");
        }
    }

    @Override
    public StagedRecord prepared(ObjectNode document) {
        if (document.has(MODEL)) {
            document.put(MODEL, document.get(MODEL).asText().toLowerCase(Locale.ROOT));
        }
        String key = SeenOffering.key(
                document.get("provider").asText(), document.get("id").asText());
        return new StagedRecord(0, "", TYPE, key, document, null);
    }

    /** A decision is taken over as a whole or not at all, because its keys belong together. */
    @Override
    public ObjectNode merged(ObjectNode before, ObjectNode incoming, Merge merge) {
        if (merge.overrides(incoming, before)) {
            return incoming.deepCopy();
        }
        merge.retained()
                .accept(new RetainedFact(
                        before.get("id").asText(), STATE, before.get(STATE), Origins.of(before), incoming.get(STATE)));
        return before.deepCopy();
    }

    @Override
    public List<Reference> references() {
        return List.of(Reference.in(TYPE, "model", "model"));
    }

    @Override
    public List<String> deletes() {
        return List.of("""
                delete from decision d using staged s where s.type = 'decision' and s.doc is null and d.id = s.key
                """);
    }

    @Override
    public List<String> merges() {
        return List.of("""
                insert into decision (id, provider_id, provider_model_id, model_id, note, origin, revision)
                select s.key, s.doc ->> 'provider', s.doc ->> 'id', s.doc ->> 'model', s.doc ->> 'note',
                       coalesce(s.doc ->> 'origin', 'modeltree'), r.revision
                from staged s cross join catalog_revision r where s.type = 'decision' and s.doc is not null
                on conflict on constraint decision_pkey do update
                set model_id = excluded.model_id, note = excluded.note, origin = excluded.origin,
                    revision = excluded.revision
                """);
    }
}
