package org.modeltree.revision;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads the catalog's revision. */
@ApplicationScoped
class Revisions implements PanacheRepositoryBase<CatalogRevision, Boolean> {

    /** The revision of the snapshot the current transaction reads in; the first such read takes the snapshot. */
    long current() {
        return (Long) getEntityManager()
                .createQuery("select r.revision from CatalogRevision r")
                .getSingleResult();
    }
}
