package org.modeltree.catalog;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.http.cache.FactCache;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.Part;
import org.modeltree.revision.sql.EntityRows;
import org.modeltree.revision.sql.Sql;

/** Reads models by id, and what ids mean. */
@ApplicationScoped
class Models implements PanacheRepositoryBase<Model, String> {

    static final EntityRows<Model> ROWS = EntityRows.of(
            Model.class,
            "m",
            Map.ofEntries(
                    Map.entry("vendorName", "v.name"),
                    Map.entry("catalogRevision", "c.revision"),
                    Map.entry("contextWindow", "limits.input"),
                    Map.entry("maxOutput", "limits.output"),
                    Map.entry(
                            "aliases",
                            "array(select a.alias from model_alias a where a.model_id = m.id order by a.alias_key)"),
                    Map.entry("linkTypes", link("type")),
                    Map.entry("linkUrls", link("url")),
                    Map.entry("subtitleEn", "texts.subtitle_en"),
                    Map.entry("subtitleZh", "texts.subtitle_zh"),
                    Map.entry("summaryEn", "texts.summary_en"),
                    Map.entry("summaryZh", "texts.summary_zh")));

    // A page has fifty models, so each look-up and each sort of a few rows counts: an array of rows in the order of an
    // index
    // needs no sort, as array_agg would, and both languages or both limits of a model are found together.
    static final String SELECT = "select " + ROWS.columns() + """

            from model m
            cross join catalog_revision c
            left join vendor v on v.id = m.vendor_id
            cross join lateral (
                select max(w.raw) filter (where w.benchmark_id = 'context-window') as input,
                    max(w.raw) filter (where w.benchmark_id = 'max-output') as output
                from measurement w
                where w.model_id = m.id and w.counting and w.benchmark_id in ('context-window', 'max-output')) limits
            cross join lateral (
                select max(t.subtitle) filter (where t.lang = 'en') as subtitle_en,
                    max(t.subtitle) filter (where t.lang = 'zh') as subtitle_zh,
                    max(t.summary) filter (where t.lang = 'en') as summary_en,
                    max(t.summary) filter (where t.lang = 'zh') as summary_zh
                from model_text t where t.model_id = m.id) texts
            where m.id""";

    private static final String ONE = SELECT + " = :id";
    private static final String SEVERAL = SELECT + Sql.anyOf("ids");

    private static final String ANY_KEY = Sql.anyOf("keys");

    /** Key of a model that is kept in memory. */
    private record Known(String id) {}

    private final Sql sql;
    private final Snapshot snapshot;
    private final FactCache facts;

    Models(Sql sql, Snapshot snapshot, FactCache facts) {
        this.sql = sql;
        this.snapshot = snapshot;
        this.facts = facts;
    }

    /** Reads a row of {@link #ROWS}. By reflection it would take twice as long, and a page has two thousand values. */
    static Model read(ResultSet rows) throws SQLException {
        Model model = new Model();
        model.id = rows.getString(1);
        model.vendorId = rows.getString(2);
        model.vendorName = rows.getString(3);
        model.name = rows.getString(4);
        model.family = rows.getString(5);
        model.kind = rows.getString(6);
        model.releaseDate = rows.getObject(7, LocalDate.class);
        model.releasePrecision = rows.getString(8);
        model.lifecycle = rows.getString(9);
        model.announcedDate = rows.getObject(10, LocalDate.class);
        model.announcedPrecision = rows.getString(11);
        model.deprecatedDate = rows.getObject(12, LocalDate.class);
        model.deprecatedPrecision = rows.getString(13);
        model.retiredDate = rows.getObject(14, LocalDate.class);
        model.retiredPrecision = rows.getString(15);
        model.successorId = rows.getString(16);
        model.parameters = rows.getObject(17, Long.class);
        model.parametersStatus = rows.getString(18);
        model.contextWindowStatus = rows.getString(19);
        model.maxOutputStatus = rows.getString(20);
        model.pricingStatus = rows.getString(21);
        model.openWeights = rows.getObject(22, Boolean.class);
        model.licence = rows.getString(23);
        model.inputModalities = texts(rows, 24);
        model.outputModalities = texts(rows, 25);
        model.supports = texts(rows, 26);
        model.lacks = texts(rows, 27);
        model.cutoffDate = rows.getObject(28, LocalDate.class);
        model.cutoffPrecision = rows.getString(29);
        model.revision = rows.getLong(30);
        model.catalogRevision = rows.getLong(31);
        model.updatedAt = rows.getObject(32, OffsetDateTime.class).toInstant();
        model.contextWindow = rows.getObject(33, Double.class);
        model.maxOutput = rows.getObject(34, Double.class);
        model.aliases = texts(rows, 35);
        model.linkTypes = texts(rows, 36);
        model.linkUrls = texts(rows, 37);
        model.subtitleEn = rows.getString(38);
        model.subtitleZh = rows.getString(39);
        model.summaryEn = rows.getString(40);
        model.summaryZh = rows.getString(41);
        return model;
    }

