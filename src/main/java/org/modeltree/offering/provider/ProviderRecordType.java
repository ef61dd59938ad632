package org.modeltree.offering.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.modeltree.changes.Merge;
import org.modeltree.changes.RecordType;

/** Record type of providers. An offering of an unknown provider creates a placeholder. */
@ApplicationScoped
class ProviderRecordType implements RecordType {

    @Override
    public String type() {
        return "provider";
    }

    @Override
    public int position() {
        return 40;
    }

    /** An offering of an unknown provider creates a placeholder for it. */
    @Override
    public boolean reactsToWritesOf(RecordType other) {
        return other.type().equals("offering");
    }

    @Override
    public ObjectNode merged(ObjectNode before, ObjectNode incoming, Merge merge) {
        return merge.named(this, before, incoming);
    }

    @Override
    public List<String> merges() {
        return List.of("""
                insert into provider (id, name, url, origin, revision)
                select s.key, s.doc ->> 'name', s.doc ->> 'url', coalesce(s.doc ->> 'origin', 'modeltree'), r.revision
                from staged s cross join catalog_revision r where s.type = 'provider' and s.doc is not null
                on conflict on constraint provider_pkey do update
                set name = excluded.name, url = excluded.url, origin = excluded.origin, revision = excluded.revision
                """, """
                insert into provider (id, name, origin, revision)
                select distinct s.doc ->> 'provider', s.doc ->> 'provider', 'placeholder', r.revision
                from staged s cross join catalog_revision r where s.type = 'offering' and s.doc is not null
                on conflict on constraint provider_pkey do nothing
                """);
    }
}
