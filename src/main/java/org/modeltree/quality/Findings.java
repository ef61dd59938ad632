package org.modeltree.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Rule;

/** Runs rules. */
@ApplicationScoped
class Findings {

    /** What a rule found: at most one thing about a fact of a model. */
    record Finding(String model, String fact, Evidence grounds) {}

    /** The finding that a page begins behind. */
    record Last(String model, String fact) {}

    private final EntityManager entities;
    private final ObjectMapper json;

    Findings(EntityManager entities, ObjectMapper json) {
        this.entities = entities;
        this.json = json;
    }

    /**
     * Makes room for what follows in this transaction: rules sort and hash whole tables, which at PostgreSQL's usual 4 MB
     * goes through the disk.
     */
    void makeRoom() {
        entities.createNativeQuery("select set_config('work_mem', '64MB', true)", String.class)
                .getSingleResult();
    }

    /** How many findings a rule has. */
    long count(Rule rule, QualityFilter.Scope scope) {
        return ((Number) bound("select count(*) from (" + rule.query() + ") f", rule, scope)
                        .getSingleResult())
                .longValue();
    }

    /**
     * Findings of a rule by model and fact, at most so many.
     *
     * @param last null for the first ones
     */
    List<Finding> page(Rule rule, QualityFilter.Scope scope, Last last, int most) {
        Query query = bound(
                "select f.model, f.fact, cast(f.grounds as text) as grounds from (" + rule.query() + ") f"
                        // The first condition says less than the second, but it is one that indexes understand.
                        + (last == null
                                ? ""
                                : " where f.model >= :lastModel"
                                        + " and (f.model, f.fact collate \"C\") > (:lastModel, :lastFact)")
                        + " order by f.model, f.fact collate \"C\" limit :most",
                rule,
                scope);
        if (last != null) {
            query.setParameter("lastModel", last.model()).setParameter("lastFact", last.fact());
        }
        query.setParameter("most", most);
        List<Finding> findings = new ArrayList<>();
        for (Object row : query.getResultList()) {
            Tuple tuple = (Tuple) row;
            findings.add(new Finding(
                    tuple.get("model", String.class),
                    tuple.get("fact", String.class),
                    grounds(tuple.get("grounds", String.class))));
        }
        return findings;
    }

    private Query bound(String sql, Rule rule, QualityFilter.Scope scope) {
        List<String> conditions = new ArrayList<>();
        if (scope.models() != null) {
            conditions.add("m.id in (:models)");
        }
        if (scope.vendors() != null) {
            conditions.add("m.vendor_id in (:vendors)");
        }
        String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        boolean rows = !sql.startsWith("select count");
        String whole = SCOPE.replace("%s", where) + sql;
        Session session = entities.unwrap(Session.class);
        Query query =
                rows ? session.createNativeQuery(whole, Tuple.class) : session.createNativeQuery(whole, Long.class);
        rule.parameters().forEach(query::setParameter);
        if (scope.models() != null) {
            query.setParameter("models", scope.models());
        }
        if (scope.vendors() != null) {
            query.setParameter("vendors", scope.vendors());
        }
        return query;
    }

    /** Not materialized, so that each rule is planned as if it read the table itself. */
    private static final String SCOPE = """
            with scope as not materialized (
                select m.id, m.vendor_id, m.name, m.name_key, m.family, m.lifecycle, m.successor_id, m.parameters,
                       m.announced_date, m.announced_precision, m.release_date, m.release_precision,
                       m.deprecated_date, m.deprecated_precision, m.retired_date, m.retired_precision,
                       m.cutoff_date, m.cutoff_precision,
                       m.parameters_status, m.context_window_status, m.max_output_status
                from model m %s
            )
            """;

    private Evidence grounds(String text) {
        try {
            return new Evidence(json.readTree(text));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the database made this JSON", impossible);
        }
    }
}
