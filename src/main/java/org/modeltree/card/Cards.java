package org.modeltree.card;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads cards. */
@ApplicationScoped
class Cards implements PanacheRepositoryBase<Card, String> {

    /** The claims of a card, in their order. */
    List<CardClaim> claimsOf(String modelId) {
        return getEntityManager()
                .createQuery("from CardClaim c where c.modelId = :id order by c.position", CardClaim.class)
                .setParameter("id", modelId)
                .getResultList();
    }

    /** The prose of a card, by language. */
    Map<String, CardText> textsOf(String modelId) {
        return getEntityManager()
                .createQuery("from CardText t where t.modelId = :id order by t.lang", CardText.class)
                .setParameter("id", modelId)
                .getResultList()
                .stream()
                .collect(Collectors.toMap(text -> text.lang, text -> text));
    }
}
