package org.modeltree.catalog.vendor;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.Immutable;

/** Publisher of models. */
@Entity
@Immutable
class Vendor {

    @Id
    String id;

    String name;
    String url;
}
