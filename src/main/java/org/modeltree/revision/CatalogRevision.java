package org.modeltree.revision;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Counter of the catalog's committed changes; the table has exactly one row. */
@Entity
@Table(name = "catalog_revision")
class CatalogRevision {

    @Id
    @Column(name = "only_row")
    boolean onlyRow;

    long revision;

    @Column(name = "changed_at")
    Instant changedAt;
}
