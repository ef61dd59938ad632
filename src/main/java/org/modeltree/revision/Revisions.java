package org.modeltree.revision;

import jakarta.inject.Singleton;
import org.modeltree.revision.sql.Sql;

/** Reads the catalog's revision. */
@Singleton
class Revisions {

    private final Sql sql;

    Revisions(Sql sql) {
        this.sql = sql;
    }

    /** State of the catalog in the snapshot that is read; its first statement takes the snapshot. */
    CatalogState state() {
        return sql.byKey("select r.revision, r.changed_at from catalog_revision r", CatalogState.class)
                .first()
                .orElseThrow();
    }
}
