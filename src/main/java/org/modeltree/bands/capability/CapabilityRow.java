package org.modeltree.bands.capability;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Locale;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.modeltree.scoring.Scale;

/** Read-only entity of the table {@code capability}, with the label and unit of its benchmark. */
@Entity
@Immutable
@Table(name = "capability")
class CapabilityRow {

    @Id
    String id;

    int position;
    long revision;

    @Column(name = "benchmark_id")
    String benchmarkId;

    @Formula("(select b.label from benchmark b where b.id = benchmark_id)")
    String benchmarkLabel;

    @Formula("(select b.unit from benchmark b where b.id = benchmark_id)")
    String unit;

    @Column(name = "scale_kind")
    String scaleKind;

    @Column(name = "scale_floor")
    double scaleFloor;

    @Column(name = "scale_ceiling")
    double scaleCeiling;

    @Column(name = "label_en")
    String labelEn;

    @Column(name = "label_zh")
    String labelZh;

    @Column(name = "description_en")
    String descriptionEn;

    @Column(name = "description_zh")
    String descriptionZh;

    @Column(name = "basis_en")
    String basisEn;

    @Column(name = "basis_zh")
    String basisZh;

    @Formula("cast(gauge as text)")
    String gauge;

    Capability toCapability() {
        Scale scale = new Scale(Scale.Kind.valueOf(scaleKind.toUpperCase(Locale.ROOT)), scaleFloor, scaleCeiling);
        return new Capability(
                id,
                revision,
                benchmarkId,
                benchmarkLabel,
                unit,
                scale,
                labelEn,
                labelZh,
                descriptionEn,
                descriptionZh,
                basisEn,
                basisZh,
                Axis.of(scale, benchmarkId, unit, gauge));
    }
}
