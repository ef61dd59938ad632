package org.modeltree.lineage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.modeltree.catalog.records.DocumentSql;
import org.modeltree.catalog.records.ModelRecordType;
import org.modeltree.changes.FaultSink;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.StagedRecord;
import org.modeltree.http.problem.Parameters;

/** Record type of lineage edges. */
@ApplicationScoped
class LineageEdgeRecordType implements RecordType {

    static final String TYPE = "edge";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public int position() {
        return 60;
    }

    @Override
    public String keyPointer() {
        return "/child";
    }

    /** A model must not be deleted while it has children, and takes the edges to its parents with it. */
    @Override
    public boolean reactsToDeletionsOf(RecordType other) {
        return other.type().equals(ModelRecordType.TYPE);
    }

    @Override
    public String model() {
        return "child";
    }

    @Override
    public String key() {
        return "v.child_id || ' ' || v.parent_id";
    }

    @Override
    public String matches() {
        return "v.child_id = split_part(s.key, ' ', 1) and v.parent_id = split_part(s.key, ' ', 2)";
    }

    @Override
    public String belongs() {
        return "v.child_id = ?";
    }

    @Override
    public List<String> modelKeys() {
        return List.of("child", "parent");
    }

    @Override
    public Optional<String> mentions() {
        return Optional.of("v.parent_id = ?");
    }

    @Override
    public String order() {
        return "v.child_id, v.parent_id";
    }

    @Override
    public void check(ObjectNode document, FaultSink faults) {
        if (document.get("child")
                .asText()
                .equalsIgnoreCase(document.get("parent").asText())) {
            faults.fault("/parent", "must not be the model itself");
        }
    }

    @Override
    public String absence(Map<String, String> identity) {
        return Parameters.shown(identity.get("parent")) + " is no parent of " + identity.get("child") + ".";
    }

    @Override
    public List<String> identity() {
        return List.of("child", "parent");
    }

    @Override
    public StagedRecord prepared(ObjectNode document) {
        String child = document.get("child").asText().toLowerCase(Locale.ROOT);
        String parent = document.get("parent").asText().toLowerCase(Locale.ROOT);
        document.put("child", child).put("parent", parent);
        return new StagedRecord(0, "", TYPE, child + " " + parent, document, null);
    }

    @Override
    public List<Reference> references() {
        return List.of(Reference.in(TYPE, "child", "model"), Reference.in(TYPE, "parent", "model"));
    }

    @Override
    public List<String> faults() {
        return List.of(
                // Follows stored and staged edges upwards from each new edge; a cycle leads back to the child of the
                // edge.
                """
                with recursive ancestry (line, child, parent, ancestor) as (
                    select s.line, (s.doc ->> 'child') collate "C", (s.doc ->> 'parent') collate "C",
                           (s.doc ->> 'parent') collate "C"
                    from staged s where s.type = 'edge' and s.doc is not null and s.before is null
                    union
                    select a.line, a.child, a.parent, up.parent
                    from ancestry a
                    cross join lateral (
                        select (e.doc ->> 'parent') collate "C" as parent from staged e
                        where e.type = 'edge' and e.doc is not null
                          and e.key >= a.ancestor || ' ' and e.key < a.ancestor || '!'
                        union all
                        select e.parent_id from lineage_edge e
                        where e.child_id = a.ancestor
                          and not exists (
                              select 1 from staged d where d.type = 'edge' and d.doc is null
                              and d.key = e.child_id || ' ' || e.parent_id)
                    ) up
                    where a.ancestor <> a.child
                )
                select line, '/parent', 'creates a cycle: ' || child || ' would be its own ancestor'
                from ancestry where ancestor = child
                """, """
                select s.line, '', 'other models descend from it: ' || string_agg(e.child_id, ', ' order by e.child_id)
                           || '; move them to another parent with reparentTo, or delete their edges first'
                from staged s join lineage_edge e on e.parent_id = s.key
                where s.type = 'model' and s.doc is null
                  and not exists (
                      select 1 from staged d where d.type = 'edge' and d.doc is null
                      and d.key = e.child_id || ' ' || e.parent_id)
                group by s.line
                """);
    }

    @Override
    public List<String> deletes() {
        return List.of("""
                delete from lineage_edge e using staged s
                where s.type = 'edge' and s.doc is null and e.child_id = split_part(s.key, ' ', 1)
                  and e.parent_id = split_part(s.key, ' ', 2)
                """, """
                delete from lineage_edge e using staged s where s.type = 'model' and s.doc is null and e.child_id = s.key
                """);
    }

    @Override
    public List<String> growingTables() {
        return List.of("lineage_edge");
    }

    @Override
    public List<String> merges() {
        return List.of("""
                insert into lineage_edge (
                    child_id, parent_id, relation, method, source, source_date, source_precision, origin)
                select s.doc ->> 'child', s.doc ->> 'parent', s.doc ->> 'relation', s.doc ->> 'method',
                       s.doc ->> 'source', %s, coalesce(s.doc ->> 'origin', 'modeltree')
                from staged s where s.type = 'edge' and s.doc is not null
                on conflict on constraint lineage_edge_pkey do update
                set relation = excluded.relation, method = excluded.method, source = excluded.source,
                    source_date = excluded.source_date, source_precision = excluded.source_precision,
                    origin = excluded.origin
                """.formatted(DocumentSql.columns("s.doc ->> 'date'")));
    }
}
