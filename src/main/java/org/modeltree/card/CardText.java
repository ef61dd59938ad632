package org.modeltree.card;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.hibernate.annotations.Immutable;

/** A card's prose in one language. */
@Entity
@Immutable
@Table(name = "card_text")
@IdClass(CardText.Key.class)
class CardText {

    /** The card and the language. */
    static class Key implements Serializable {

        private static final long serialVersionUID = 1;

        String modelId;
        String lang;

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && modelId.equals(key.modelId) && lang.equals(key.lang);
        }

        @Override
        public int hashCode() {
            return Objects.hash(modelId, lang);
        }
    }

    @Id
    @Column(name = "model_id")
    String modelId;

    @Id
    String lang;

    @Column(name = "why_it_matters")
    String whyItMatters;

    @Column(name = "pricing_note")
    String pricingNote;

    @Column(name = "feels_like")
    String[] feelsLike;

    @Column(name = "best_for")
    String[] bestFor;

    @Column(name = "not_for")
    String[] notFor;
}
