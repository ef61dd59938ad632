package org.modeltree.lineage;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.query.ModelCriterion;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.catalog.vendor.VendorRef;
import org.modeltree.http.cache.FactCache;
import org.modeltree.http.value.PartialDate;
import org.modeltree.revision.dependency.Part;
import org.modeltree.revision.sql.Sql;
import org.modeltree.revision.sql.SqlQuery;

/** Reads edges and traverses them; also filters models by parent. */
@ApplicationScoped
class Edges implements PanacheRepositoryBase<LineageEdge, LineageEdge.Key>, ModelCriterion {

    /** Model with its distance from the start of a traversal. */
    record Node(
            String id, String name, VendorRef vendor, LocalDate releaseDay, PartialDate releaseDate, int distance) {}

    /** First models of a tree, level by level, and the catalog revision that they were read at. */
    record Levels(OptionalLong revision, List<Node> nodes) {}

    /** One step up or down the edges. {@code offset 0} keeps the planner from a hash join, which would read all edges. */
    static final String STEP = """
            cross join lateral (
                select e.parent_id as id from lineage_edge e where w.up and e.child_id = w.id
                union all
                select e.child_id from lineage_edge e where not w.up and e.parent_id = w.id
                offset 0) n
            """;

    /** Edge from a given parent. */
    record ChildEdge(String child, String relation, String method) {}

    private final ModelIds ids;
    private final Sql sql;
    private final FactCache facts;

    Edges(ModelIds ids, Sql sql, FactCache facts) {
        this.ids = ids;
        this.sql = sql;
        this.facts = facts;
    }

    @Override
    public Optional<SqlCondition> of(ModelFilter filter) {
        if (filter.parent() == null) {
            return Optional.empty();
        }
        List<String> parents = ids.meantByAny(filter.parent());
        return Optional.of(
                parents.isEmpty()
                        ? new SqlCondition("false", Map.of(), true)
                        : SqlCondition.of(
                                "exists (select 1 from lineage_edge e where e.child_id = m.id and e.parent_id in (:parents))",
                                "parents",
                                parents));
    }

    /** Edges to the children of a model, by child. */
    List<ChildEdge> childrenOf(String id) {
        // Without entities, because other writers wait while there are thousands.
        return find(
                        "select e.childId, e.relation, e.method from LineageEdge e where e.parentId = ?1 order by e.childId",
                        id)
                .project(ChildEdge.class)
                .list();
    }

    /** Ids of the models that are children of both. */
    Set<String> childrenOfBoth(String id, String other) {
        return list(
                        "parentId = ?1 and childId in (select o.childId from LineageEdge o where o.parentId = ?2)",
                        id,
                        other)
                .stream()
                .map(edge -> edge.childId)
                .collect(Collectors.toSet());
    }

    /**
     * A model and its relatives, nearest first, then by release date and id. The distance is the length of the shortest
     * path, positive for descendants and negative for ancestors.
     *
     * <p>They are read in the same round trip as what is read next.
     *
     * @param depth maximum distance in edges
     * @param limit maximum number of models in each direction, including the model itself; the furthest are left out
     */
    Supplier<List<Relative>> around(String id, boolean ancestors, boolean descendants, int depth, int limit) {
        Around key = new Around(id, ancestors, descendants, depth, limit);
        Optional<Relatives> known = facts.find(key, Relatives.class);
        if (known.isPresent()) {
            return () -> known.get().nearestFirst();
        }
        Supplier<List<Relative>> read = read(key);
        return () -> {
            Relatives relatives = new Relatives(read.get());
            facts.keep(key, relatives, partsOf(key, relatives.nearestFirst()), relatives.bytes());
            return relatives.nearestFirst();
        };
    }

    /** Key of the relatives of a model that are kept in memory. */
    private record Around(String id, boolean ancestors, boolean descendants, int depth, int limit) {}

    /** A model with its relatives. */
    private record Relatives(List<Relative> nearestFirst) {

        int bytes() {
            return nearestFirst.stream()
                    .mapToInt(relative -> 400
                            + 2 * relative.name().length()
                            + (relative.parents() == null ? 0 : 150 * relative.parents().length))
                    .sum();
        }
    }

    private static List<Part> partsOf(Around key, List<Relative> relatives) {
        List<Part> parts = new ArrayList<>();
        // Without relatives, only an edge of the model itself can give it some.
        parts.add(relatives.size() <= 1 ? Part.edgesOf(key.id()) : Part.every("edge"));
        parts.add(Part.model(key.id()));
        relatives.forEach(relative -> parts.add(Part.nameOf(relative.id())));
        if (relatives.size() >= key.limit()) {
            // Which relatives are left out depends on their order.
            parts.add(Part.key("releaseDate"));
        }
        return parts;
    }

