package org.modeltree.lineage;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.hibernate.Session;
import org.modeltree.catalog.ModelColumn;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.query.ModelCriterion;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.http.value.Days;
import org.modeltree.http.value.PartialDate;

/** Reads edges, walks along them, and lets models be filtered by their parents. */
@ApplicationScoped
class Edges implements PanacheRepositoryBase<LineageEdge, LineageEdge.Key>, ModelCriterion, ModelColumn {

    /** A model as a place in the tree. */
    record Place(
            String id, String name, String vendorId, LocalDate releaseDay, PartialDate releaseDate, int distance) {}

    /** The first places of a tree, level by level, in the snapshot of a revision. */
    record Levels(OptionalLong revision, List<Place> places) {}

    /** Some steps up or down the edges; fenced off, because a plan that joins by hash would read all edges for a few. */
    private static final String STEP = """
            cross join lateral (
                select e.parent_id as id from lineage_edge e where w.up and e.child_id = w.id
                union all
                select e.child_id from lineage_edge e where not w.up and e.parent_id = w.id
                offset 0) n
            """;

    /** A {@link LineageSummary}. */
    private static final String SUMMARY = """
            (with recursive walk (id, distance, up) as (
                select m.id, 0, d.up from (values (true), (false)) d (up)
                union
                select n.id, w.distance + 1, w.up from walk w %s
                where w.distance < %d
             )
             select json_build_object(
                'parents', (
                    select coalesce(json_agg(json_build_object(
                               'id', p.id, 'name', p.name, 'relation', e.relation, 'method', e.method)
                           order by p.release_date nulls last, p.id), '[]')
                    from lineage_edge e join model p on p.id = e.parent_id where e.child_id = m.id),
                'children', (
                    select coalesce(json_agg(json_build_object(
                               'id', c.id, 'name', c.name, 'relation', e.relation, 'method', e.method)
                           order by c.release_date nulls last, c.id), '[]')
                    from lineage_edge e join model c on c.id = e.child_id where e.parent_id = m.id),
                'ancestors', count(distinct w.id) filter (where w.up),
                'descendants', count(distinct w.id) filter (where not w.up))
             from walk w where w.distance > 0)""".formatted(STEP, LineageService.GREATEST_DEPTH);

    /** An edge as its parent sees it. */
    record Descent(String child, String relation, String method) {}

    private final ModelIds ids;

    Edges(ModelIds ids) {
        this.ids = ids;
    }