    private static String[] texts(ResultSet rows, int at) throws SQLException {
        Array texts = rows.getArray(at);
        return texts == null ? null : (String[]) texts.getArray();
    }

    private static String link(String column) {
        return "array(select l." + column + " from model_link l where l.model_id = m.id order by l.position)";
    }

    /** The first ids, in order. */
    List<String> ids(int most) {
        return getEntityManager()
                .createQuery("select m.id from Model m order by m.id", String.class)
                .setMaxResults(most)
                .getResultList();
    }

    /** The model with this canonical id, read at most once per snapshot; also records the snapshot's revision. */
    Optional<Model> one(String id) {
        Known key = new Known(id);
        Optional<Model> known = snapshot.remembered(key, Model.class).or(() -> facts.find(key, Model.class));
        return known.isPresent()
                ? known
                : noted(sql.byKey(ONE, Models::read)
                                .with("id", id)
                                .withRevision(model -> model.catalogRevision)
                                .list())
                        .stream()
                        .findFirst();
    }

    /**
     * The existing models among these ids, in the order of the ids. Models that the snapshot has already read, or that are in
     * memory, are not read again.
     */
    List<Model> inOrder(List<String> ids) {
        return inOrder(ids, true);
    }

    /** As {@link #inOrder(List)}, but what is read is not kept in memory, because something that is made of it is. */
    List<Model> inOrderOnce(List<String> ids) {
        return inOrder(ids, false);
    }

