package org.modeltree.imports.unmatched;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hibernate.Session;

/** Reads the queue of unmatched offerings, with the decisions about them. */
@ApplicationScoped
class UnmatchedOfferings {

    /** Lists are counted up to this number. */
    static final int MAX_COUNTED = 10_000;

    /** Also decisions about offerings that no import has seen; they came with a catalog. */
    private static final String ALL = """
            (
                select coalesce(u.id, d.id) as key, coalesce(u.provider_id, d.provider_id) as provider,
                       coalesce(u.provider_model_id, d.provider_model_id) as id, u.name,
                       case when d.id is null then 'pending' when d.model_id is null then 'rejected'
                            else 'accepted' end as state,
                       d.model_id as model, d.note, coalesce(u.origins, '{}') as origins, cast(u.facts as text) as facts,
                       coalesce(cast(u.candidates as text), '[]') as candidates,
                       u.first_import, u.first_seen, u.last_import, u.last_seen, coalesce(d.revision, 0) as revision
                from unmatched_offering u full join decision d on d.id = u.id
                where d.id is not null or not exists (
                    select 1 from offering o
                    where o.provider_id = u.provider_id and o.provider_model_id = u.provider_model_id)
            ) f
            """;

    private static final String COLUMNS = """
            select f.provider, f.id, f.name, f.state, f.model, f.note, array_to_string(f.origins, ' ') as origins, f.facts,
                   f.candidates, f.first_import, f.first_seen, f.last_import, f.last_seen, f.revision
            from
            """;

    private static final String SELECTED = """
            where f.state in (:states)
              and (cast(:origin as text) is null or cast(:origin as text) = any (f.origins))
              and (cast(:provider as text) is null or f.provider = cast(:provider as text))
              and (cast(:q as text) is null or lower(f.id) like cast(:q as text) escape '\\'
                   or lower(f.name) like cast(:q as text) escape '\\')
            """;

    /**
     * An offering with the revision of the decision about it.
     *
     * @param revision 0 without a decision
     */
    record Found(UnmatchedView view, long revision) {}

    private final EntityManager entities;
    private final ObjectMapper json;

    UnmatchedOfferings(EntityManager entities, ObjectMapper json) {
        this.entities = entities;
        this.json = json;
    }

    /** The offerings after one, by provider and id. */
    List<UnmatchedView> page(UnmatchedFilter filter, String provider, String id, int limit) {
        String sql = COLUMNS + ALL + SELECTED + """
                and (f.provider, f.id) > (cast(:afterProvider as text) collate "C", cast(:afterId as text) collate "C")
                order by f.provider, f.id
                limit :most
                """;
        return filtered(sql, Row.class, filter)
                .setParameter("afterProvider", provider)
                .setParameter("afterId", id)
                .setParameter("most", limit)
                .getResultList()
                .stream()
                .map(this::view)
                .toList();
    }

    /** Number of selected offerings, at most {@link #MAX_COUNTED} + 1. */
    long count(UnmatchedFilter filter) {
        String sql =
                "select count(*) from (select 1 from " + ALL + SELECTED + " limit " + (MAX_COUNTED + 1) + ") as found";
        return filtered(sql, Long.class, filter).getSingleResult();
    }

    /** One offering; empty if no import has seen it and nobody has decided on it. */
    Optional<Found> find(String key) {
        return entities
                .unwrap(Session.class)
                .createNativeQuery(COLUMNS + ALL + " where f.key = :key", Row.class)
                .setParameter("key", key)
                .getResultList()
                .stream()
                .map(row -> new Found(view(row), row.revision()))
                .findFirst();
    }

    /** Ids of the providers in the queue. */
    List<String> providers() {
        return texts("select distinct f.provider from " + ALL + " order by 1");
    }

    /** Origins of the offerings in the queue. */
    List<String> origins() {
        return texts("select distinct o.origin from " + ALL + " cross join unnest(f.origins) o (origin) order by 1");
    }

    private List<String> texts(String sql) {
        return entities.unwrap(Session.class)
                .createNativeQuery(sql, String.class)
                .getResultList();
    }

    /** Keys of the offerings that are attached to a model by a decision. */
    List<String> acceptedFor(String model) {
        return entities.unwrap(Session.class)
                .createNativeQuery("select d.id from decision d where d.model_id = :model order by d.id", String.class)
                .setParameter("model", model)
                .getResultList();
    }

    private <T> TypedQuery<T> filtered(String sql, Class<T> type, UnmatchedFilter filter) {
        return entities.unwrap(Session.class)
                .createNativeQuery(sql, type)
                .setParameter("states", filter.states())
                .setParameter("origin", filter.origin())
                .setParameter("provider", filter.provider())
                .setParameter("q", filter.q() == null ? null : "%" + escaped(filter.q()) + "%");
    }

    private static String escaped(String part) {
        return part.toLowerCase(Locale.ROOT)
                .replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_");
    }

    private record Row(
            String provider,
            String id,
            String name,
            String state,
            String model,
            String note,
            String origins,
            String facts,
            String candidates,
            String firstImport,
            Instant firstSeen,
            String lastImport,
            Instant lastSeen,
            long revision) {}

    private UnmatchedView view(Row row) {
        List<String> origins = new ArrayList<>();
        if (!row.origins().isEmpty()) {
            origins.addAll(List.of(row.origins().split(" ", -1)));
        }
        return new UnmatchedView(
                row.provider(),
                row.id(),
                row.name(),
                row.state(),
                row.model(),
                row.note(),
                origins,
                row.facts() == null ? null : json(row.facts()),
                json(row.candidates()),
                sighting(row.firstImport(), row.firstSeen()),
                sighting(row.lastImport(), row.lastSeen()));
    }

    private static UnmatchedView.Sighting sighting(String importId, Instant time) {
        return importId == null ? null : new UnmatchedView.Sighting(importId, time);
    }

    private JsonNode json(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
