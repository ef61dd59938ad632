package org.modeltree.bench.spring;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/** Copy of the service's entity. */
@Entity
@Immutable
@Table(name = "model")
class Model {

    @Id
    String id;

    @Column(name = "vendor_id")
    String vendorId;

    @Formula("(select v.name from vendor v where v.id = vendor_id)")
    String vendorName;

    String name;
    String family;
    String kind;

    @Column(name = "release_date")
    LocalDate releaseDate;

    @Column(name = "release_precision")
    String releasePrecision;

    String lifecycle;

    @Column(name = "announced_date")
    LocalDate announcedDate;

    @Column(name = "announced_precision")
    String announcedPrecision;

    @Column(name = "deprecated_date")
    LocalDate deprecatedDate;

    @Column(name = "deprecated_precision")
    String deprecatedPrecision;

    @Column(name = "retired_date")
    LocalDate retiredDate;

    @Column(name = "retired_precision")
    String retiredPrecision;

    @Column(name = "successor_id")
    String successorId;

    Long parameters;

    @Column(name = "parameters_status")
    String parametersStatus;

    @Column(name = "context_window_status")
    String contextWindowStatus;

    @Column(name = "max_output_status")
    String maxOutputStatus;

    @Column(name = "pricing_status")
    String pricingStatus;

    @Column(name = "open_weights")
    Boolean openWeights;

    String licence;

    @Column(name = "input_modalities")
    String[] inputModalities;

    @Column(name = "output_modalities")
    String[] outputModalities;

    String[] supports;
    String[] lacks;

    @Column(name = "cutoff_date")
    LocalDate cutoffDate;

    @Column(name = "cutoff_precision")
    String cutoffPrecision;

    long revision;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Formula("(select w.raw from measurement w"
            + " where w.model_id = id and w.benchmark_id = 'context-window' and w.counting)")
    Double contextWindow;

    @Formula("(select w.raw from measurement w"
            + " where w.model_id = id and w.benchmark_id = 'max-output' and w.counting)")
    Double maxOutput;

    @Formula("(select array_agg(a.alias order by a.alias_key) from model_alias a where a.model_id = id)")
    String[] aliases;

    @Formula("(select array_agg(l.type order by l.position) from model_link l where l.model_id = id)")
    String[] linkTypes;

    @Formula("(select array_agg(l.url order by l.position) from model_link l where l.model_id = id)")
    String[] linkUrls;

    @Formula("(select t.subtitle from model_text t where t.model_id = id and t.lang = 'en')")
    String subtitleEn;

    @Formula("(select t.subtitle from model_text t where t.model_id = id and t.lang = 'zh')")
    String subtitleZh;

    @Formula("(select t.summary from model_text t where t.model_id = id and t.lang = 'en')")
    String summaryEn;

    @Formula("(select t.summary from model_text t where t.model_id = id and t.lang = 'zh')")
    String summaryZh;
}
