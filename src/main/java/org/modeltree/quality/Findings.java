package org.modeltree.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Rule;

/** Runs the queries of quality rules. */
@ApplicationScoped
class Findings {

    /** Finding of a rule. A rule has at most one finding per model and fact. */
    record Finding(String model, String fact, Evidence evidence) {}

    /** Position of a finding; the next page starts after it. */
    record Position(String model, String fact) {}

    /** A finding as the database returns it; components are the columns of the query, in their order. */
    private record Row(String model, String fact, String evidence) {}

    private final EntityManager entities;
    private final ObjectMapper json;

    Findings(EntityManager entities, ObjectMapper json) {
        this.entities = entities;
        this.json = json;
    }

    /**
     * Raises {@code work_mem} for the rest of the transaction. Rules sort and hash whole tables, which spill to disk at
     * PostgreSQL's default of 4 MB.
     */
    void raiseWorkMem() {
        entities.createNativeQuery("select set_config('work_mem', '64MB', true)", String.class)
                .getSingleResult();
    }

    /** Number of findings of a rule. */
    long count(Rule rule, QualityFilter.Scope scope) {
        return query("select count(*) from (" + rule.query() + ") f", Long.class, rule, scope)
                .getSingleResult();
    }

    /**
     * Findings of a rule, by model and fact.
     *
     * @param after position that the page starts after; null for the first page
     * @param limit maximum number of findings
     */
    List<Finding> page(Rule rule, QualityFilter.Scope scope, Position after, int limit) {
        NativeQuery<Row> query = query(
                "select f.model, f.fact, cast(f.evidence as text) as evidence from (" + rule.query() + ") f"
                        // Redundant, but unlike the row comparison it can use an index.
                        + (after == null
                                ? ""
                                : " where f.model >= :afterModel"
                                        + " and (f.model, f.fact collate \"C\") > (:afterModel, :afterFact)")
                        + " order by f.model, f.fact collate \"C\" limit :limit",
                Row.class,
                rule,
                scope);
        if (after != null) {
            query.setParameter("afterModel", after.model()).setParameter("afterFact", after.fact());
        }
        return query.setParameter("limit", limit).getResultList().stream()
                .map(row -> new Finding(row.model(), row.fact(), evidence(row.evidence())))
                .toList();
    }

    private <R> NativeQuery<R> query(String sql, Class<R> result, Rule rule, QualityFilter.Scope scope) {
        List<String> conditions = new ArrayList<>();
        if (scope.models() != null) {
            conditions.add("m.id in (:models)");
        }
        if (scope.vendors() != null) {
            conditions.add("m.vendor_id in (:vendors)");
        }
        String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        NativeQuery<R> query =
                entities.unwrap(Session.class).createNativeQuery(SCOPE.replace("%s", where) + sql, result);
        rule.parameters().forEach(query::setParameter);
        if (scope.models() != null) {
            query.setParameter("models", scope.models());
        }
        if (scope.vendors() != null) {
            query.setParameter("vendors", scope.vendors());
        }
        return query;
    }

    /** Not materialized, so that PostgreSQL plans each rule as if it read the table itself. */
    private static final String SCOPE = """
            with scope as not materialized (
                select m.id, m.vendor_id, m.name, m.name_key, m.family, m.lifecycle, m.successor_id, m.parameters,
                       m.announced_date, m.announced_precision, m.release_date, m.release_precision,
                       m.deprecated_date, m.deprecated_precision, m.retired_date, m.retired_precision,
                       m.cutoff_date, m.cutoff_precision,
                       m.parameters_status, m.context_window_status, m.max_output_status, m.open_weights, m.licence
                from model m %s
            )
            """;

    private Evidence evidence(String text) {
        try {
            return new Evidence(json.readTree(text));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("PostgreSQL returned invalid JSON", impossible);
        }
    }
}
