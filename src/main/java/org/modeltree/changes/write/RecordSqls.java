package org.modeltree.changes.write;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.RecordType;

/** The SQL of each kind of write of one record, which is made once. */
@ApplicationScoped
class RecordSqls {

    private record Kind(String type, RecordSql.Effect effect) {}

    private final CatalogRecords records;
    private final Map<Kind, RecordSql> made = new ConcurrentHashMap<>();

    RecordSqls(CatalogRecords records) {
        this.records = records;
    }

    /** The SQL of a kind of write. */
    RecordSql of(RecordType type, RecordSql.Effect effect) {
        return made.computeIfAbsent(new Kind(type.type(), effect), kind -> RecordSql.of(records, type, effect));
    }
}
