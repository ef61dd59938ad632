package org.modeltree.offering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/** Read-only entity of the table {@code price}: what an offering costs from one day to another. */
@Entity
@Immutable
@IdClass(Price.Key.class)
class Price {

    private static final ObjectMapper JSON = new ObjectMapper();

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

    /** ISO 4217 code of all amounts. */
    String currency;

    @Column(name = "min_context_tokens")
    long minContextTokens;

    @Column(name = "valid_from")
    LocalDate validFrom;

    @Column(name = "valid_to")
    LocalDate validTo;

    /** Times of the week, as JSON of the catalog format; null if the price always applies. */
    @Formula("cast(time_window as text)")
    String windowJson;

    @Column(name = "input_usd")
    BigDecimal inputUsd;

    @Column(name = "output_usd")
    BigDecimal outputUsd;

    @Column(name = "cache_read_usd")
    BigDecimal cacheReadUsd;

    @Column(name = "cache_write_usd")
    BigDecimal cacheWriteUsd;

    /** Amounts by the key of their unit, as a JSON object, except those that have a column. */
    @Formula("cast(amounts as text)")
    String amountsJson;

    /** Times of the week at which the price applies; null if it always applies. */
    PriceWindow window() {
        return windowJson == null
                ? null
                : PriceWindow.of(JsonNodeFactory.instance.objectNode().set("window", json(windowJson)));
    }

    /** All amounts that the price has, in the order of the units. */
    Map<PriceUnit, BigDecimal> amounts() {
        Map<PriceUnit, BigDecimal> all = new EnumMap<>(PriceUnit.class);
        for (Map.Entry<String, JsonNode> amount : json(amountsJson).properties()) {
            PriceUnit.of(amount.getKey())
                    .ifPresent(unit ->
                            all.put(unit, new BigDecimal(amount.getValue().asText())));
        }
        put(all, PriceUnit.INPUT, inputUsd);
        put(all, PriceUnit.OUTPUT, outputUsd);
        put(all, PriceUnit.CACHE_READ, cacheReadUsd);
        put(all, PriceUnit.CACHE_WRITE, cacheWriteUsd);
        return all;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException impossible) {
            // The database returns valid JSON only.
            throw new UncheckedIOException(impossible);
        }
    }

    private static void put(Map<PriceUnit, BigDecimal> all, PriceUnit unit, BigDecimal usd) {
        if (usd != null) {
            all.put(unit, usd);
        }
    }
}
