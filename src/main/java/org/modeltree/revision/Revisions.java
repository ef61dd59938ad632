package org.modeltree.revision;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** Repository of the catalog's revision. */
@ApplicationScoped
class Revisions implements PanacheRepositoryBase<CatalogRevision, Boolean> {

    /** Revision of the snapshot that the current transaction reads; the transaction's first read takes the snapshot. */
    long current() {
        return (Long) getEntityManager()
                .createQuery("select r.revision from CatalogRevision r")
                .getSingleResult();
    }
}
