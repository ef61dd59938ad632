package org.modeltree.changes.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** Reads the change log. */
@ApplicationScoped
class Changes {

    /** Lists are counted up to this number. */
    static final int MAX_COUNTED = 10_000;

    /** Entries of a model and of those that were merged into it, directly or by way of others. */
    private static final String OF_MODEL = """
             and c.model_id = any (array(
                with recursive merged (id) as (
                    select cast(:model as text) collate "C"
                    union
                    select m.subject from merged t join change m on m.model_id = t.id and m.kind = 'merge')
                select id from merged))
            """;

    /**
     * Entries of the revisions that moved the bands of a benchmark, without those of other things that changed with it. An
     * import is one entry, so it is listed as a whole.
     */
    private static final String MOVES = """
             and (c.kind in ('import', 'merge', 'undo')
                or (c.type = 'measurement' and (coalesce(c.benchmark_id, :benchmark) = :benchmark
                    or jsonb_path_exists(c.patch, '$[*] ? (@.path == "/benchmark")')))
                or (c.type = 'model' and (c.kind = 'delete'
                    or jsonb_path_exists(c.patch, '$[*] ? (@.path like_regex "^/(releaseDate|modalities)")')))
                or (c.type = 'benchmark' and c.subject = :benchmark)
                or (c.type = 'capability' and c.subject = :capability)
                or c.type = any (:sources))
            """;

    /**
     * The bands whose moves are listed.
     *
     * @param capability id of the capability
     * @param benchmark id of its benchmark
     * @param sources types of records that measurements of the benchmark are derived from
     */
    record Moves(String capability, String benchmark, List<String> sources) {}

    /**
     * Filter of the list.
     *
     * @param since revision after which entries are listed
     * @param model canonical id of the model whose entries are listed; null for all
     * @param moves the bands whose moves are listed; null for all entries
     */
    record Filter(long since, String model, Moves moves) {

        /** Tables of the entries {@code c}; those that moved a band are found by their revisions. */
        private String from() {
            return moves == null
                    ? "from change c where true"
                    : "from band_move b join change c on c.revision = b.revision"
                            + " where b.benchmark_id = :benchmark and b.revision >= :revision"
                            + " and (b.tallies <> 0 or b.labels)";
        }

        private String conditions() {
            return (model == null ? "" : OF_MODEL) + (moves == null ? "" : MOVES);
        }

        private <T> NativeQuery<T> bound(NativeQuery<T> query, long revision) {
            query.setParameter("revision", revision);
            if (model != null) {
                query.setParameter("model", model);
            }
            if (moves != null) {
                query.setParameter("benchmark", moves.benchmark())
                        .setParameter("capability", moves.capability())
                        .setParameter("sources", moves.sources().toArray(String[]::new));
            }
            return query;
        }
    }

    private final EntityManager entities;
    private final ObjectMapper json;

    Changes(EntityManager entities, ObjectMapper json) {
        this.entities = entities;
        this.json = json;
    }

    /** An id as it is stored: in lower case. */
    static String key(String given) {
        return Normalizer.normalize(given.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** Benchmarks of all capabilities by id, in catalog order. */
    Map<String, String> benchmarks() {
        Map<String, String> benchmarks = new LinkedHashMap<>();
        entities.unwrap(Session.class)
                .createNativeQuery(
                        "select k.id, k.benchmark_id from capability k order by k.position, k.id", Measured.class)
                .getResultList()
                .forEach(capability -> benchmarks.put(capability.id(), capability.benchmark()));
        return benchmarks;
    }

    private record Measured(String id, String benchmark) {}

    /**
     * Entries after a revision and an id within it, oldest first.
     *
     * @param withActor whether to include who made each change
     */
    List<LoggedChange> page(Filter filter, long revision, long id, boolean withActor, int limit) {
        NativeQuery<Row> query = entities.unwrap(Session.class)
                .createNativeQuery("""
                select c.id, c.revision, c.changed_at, c.kind, c.type, c.subject, c.model_id, c.moved_from,
                       cast(c.patch as text) as patch, c.actor, c.import_id
                %s and (c.revision, c.id) > (:revision, :id)%s
                order by c.revision, c.id
                limit :most
                """.formatted(filter.from(), filter.conditions()), Row.class);
        return filter.bound(query, revision).setParameter("id", id).setParameter("most", limit).getResultList().stream()
                .map(row -> entry(row, withActor))
                .toList();
    }

    /** How far the past is no longer kept. */
    KeptPast kept() {
        return entities.unwrap(Session.class)
                .createNativeQuery("select r.changes_until, r.versions_until from retention r", KeptPast.class)
                .getSingleResult();
    }

    /** Entries before a revision and an id within it, newest first, without who made them. */
    List<LoggedChange> before(long revision, long id, int limit) {
        return entities
                .unwrap(Session.class)
                .createNativeQuery("""
                        select c.id, c.revision, c.changed_at, c.kind, c.type, c.subject, c.model_id, c.moved_from,
                               cast(c.patch as text) as patch, c.actor, c.import_id
                        from change c
                        where (c.revision, c.id) < (:revision, :id)
                          and c.revision > (select r.changes_until from retention r)
                        order by c.revision desc, c.id desc
                        limit :most
                        """, Row.class)
                .setParameter("revision", revision)
                .setParameter("id", id)
                .setParameter("most", limit)
                .getResultList()
                .stream()
                .map(row -> entry(row, false))
                .toList();
    }

    /** Id of the feed of this database. */
    String feedId() {
        return entities.unwrap(Session.class)
                .createNativeQuery("select cast(f.id as text) from change_feed f", String.class)
                .getSingleResult();
    }

    /** The merges of a model into others, the oldest first. */
    List<ChangeLogService.ModelMerge> mergesOf(String model) {
        return entities.unwrap(Session.class)
                .createNativeQuery("""
                        select c.revision, c.model_id from change c
                        where c.kind = 'merge' and c.subject = :model
                        order by c.revision
                        """, ChangeLogService.ModelMerge.class)
                .setParameter("model", model)
                .getResultList();
    }

    /** Number of entries, at most {@link #MAX_COUNTED} + 1. */
    long count(Filter filter) {
        NativeQuery<Long> query = entities.unwrap(Session.class)
                .createNativeQuery(
                        "select count(*) from (select 1 " + filter.from() + " and c.revision > :revision"
                                + filter.conditions() + " limit " + (MAX_COUNTED + 1) + ") as found",
                        Long.class);
        return filter.bound(query, filter.since()).getSingleResult();
    }

    private record Row(
            long id,
            long revision,
            Instant changedAt,
            String kind,
            String type,
            String subject,
            String modelId,
            String movedFrom,
            String patch,
            String actor,
            String importId) {}

    private LoggedChange entry(Row row, boolean withActor) {
        return new LoggedChange(
                row.id(),
                new ChangeView(
                        row.revision(),
                        row.changedAt(),
                        row.kind(),
                        row.type(),
                        row.subject(),
                        row.modelId(),
                        row.movedFrom(),
                        patch(row.patch()),
                        withActor ? row.actor() : null,
                        row.importId()));
    }

    private JsonNode patch(String text) {
        try {
            return text == null ? null : json.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
