package org.modeltree.offering;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import org.hibernate.annotations.Immutable;

/** Read-only entity of the table {@code price}: what an offering costs from one day to another. */
@Entity
@Immutable
@IdClass(Price.Key.class)
class Price {

    /** Primary key: the offering and the price's position in it, from 1. */
    static class Key implements Serializable {

        private static final long serialVersionUID = 1;

        String providerId;
        String providerModelId;
        int position;

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && position == key.position
                    && providerId.equals(key.providerId)
                    && providerModelId.equals(key.providerModelId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(providerId, providerModelId, position);
        }
    }

    @Id
    @Column(name = "provider_id")
    String providerId;

    @Id
    @Column(name = "provider_model_id")
    String providerModelId;

    @Id
    int position;

    String kind;
    String mode;

    @Column(name = "min_context_tokens")
    long minContextTokens;

    @Column(name = "valid_from")
    LocalDate validFrom;

    @Column(name = "valid_to")
    LocalDate validTo;

    @Column(name = "input_usd")
    BigDecimal inputUsd;

    @Column(name = "output_usd")
    BigDecimal outputUsd;

    @Column(name = "cache_read_usd")
    BigDecimal cacheReadUsd;

    @Column(name = "cache_write_usd")
    BigDecimal cacheWriteUsd;
}
