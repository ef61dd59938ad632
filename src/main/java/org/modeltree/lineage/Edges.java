package org.modeltree.lineage;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;
import org.modeltree.catalog.Condition;
import org.modeltree.catalog.ModelCriterion;
import org.modeltree.catalog.ModelFilter;
import org.modeltree.catalog.ModelIds;
import org.modeltree.http.Days;
import org.modeltree.http.PartialDate;

/** Reads edges, walks along them, and lets models be filtered by their parents. */
@ApplicationScoped
class Edges implements PanacheRepositoryBase<LineageEdge, LineageEdge.Key>, ModelCriterion {

    /** A model as a place in the tree. */
    record Place(
            String id, String name, String vendorId, LocalDate releaseDay, PartialDate releaseDate, int distance) {}

    /** A direct relative of a model. */
    record Relative(String of, String id, String name, String relation, String method, boolean parent) {}

    /** An edge as its parent sees it. */
    record Descent(String child, String relation, String method) {}

    private final ModelIds ids;

    Edges(ModelIds ids) {
        this.ids = ids;
    }

    @Override
    public Optional<Condition> of(ModelFilter filter) {
        if (filter.parent() == null) {
            return Optional.empty();
        }
        List<String> parents = ids.canonical(filter.parent());
        return Optional.of(
                parents.isEmpty()
                        ? new Condition("false", Map.of(), true)
                        : Condition.of(
                                "exists (select 1 from lineage_edge e where e.child_id = m.id and e.parent_id in (:parents))",
                                "parents",
                                parents));
    }

    /** The edges to a model's children, by child. */
    List<Descent> childrenOf(String id) {
        return list("parentId = ?1 order by childId", id).stream()
                .map(edge -> new Descent(edge.childId, edge.relation, edge.method))
                .toList();
    }

    /** Whether one model is the parent of another. */
    boolean isEdge(String child, String parent) {
        return count("childId = ?1 and parentId = ?2", child, parent) > 0;
    }

