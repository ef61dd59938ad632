package org.modeltree.offering.provider;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/** Read-only entity of the table {@code provider}. */
@Entity
@Immutable
class Provider {

    @Id
    String id;

    String name;
    String url;
    long revision;

    @Formula("(select count(*) from offering o where o.provider_id = id and o.last_seen is null)")
    long offerings;

    /** Revision of the catalog in the snapshot that the provider was read in. */
    @Formula("(select r.revision from catalog_revision r)")
    long catalogRevision;
}