    private List<Model> inOrder(List<String> ids, boolean keep) {
        Map<String, Model> found = new HashMap<>();
        List<Known> wanted = new ArrayList<>();
        for (String id : ids) {
            Known key = new Known(id);
            snapshot.remembered(key, Model.class).ifPresentOrElse(model -> found.put(id, model), () -> wanted.add(key));
        }
        Map<Known, Model> kept = facts.find(wanted, Model.class);
        List<String> unread = new ArrayList<>();
        for (Known key : wanted) {
            Model model = kept.get(key);
            if (model == null) {
                unread.add(key.id());
            } else {
                found.put(key.id(), model);
            }
        }
        if (unread.size() == 1) {
            one(unread.get(0)).ifPresent(model -> found.put(model.id, model));
        } else if (!unread.isEmpty()) {
            List<Model> read = sql.byKey(SEVERAL, Models::read)
                    .with("ids", unread.toArray(String[]::new))
                    .withRevision(model -> model.catalogRevision)
                    .list();
            (keep ? noted(read) : remembered(read)).forEach(model -> found.put(model.id, model));
        }
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private List<Model> noted(List<Model> read) {
        remembered(read);
        if (facts.isOn()) {
            read.forEach(model -> facts.keep(new Known(model.id), model, parts(model), model.bytes()));
        }
        return read;
    }

    private List<Model> remembered(List<Model> read) {
        for (Model model : read) {
            snapshot.recordRevision(model.catalogRevision);
            snapshot.remember(new Known(model.id), model);
        }
        return read;
    }

    /** The parts of the catalog that the row of a model is made of: also names, and which measurement counts. */
    private static List<Part> parts(Model model) {
        return List.of(
                Part.model(model.id),
                Part.one("vendor", model.vendorId),
                Part.every("benchmark"),
                Part.every("capability"));
    }

    private record Canonical(String key, String modelId) {}

    /** Canonical ids by given id or alias, ignoring case; ids that match no model are left out. */
    Map<String, String> canonical(Collection<String> given) {
        Map<String, List<String>> byKey = byKey(given);
        Set<Known> keys = byKey.keySet().stream().map(Known::new).collect(Collectors.toSet());
        if (!keys.isEmpty() && facts.find(keys, Model.class).size() == keys.size()) {
            // The id of a model always means that model.
            Map<String, String> canonical = new LinkedHashMap<>();
            byKey.forEach((key, ids) -> ids.forEach(id -> canonical.put(id, key)));
            return canonical;
        }
        List<Canonical> found = sql.byKey("""
                        select m.id as key, m.id as model_id from model m where m.id%1$s
                        union all
                        select a.alias_key, a.model_id from model_alias a
                        where a.alias_key%1$s and not exists (select 1 from model m where m.id = a.alias_key)
                        order by 1
                        """.formatted(ANY_KEY), Canonical.class)
                .with("keys", keys(byKey))
                .list();
        Map<String, String> canonical = new LinkedHashMap<>();
        for (Canonical row : found) {
            byKey.get(row.key()).forEach(id -> canonical.put(id, row.modelId()));
        }
        return canonical;
    }

    private static String[] keys(Map<String, ?> byKey) {
        return byKey.keySet().toArray(String[]::new);
    }

    /** Ids by the key under which they are stored. The database knows no NUL characters, so none has one. */
    private static Map<String, List<String>> byKey(Collection<String> given) {
        return given.stream().filter(id -> id.indexOf('\0') < 0).collect(Collectors.groupingBy(SearchText::idKey));
    }

    /**
     * Models that ids mean, and models that were deleted.
     *
     * @param canonical canonical ids by given id or alias, ignoring case
     * @param deleted successors of deleted models by given id, ignoring case; empty texts for those without one
     */
    record Named(Map<String, String> canonical, Map<String, String> deleted) {}

    private record NamedRow(String key, String modelId, boolean deleted) {}

    /** Models and deleted models by given id or alias, in one statement. */
    Named named(Collection<String> given) {
        Map<String, List<String>> byKey = byKey(given);
        Named named = new Named(new LinkedHashMap<>(), new LinkedHashMap<>());
        sql.byKey("""
                select m.id as key, m.id as model_id, false as deleted from model m where m.id%1$s
                union all
                select a.alias_key, a.model_id, false from model_alias a
                where a.alias_key%1$s and not exists (select 1 from model m where m.id = a.alias_key)
                union all
                select d.id, coalesce(d.successor_id, ''), true from deleted_model d where d.id%1$s
                order by 1
                """.formatted(ANY_KEY), NamedRow.class)
                .with("keys", keys(byKey))
                .list()
                .forEach(row -> byKey.get(row.key())
                        .forEach(id -> (row.deleted() ? named.deleted() : named.canonical()).put(id, row.modelId())));
        return named;
    }

    private record StoredAlias(String key, String alias) {}

    /** Aliases in their stored spelling, by given id. */
    Map<String, String> storedAliases(Collection<String> given) {
        Map<String, List<String>> byKey = given.stream().collect(Collectors.groupingBy(SearchText::idKey));
        Map<String, String> aliases = new LinkedHashMap<>();
        sql.byKey(
                        "select a.alias_key as key, a.alias from model_alias a where a.alias_key" + ANY_KEY,
                        StoredAlias.class)
                .with("keys", keys(byKey))
                .list()
                .forEach(row -> byKey.get(row.key()).forEach(id -> aliases.put(id, row.alias())));
        return aliases;
    }

    private record Deleted(String key, String successor) {}

    /** Successors of deleted models by given id, ignoring case; empty texts for those without one. */
    Map<String, String> deleted(Collection<String> given) {
        Map<String, List<String>> byKey = given.stream().collect(Collectors.groupingBy(SearchText::idKey));
        Map<String, String> successors = new LinkedHashMap<>();
        sql.byKey(
                        "select d.id as key, coalesce(d.successor_id, '') as successor from deleted_model d"
                                + " where d.id" + ANY_KEY,
                        Deleted.class)
                .with("keys", keys(byKey))
                .list()
                .forEach(row -> byKey.get(row.key()).forEach(id -> successors.put(id, row.successor())));
        return successors;
    }

    /** State of a model at a past revision, as JSON; empty if it has not changed since or did not exist then. */
    Optional<String> stateAt(String modelId, long revision) {
        return sql.byKey("""
                        select cast(v.state as text) from model_version v
                        where v.model_id = :id and v.revision <= :revision and v.until_revision > :revision
                        """, String.class)
                .with("id", modelId)
                .with("revision", revision)
                .first();
    }
}
