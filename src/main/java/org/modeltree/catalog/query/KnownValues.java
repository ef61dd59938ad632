package org.modeltree.catalog.query;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.Session;
import org.modeltree.revision.UsesSql;

/** Values of filters that the catalog has. All are looked up by an index, so that they cost the same in any catalog. */
@ApplicationScoped
@UsesSql("reads ids of several tables in one statement")
public class KnownValues {

    /** What the values of a filter are. */
    public enum Domain {
        /** Ids of vendors. */
        VENDOR("vendor"),
        /** Families that a model has. */
        FAMILY("(select k.value as id from model_count k where k.dimension = 'family')"),
        /** Ids of providers. */
        PROVIDER("provider"),
        /** Ids of benchmarks. */
        BENCHMARK("benchmark"),
        /** Ids of capabilities. */
        CAPABILITY("capability"),
        /** Ids and aliases of models, which are not in one table. */
        MODEL(null);

        private final String table;

        Domain(String table) {
            this.table = table;
        }
    }

    private record Known(String domain, String id) {}

    private final EntityManager entities;

    KnownValues(EntityManager entities) {
        this.entities = entities;
    }

    /** Those of the values that exist, by domain; for all domains but {@link Domain#MODEL}. */
    public Map<Domain, Set<String>> existing(Map<Domain, ? extends Collection<String>> values) {
        Map<Domain, Set<String>> existing = new TreeMap<>();
        StringBuilder sql = new StringBuilder();
        values.keySet().forEach(domain -> {
            existing.put(domain, new HashSet<>());
            sql.append(sql.isEmpty() ? "" : "\nunion all\n")
                    .append("select '%1$s' as domain, t.id from %2$s t where t.id in (:%1$s)"
                            .formatted(domain.name(), domain.table));
        });
        if (!existing.isEmpty()) {
            TypedQuery<Known> query = entities.unwrap(Session.class).createNativeQuery(sql.toString(), Known.class);
            values.forEach((domain, ids) -> query.setParameter(domain.name(), ids));
            query.getResultList()
                    .forEach(known ->
                            existing.get(Domain.valueOf(known.domain())).add(known.id()));
        }
        return existing;
    }

    /** Existing values similar to an unknown one, likeliest first; for all domains but {@link Domain#MODEL}. */
    public List<String> similar(Domain domain, String value) {
        String key = SearchText.idKey(value);
        return Suggestions.of(
                value,
                entities.unwrap(Session.class)
                        .createNativeQuery(Suggestions.candidates(domain.table), String.class)
                        .setParameter("id", key)
                        .setParameter("edited", Suggestions.edited(key))
                        .getResultList());
    }
}
