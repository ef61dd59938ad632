package org.modeltree.offering.provider;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.Session;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.catalog.query.Suggestions;

/** Repository of providers. */
@ApplicationScoped
class Providers implements PanacheRepositoryBase<Provider, String> {

    /** Existing ids similar to an unknown one, the most likely first. */
    List<String> similar(String id) {
        String key = SearchText.idKey(id);
        return Suggestions.of(
                id,
                getEntityManager()
                        .unwrap(Session.class)
                        .createNativeQuery(Suggestions.candidates("provider"), String.class)
                        .setParameter("id", key)
                        .setParameter("edited", Suggestions.edited(key))
                        .getResultList());
    }
}
