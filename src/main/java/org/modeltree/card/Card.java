package org.modeltree.card;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/** What a model's page says beyond its facts. */
@Entity
@Immutable
class Card {

    @Id
    @Column(name = "model_id")
    String modelId;

    String api;
    String product;

    @Column(name = "open_source")
    String openSource;

    String enterprise;

    @Column(name = "pricing_kind")
    String pricingKind;

    @Formula("cast(tools as text)")
    String tools;
}