    @Override
    public Optional<SqlCondition> of(ModelFilter filter) {
        if (filter.parent() == null) {
            return Optional.empty();
        }
        List<String> parents = ids.canonical(filter.parent());
        return Optional.of(
                parents.isEmpty()
                        ? new SqlCondition("false", Map.of(), true)
                        : SqlCondition.of(
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

    @Override
    public String name() {
        return "lineage";
    }

    @Override
    public String json() {
        return SUMMARY;
    }

    /** The summaries of models as JSON, by model. */
    Map<String, String> summaries(Collection<String> modelIds) {
        Map<String, String> summaries = new HashMap<>();
        getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery(
                        "select p.id, cast(p.lineage as text) as lineage from (select m.id, " + SUMMARY
                                + " as lineage\nfrom model m where m.id = any(:ids)) p",
                        Tuple.class)
                .setParameter("ids", modelIds.toArray(String[]::new))
                .getResultList()
                .forEach(row -> summaries.put(row.get("id", String.class), row.get("lineage", String.class)));
        return summaries;
    }

    /**
     * A model, and its relatives in the directions asked for with the length of the shortest way: descendants above,
     * ancestors below zero. Nearest first, then by release and id.
     *
     * @param most in each direction, with the model itself; the furthest are left out
     */
    List<Place> around(String id, boolean ancestors, boolean descendants, int depth, int most) {
        return places(getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        with recursive levels (up, distance, ids, known) as (
                            select d.up, 0, r.ids, r.ids
                            from (values (true), (false)) d (up),
                                 (select array[cast(:id as text) collate "C"] as ids offset 0) r
                            where d.up = :ancestors or d.up <> :descendants
                            union all
                            select l.up, l.distance + 1, n.ids, l.known || n.ids
                            from levels l
                            cross join lateral (
                                select array(
                                    select m.id
                                    from (
                                        (select n.id from unnest(l.ids) u (id) cross join lateral (
                                            select u.id, l.up offset 0) w %s)
                                        except
                                        select k.id from unnest(l.known) k (id)) c
                                    join model m on m.id = c.id
                                    order by m.release_date nulls last, m.id
                                    limit :most - cardinality(l.known)) as ids
                                offset 0) n
                            where l.distance < :depth and cardinality(l.known) < :most and cardinality(n.ids) > 0
                        )
                        select m.id, m.name, m.vendor_id, m.release_date, m.release_precision, n.distance
                        from (
                            select u.id, case when l.up then -l.distance else l.distance end as distance
                            from levels l cross join unnest(l.ids) u (id) where l.distance > 0
                            union all
                            select cast(:id as text) collate "C", 0) n
                        join model m on m.id = n.id
                        order by abs(n.distance), m.release_date nulls last, m.id
                        """.formatted(STEP), Tuple.class)
                .setParameter("id", id)
                .setParameter("ancestors", ancestors)
                .setParameter("descendants", descendants)
                .setParameter("depth", depth)
                .setParameter("most", most));
    }

    /**
     * Models that pass and none of whose parents does, and level by level what passes below them.
     *
     * @param vendors whose models pass; null for all
     * @param depth of the last level
     * @param most places; the rest is left out
     */
    Levels below(List<String> vendors, int depth, int most) {
        if (vendors == null) {
            return read(levels("""
                    select m.id from model m
                    where not exists (select 1 from lineage_edge e where e.child_id = m.id)
                    order by m.release_date nulls last, m.id
                    limit :most
                    """, "", depth, most));
        }
        // Vendor by vendor in the order of an index, so that of the largest no more is read than will be told. Where a
        // model has a parent is looked up one by one (hence the offset), as there is no reading all edges for a few.
        return read(levels("""
                select r.id
                from (select distinct v.id from unnest(:vendors) v (id)) v
                cross join lateral (
                    select m.id, m.release_date from model m
                    where m.vendor_id = v.id and not exists (
                        select 1 from lineage_edge e
                        where e.child_id = m.id and split_part(e.parent_id, '/', 1) = any(:vendors)
                        offset 0)
                    order by m.release_date nulls last, m.id
                    limit :most) r
                order by r.release_date nulls last, r.id
                limit :most
                """, " and m.vendor_id = any(:vendors)", depth, most)
                .setParameter("vendors", vendors.toArray(String[]::new)));
    }

    /** A model, and level by level what is below it. */
    Levels below(String root, int depth, int most) {
        return read(levels("select m.id from model m where m.id = :root", "", depth, most)
                .setParameter("root", root));
    }

    /**
     * Every step of the recursion is a whole level, so that it ends when there are places enough. Each list is fenced off,
     * or it would be gathered once for every mention of it.
     */
    private Query levels(String roots, String passing, int depth, int most) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        with recursive levels (distance, ids, known) as (
                            select 0, r.ids, r.ids from (select array(%s) as ids offset 0) r
                            union all
                            select l.distance + 1, n.ids, l.known || n.ids
                            from levels l
                            cross join lateral (
                                select array(
                                    select m.id
                                    from (
                                        select e.child_id as id
                                        from unnest(l.ids) u (id) join lineage_edge e on e.parent_id = u.id
                                        except
                                        select k.id from unnest(l.known) k (id)) c
                                    join model m on m.id = c.id%s
                                    order by m.release_date nulls last, m.id
                                    limit :most - cardinality(l.known)) as ids
                                offset 0) n
                            where l.distance < :depth and cardinality(l.known) < :most and cardinality(n.ids) > 0
                        )
                        select m.id, m.name, m.vendor_id, m.release_date, m.release_precision, l.distance,
                               (select r.revision from catalog_revision r) as revision
                        from levels l
                        cross join unnest(l.ids) with ordinality u (id, place)
                        join model m on m.id = u.id
                        order by l.distance, u.place
                        """.formatted(roots, passing.replace(" and ", " where ")), Tuple.class)
                .setParameter("depth", depth)
                .setParameter("most", most);
    }

    private static Levels read(Query query) {
        List<Tuple> rows = rows(query);
        return new Levels(
                rows.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(
                                rows.get(0).get("revision", Number.class).longValue()),
                rows.stream().map(Edges::place).toList());
    }

    /** Edges both of whose ends are among these models, by child and parent. */
    List<EdgeView> between(Collection<String> modelIds) {
        Set<String> known = new HashSet<>(modelIds);
        // Few edges lead out of a family, and to look for both ends at once would be a walk through all edges there
        // are.
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        select e.child_id, e.parent_id, e.relation, e.method
                        from unnest(:ids) u (id)
                        join lineage_edge e on e.child_id = u.id
                        order by e.child_id, e.parent_id
                        """, Tuple.class)
                .setParameter("ids", modelIds.toArray(String[]::new))
                .getResultList()
                .stream()
                .map(row -> new EdgeView(
                        row.get(0, String.class),
                        row.get(1, String.class),
                        row.get(2, String.class),
                        row.get(3, String.class)))
                .filter(edge -> known.contains(edge.parent()))
                .toList();
    }

    private static List<Place> places(Query query) {
        return rows(query).stream().map(Edges::place).toList();
    }

    private static Place place(Tuple row) {
        LocalDate day = Days.of(row.get("release_date"));
        return new Place(
                row.get("id", String.class),
                row.get("name", String.class),
                row.get("vendor_id", String.class),
                day,
                PartialDate.of(day, row.get("release_precision", String.class)),
                row.get("distance", Number.class).intValue());
    }

    @SuppressWarnings("unchecked")
    private static List<Tuple> rows(Query query) {
        return query.getResultList();
    }
}
