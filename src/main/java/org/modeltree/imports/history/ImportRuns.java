package org.modeltree.imports.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;

/** Reads the reports of imports, without what they quote from their files. */
@ApplicationScoped
class ImportRuns {

    /** Lists are counted up to this number. */
    static final int MAX_COUNTED = 10_000;

    /**
     * An import without a heartbeat for a minute ended with the instance that ran it. The first reader of its report stores that;
     * a list only shows it.
     */
    private static final String PAGE = """
            select r.id, r.started_at,
                   cast(r.report - cast('{rejections,unmatched,kept,changes,notes,ignoredKeys}' as text[])
                       || case when r.status in ('queued', 'running')
                                    and r.heard_at < clock_timestamp() - interval '1 minute'
                               then jsonb_build_object('status', 'failed', 'finishedAt', r.heard_at)
                               else '{}' end as text) as report
            from import_run r
            where (r.started_at, r.id) < (:before, :id)
            order by r.started_at desc, r.id desc
            limit :most
            """;

    private static final String COUNT =
            "select count(*) from (select 1 from import_run limit " + (MAX_COUNTED + 1) + ") as found";

    /**
     * An import with its place in the list.
     *
     * @param startedAt time of the request, to the microsecond
     */
    record Entry(Instant startedAt, ImportRun run) {}

    private record Row(String id, Instant startedAt, String report) {}

    private final EntityManager entities;
    private final ObjectMapper json;

    ImportRuns(EntityManager entities, ObjectMapper json) {
        this.entities = entities;
        this.json = json;
    }

    /**
     * Imports that were requested before a time, or at that time with a lower id; the newest first.
     *
     * @param limit maximum number of imports
     */
    List<Entry> page(Instant before, String id, int limit) {
        return entities
                .unwrap(Session.class)
                .createNativeQuery(PAGE, Row.class)
                .setParameter("before", before)
                .setParameter("id", id)
                .setParameter("most", limit)
                .getResultList()
                .stream()
                .map(row -> new Entry(row.startedAt(), run(row.report())))
                .toList();
    }

    /** Number of imports, at most {@link #MAX_COUNTED} + 1. */
    long count() {
        return entities.unwrap(Session.class)
                .createNativeQuery(COUNT, Long.class)
                .getSingleResult();
    }

    private ImportRun run(String report) {
        try {
            return json.readValue(report, ImportRun.class);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
