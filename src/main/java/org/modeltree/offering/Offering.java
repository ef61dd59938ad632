package org.modeltree.offering;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Objects;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.modeltree.http.value.PartialDate;

/** Read-only entity of the table {@code offering}: a provider serves a model under an id of its own. */
@Entity
@Immutable
@IdClass(Offering.Key.class)
class Offering {

    /** Primary key: the provider and the provider's id of the model. */
    static class Key implements Serializable {

        private static final long serialVersionUID = 1;

        String providerId;
        String providerModelId;

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && providerId.equals(key.providerId)
                    && providerModelId.equals(key.providerModelId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(providerId, providerModelId);
        }
    }

    @Id
    @Column(name = "provider_id")
    String providerId;

    @Id
    @Column(name = "provider_model_id")
    String providerModelId;

    @Column(name = "provider_model_key")
    String providerModelKey;

    @Formula("(select p.name from provider p where p.id = provider_id)")
    String providerName;

    @Formula("(select p.url from provider p where p.id = provider_id)")
    String providerUrl;

    @Column(name = "model_id")
    String modelId;

    @Column(name = "context_window")
    Long contextWindow;

    @Column(name = "max_input")
    Long maxInput;

    @Column(name = "max_output")
    Long maxOutput;

    String status;
    String[] supports;
    String[] lacks;

    String source;

    @Column(name = "source_date")
    LocalDate sourceDate;

    @Column(name = "source_precision")
    String sourcePrecision;

    @Column(name = "retired_date")
    LocalDate retiredDate;

    @Column(name = "retired_precision")
    String retiredPrecision;

    @Column(name = "last_seen")
    LocalDate lastSeen;

    String origin;

    /** Other catalogs that list the offering, as a JSON array of the catalog format; null if there are none. */
    @Formula("cast(other_sources as text)")
    String otherSourcesJson;

    /** Whether both are the same offering, maybe at different times. */
    boolean isSameAs(Offering other) {
        return providerId.equals(other.providerId) && providerModelId.equals(other.providerModelId);
    }

    /**
     * Whether the provider offers the model on a day: its end is not reached, and its catalog still lists it, or did so after
     * that day. It ends on its date, and on the last day of a month or a year.
     */
    boolean isOfferedOn(LocalDate day) {
        if (lastSeen != null && !day.isBefore(lastSeen)) {
            return false;
        }
        PartialDate end = PartialDate.of(retiredDate, retiredPrecision);
        return end == null || end.lastDay().isAfter(day);
    }
}
