package org.modeltree.changes.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.hibernate.Session;

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

    /** Entry with its id, which orders the entries of a revision. */
    record Entry(long id, ChangeView view) {}

    private final EntityManager entities;
    private final ObjectMapper json;

    Changes(EntityManager entities, ObjectMapper json) {
        this.entities = entities;
        this.json = json;
    }

    /** Canonical id of the model with this id or alias; the given id in lower case if no model matches. */
    String canonicalId(String given) {
        return entities.unwrap(Session.class)
                .createNativeQuery("""
                        select coalesce(
                            (select m.id from model m where m.id = :key),
                            (select a.model_id from model_alias a where a.alias_key = :key),
                            :key)
                        """, String.class)
                .setParameter(
                        "key",
                        Normalizer.normalize(given.strip(), Normalizer.Form.NFKC)
                                .toLowerCase(Locale.ROOT))
                .getSingleResult();
    }

    /**
     * Entries after a revision and an id within it, oldest first.
     *
     * @param model canonical id of the model whose entries are read; null for all
     * @param withActor whether to include who made each change
     */
    List<Entry> page(long revision, long id, String model, boolean withActor, int limit) {
        TypedQuery<Row> query = entities.unwrap(Session.class)
                .createNativeQuery("""
                select c.id, c.revision, c.changed_at, c.kind, c.type, c.subject, c.model_id, c.moved_from,
                       cast(c.patch as text) as patch, c.actor, c.import_id
                from change c
                where (c.revision, c.id) > (:revision, :id)
                """ + (model == null ? "" : OF_MODEL) + """

                order by c.revision, c.id
                limit :most
                """, Row.class)
                .setParameter("revision", revision)
                .setParameter("id", id)
                .setParameter("most", limit);
        if (model != null) {
            query.setParameter("model", model);
        }
        return query.getResultList().stream().map(row -> entry(row, withActor)).toList();
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

    /** Number of entries after a revision, at most {@link #MAX_COUNTED} + 1. */
    long count(long revision, String model) {
        TypedQuery<Long> query = entities.unwrap(Session.class)
                .createNativeQuery(
                        "select count(*) from (select 1 from change c where c.revision > :revision"
                                + (model == null ? "" : OF_MODEL) + " limit " + (MAX_COUNTED + 1)
                                + ") as found",
                        Long.class)
                .setParameter("revision", revision);
        if (model != null) {
            query.setParameter("model", model);
        }
        return query.getSingleResult();
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

    private Entry entry(Row row, boolean withActor) {
        return new Entry(
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
