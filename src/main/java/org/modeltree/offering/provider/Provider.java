package org.modeltree.offering.provider;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.Immutable;

/** Organization that serves models. */
@Entity
@Immutable
class Provider {

    @Id
    String id;

    String name;
    String url;
}
