package org.modeltree.catalog.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.changes.Merge;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.StagedRecord;

/** Record type of vendors. */
@ApplicationScoped
class VendorRecordType implements RecordType {

    @Override
    public String type() {
        return "vendor";
    }

    @Override
    public int position() {
        return 10;
    }

    @Override
    public StagedRecord prepared(ObjectNode document) {
        ObjectNode derived = JsonNodeFactory.instance.objectNode();
        derived.put("words", SearchText.indexed(document.get("name").asText()));
        return new StagedRecord(0, "", type(), document.get("id").asText(), document, derived);
    }

    @Override
    public ObjectNode merged(ObjectNode before, ObjectNode incoming, Merge merge) {
        return merge.named(this, before, incoming);
    }

    @Override
    public List<String> merges() {
        return List.of(
                // Search words of a model end with those of its vendor.
                """
                update model_search t
                set words = left(t.words, length(t.words) - length(v.words)) || (s.derived ->> 'words')
                from staged s join vendor v on v.id = s.key join model m on m.vendor_id = v.id
                where s.type = 'vendor' and s.doc is not null and v.words <> s.derived ->> 'words'
                  and t.model_id = m.id
                """, """
                insert into vendor (id, name, url, origin, words, revision)
                select s.key, s.doc ->> 'name', s.doc ->> 'url', coalesce(s.doc ->> 'origin', 'modeltree'),
                       s.derived ->> 'words', r.revision
                from staged s cross join catalog_revision r where s.type = 'vendor' and s.doc is not null
                on conflict on constraint vendor_pkey do update
                set name = excluded.name, url = excluded.url, origin = excluded.origin, words = excluded.words,
                    revision = excluded.revision
                """);
    }
}