    /**
     * Relatives of a model in one direction with the length of the shortest way, nearest first, then by release and id;
     * the model itself is not among them.
     */
    List<Place> relatives(String id, boolean ancestors, int depth) {
        String from = ancestors ? "child_id" : "parent_id";
        String to = ancestors ? "parent_id" : "child_id";
        return places(getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        with recursive walk (id, distance) as (
                            select cast(:id as text) collate "C", 0
                            union
                            select e.%s, w.distance + 1
                            from walk w join lineage_edge e on e.%s = w.id
                            where w.distance < :depth
                        )
                        select m.id, m.name, m.vendor_id, m.release_date, m.release_precision, n.distance
                        from (select id, min(distance) as distance from walk where distance > 0 group by id) n
                        join model m on m.id = n.id
                        order by n.distance, m.release_date nulls last, m.id
                        """.formatted(to, from), Tuple.class)
                .setParameter("id", id)
                .setParameter("depth", depth));
    }

    /** The models of these ids as places at a distance, by release and id. */
    List<Place> places(Collection<String> modelIds, int distance) {
        return places(getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        select m.id, m.name, m.vendor_id, m.release_date, m.release_precision, :distance as distance
                        from model m where m.id in (:ids)
                        order by m.release_date nulls last, m.id
                        """, Tuple.class)
                .setParameter("ids", modelIds)
                .setParameter("distance", distance));
    }

    /** Models that pass and none of whose parents does, by release and id, at most so many. */
    List<Place> roots(List<String> vendors, int most) {
        String among = vendors == null ? "" : " and p.vendor_id in (:vendors)";
        String passing = vendors == null ? "" : " and m.vendor_id in (:vendors)";
        Query query = getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        select m.id, m.name, m.vendor_id, m.release_date, m.release_precision, 0 as distance
                        from model m
                        where not exists (
                            select 1 from lineage_edge e join model p on p.id = e.parent_id
                            where e.child_id = m.id%s)%s
                        order by m.release_date nulls last, m.id
                        limit :most
                        """.formatted(among, passing), Tuple.class)
                .setParameter("most", most);
        return places(vendors == null ? query : query.setParameter("vendors", vendors));
    }

    /** Children of any of these, at a distance, by release and id, at most so many. */
    List<Place> children(Collection<String> parents, List<String> vendors, int distance, int most) {
        Query query = getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        select m.id, m.name, m.vendor_id, m.release_date, m.release_precision, :distance as distance
                        from model m
                        where m.id in (select e.child_id from lineage_edge e where e.parent_id in (:parents))%s
                        order by m.release_date nulls last, m.id
                        limit :most
                        """.formatted(vendors == null ? "" : " and m.vendor_id in (:vendors)"), Tuple.class)
                .setParameter("parents", parents)
                .setParameter("distance", distance)
                .setParameter("most", most);
        return places(vendors == null ? query : query.setParameter("vendors", vendors));
    }

    /** Edges both of whose ends are among these models, by child and parent. */
    List<LineageEdge> between(Collection<String> modelIds) {
        return list("childId in ?1 and parentId in ?1 order by childId, parentId", modelIds);
    }

    /** Whether any of these models has a parent (or child) outside of them. */
    boolean leadsOut(Collection<String> modelIds, Collection<String> known, boolean upwards) {
        return !modelIds.isEmpty()
                && count(
                                upwards
                                        ? "childId in ?1 and parentId not in ?2"
                                        : "parentId in ?1 and childId not in ?2",
                                modelIds,
                                known)
                        > 0;
    }

    /** Direct parents and children of models, by release and id. */
    List<Relative> relatives(Collection<String> modelIds) {
        return rows(getEntityManager()
                        .unwrap(Session.class)
                        .createNativeQuery("""
                                select e.child_id as of_id, p.id, p.name, e.relation, e.method, true as parent, p.release_date
                                from lineage_edge e join model p on p.id = e.parent_id where e.child_id in (:ids)
                                union all
                                select e.parent_id, c.id, c.name, e.relation, e.method, false, c.release_date
                                from lineage_edge e join model c on c.id = e.child_id where e.parent_id in (:ids)
                                order by release_date nulls last, id
                                """, Tuple.class)
                        .setParameter("ids", modelIds))
                .stream()
                .map(row -> new Relative(
                        row.get("of_id", String.class),
                        row.get("id", String.class),
                        row.get("name", String.class),
                        row.get("relation", String.class),
                        row.get("method", String.class),
                        row.get("parent", Boolean.class)))
                .toList();
    }

    /** How many different ancestors (or descendants) a model has within a distance. */
    long countRelatives(String id, boolean ancestors, int depth) {
        String from = ancestors ? "child_id" : "parent_id";
        String to = ancestors ? "parent_id" : "child_id";
        return rows(getEntityManager()
                        .unwrap(Session.class)
                        .createNativeQuery("""
                                with recursive walk (id, distance) as (
                                    select cast(:id as text) collate "C", 0
                                    union
                                    select e.%s, w.distance + 1
                                    from walk w join lineage_edge e on e.%s = w.id
                                    where w.distance < :depth
                                )
                                select count(distinct id) from walk where distance > 0
                                """.formatted(to, from), Tuple.class)
                        .setParameter("id", id)
                        .setParameter("depth", depth))
                .get(0)
                .get(0, Number.class)
                .longValue();
    }

    private static List<Place> places(Query query) {
        return rows(query).stream()
                .map(row -> {
                    LocalDate day = Days.of(row.get("release_date"));
                    return new Place(
                            row.get("id", String.class),
                            row.get("name", String.class),
                            row.get("vendor_id", String.class),
                            day,
                            PartialDate.of(day, row.get("release_precision", String.class)),
                            row.get("distance", Number.class).intValue());
                })
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Tuple> rows(Query query) {
        return query.getResultList();
    }
}
