package org.modeltree.catalog.records;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.StagedRecord;

/** Record type of deleted models: the id, and the successor if there is one. */
@ApplicationScoped
public class DeletedRecordType implements RecordType {

    public static final String TYPE = "deleted";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public int position() {
        return 45;
    }

    @Override
    public List<String> modelKeys() {
        return List.of("successor");
    }

    @Override
    public Optional<String> mentions() {
        return Optional.of("v.id in (select d.id from deleted_model d where d.successor_id = ?)");
    }

    @Override
    public StagedRecord prepared(ObjectNode document) {
        String id = document.get("id").asText().toLowerCase(Locale.ROOT);
        document.put("id", id);
        if (document.has("successor")) {
            document.put("successor", document.get("successor").asText().toLowerCase(Locale.ROOT));
        }
        return new StagedRecord(0, "", TYPE, id, document, null);
    }

    @Override
    public List<String> faults() {
        return List.of("""
                select s.line, '/id', 'the model ' || s.key || ' is in this catalog, so it cannot be listed as deleted'
                from staged s join staged m on m.type = 'model' and m.key = s.key and m.doc is not null
                where s.type = 'deleted' and s.doc is not null
                """);
    }

    @Override
    public List<String> deletes() {
        return List.of("""
                delete from deleted_model d using staged s where s.type = 'deleted' and s.doc is null and d.id = s.key
                """);
    }

    @Override
    public List<String> merges() {
        return List.of("""
                insert into deleted_model (id, successor_id, revision, deleted_at)
                select s.key, s.doc ->> 'successor', r.revision, r.changed_at
                from staged s cross join catalog_revision r where s.type = 'deleted' and s.doc is not null
                on conflict on constraint deleted_model_pkey do update
                set successor_id = excluded.successor_id, revision = excluded.revision, deleted_at = excluded.deleted_at
                """);
    }
}
