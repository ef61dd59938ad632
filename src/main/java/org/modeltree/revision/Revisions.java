package org.modeltree.revision;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** Repository of the catalog's revision. */
@ApplicationScoped
class Revisions implements PanacheRepositoryBase<CatalogRevision, Boolean> {

    /** State of the catalog in the snapshot that the current transaction reads; its first read takes the snapshot. */
    CatalogState state() {
        return getEntityManager()
                .createQuery("select r.revision, r.changedAt from CatalogRevision r", CatalogState.class)
                .getSingleResult();
    }
}
