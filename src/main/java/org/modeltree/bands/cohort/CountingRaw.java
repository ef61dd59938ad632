package org.modeltree.bands.cohort;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.SQLRestriction;

/** Read-only entity of the table {@code measurement}: the raw values that scores are computed from. */
@Entity
@Immutable
@Table(name = "measurement")
@SQLRestriction("counting")
class CountingRaw {

    @Id
    long id;

    @Column(name = "model_id")
    String modelId;

    @Column(name = "benchmark_id")
    String benchmarkId;

    double raw;

    @Formula("cast(settings as text)")
    String settings;
}