    private Supplier<List<Relative>> read(Around key) {
        return sql.byKey("""
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
                        select m.id, m.name, m.release_date, m.release_precision, n.distance, p.ids, p.relations, p.methods
                        from (
                            select u.id, case when l.up then -l.distance else l.distance end as distance
                            from levels l cross join unnest(l.ids) u (id) where l.distance > 0
                            union all
                            select cast(:id as text) collate "C", 0) n
                        join model m on m.id = n.id
                        cross join lateral (
                            select array_agg(e.parent_id order by e.parent_id) as ids,
                                   array_agg(e.relation order by e.parent_id) as relations,
                                   array_agg(e.method order by e.parent_id) as methods
                            from lineage_edge e where e.child_id = m.id) p
                        order by abs(n.distance), m.release_date nulls last, m.id
                        """.formatted(STEP), Relative.class)
                .with("id", key.id())
                .with("ancestors", key.ancestors())
                .with("descendants", key.descendants())
                .with("depth", key.depth())
                .with("most", key.limit())
                .ahead()::list;
    }

    /** A model around another one, with the edges to its parents. */
    @SuppressWarnings("ArrayRecordComponent") // Rows are never compared.
    record Relative(
            String id,
            String name,
            LocalDate releaseDay,
            String releasePrecision,
            int distance,
            String[] parents,
            String[] relations,
            String[] methods) {

        LineageView.Node node() {
            return new LineageView.Node(id, name, PartialDate.of(releaseDay, releasePrecision), distance);
        }

        /** The edges to its parents, by parent. */
        List<EdgeView> edges() {
            List<EdgeView> edges = new ArrayList<>();
            for (int i = 0; parents != null && i < parents.length; i++) {
                edges.add(new EdgeView(id, parents[i], relations[i], methods[i]));
            }
            return edges;
        }
    }

    /** Model with its distance, and the catalog revision where the query reads it. */
    private record Row(
            String id,
            String name,
            String vendorId,
            String vendorName,
            LocalDate releaseDay,
            String releasePrecision,
            int distance,
            Long revision) {

        Node node() {
            return new Node(
                    id,
                    name,
                    new VendorRef(vendorId, vendorName),
                    releaseDay,
                    PartialDate.of(releaseDay, releasePrecision),
                    distance);
        }
    }

    /**
     * Models of the vendors without a parent of the vendors, and level by level their descendants of the vendors.
     *
     * @param vendors vendor ids; null for all
     * @param depth depth of the last level; roots have depth 0
     * @param limit maximum number of models
     */
    Levels below(List<String> vendors, int depth, int limit) {
        if (vendors == null) {
            return read(levels("""
                    select m.id from model m
                    where not exists (select 1 from lineage_edge e where e.child_id = m.id)
                    order by m.release_date nulls last, m.id
                    limit :most
                    """, "", depth, limit));
        }
        // Reads each vendor in index order, so that at most the limit is read of a large one. The offset makes the
        // planner
        // look up parents model by model, because a join would read all edges.
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
                """, " and m.vendor_id = any(:vendors)", depth, limit)
                .with("vendors", vendors.toArray(String[]::new)));
    }

    /** A model and, level by level, its descendants. */
    Levels below(String root, int depth, int limit) {
        return read(levels("select m.id from model m where m.id = :root", "", depth, limit)
                .with("root", root));
    }

    /**
     * Each step of the recursion is a whole level, so that it ends as soon as the limit is reached. The offsets keep the
     * planner from evaluating a list again for every reference to it.
     */
    private SqlQuery<Row> levels(String roots, String condition, int depth, int limit) {
        return sql.query("""
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
                        select m.id, m.name, m.vendor_id, v.name as vendor_name, m.release_date, m.release_precision,
                               l.distance,
                               (select r.revision from catalog_revision r) as revision
                        from levels l
                        cross join unnest(l.ids) with ordinality u (id, place)
                        join model m on m.id = u.id
                        join vendor v on v.id = m.vendor_id
                        order by l.distance, u.place
                        """.formatted(roots, condition.replace(" and ", " where ")), Row.class)
                .with("depth", depth)
                .with("most", limit);
    }

    private static Levels read(SqlQuery<Row> query) {
        List<Row> rows = query.list();
        return new Levels(
                rows.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(rows.get(0).revision()),
                rows.stream().map(Row::node).toList());
    }

    /** Edges between these models, by child and parent. */
    List<EdgeView> between(Collection<String> modelIds) {
        Set<String> ids = new HashSet<>(modelIds);
        // Filters parents here: few edges leave the set, and a condition on both ends would make the planner read all
        // edges. So would an array whose size it sees.
        return sql.byKey("""
                        select e.child_id, e.parent_id, e.relation, e.method
                        from unnest(array(select unnest(cast(:ids as text[])))) u (id)
                        join lineage_edge e on e.child_id = u.id
                        order by e.child_id, e.parent_id
                        """, EdgeView.class).with("ids", modelIds.toArray(String[]::new)).list().stream()
                .filter(edge -> ids.contains(edge.parent()))
                .toList();
    }
}
