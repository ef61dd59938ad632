package org.modeltree.card;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.hibernate.annotations.Immutable;

/** Something a card says the model can do. */
@Entity
@Immutable
@Table(name = "card_claim")
@IdClass(CardClaim.Key.class)
class CardClaim {

    /** The card and the claim's place on it. */
    static class Key implements Serializable {

        private static final long serialVersionUID = 1;

        String modelId;
        int position;

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && position == key.position && modelId.equals(key.modelId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(modelId, position);
        }
    }

    @Id
    @Column(name = "model_id")
    String modelId;

    @Id
    int position;

    @Column(name = "claim_id")
    String claimId;

    @Column(name = "label_en")
    String labelEn;

    @Column(name = "label_zh")
    String labelZh;

    @Column(name = "description_en")
    String descriptionEn;

    @Column(name = "description_zh")
    String descriptionZh;

    @Column(name = "requires_capability")
    String requiresCapability;

    @Column(name = "requires_raw")
    Double requiresRaw;
}
