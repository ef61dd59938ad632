package org.modeltree.imports.undo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.RecordType;

/** Reads the records that imports created and changed. */
@ApplicationScoped
class ImportedRecords {

    private final EntityManager entities;
    private final CatalogRecords records;

    ImportedRecords(EntityManager entities, CatalogRecords records) {
        this.entities = entities;
        this.records = records;
    }

    /** Status of an import, with "dry run" for a dry run; empty if there is no such import. */
    Optional<String> status(String importId) {
        return entities
                .unwrap(Session.class)
                .createNativeQuery("""
                        select case when r.report ->> 'dryRun' = 'true' then 'dry run' else r.status end
                        from import_run r where r.id = :id
                        """, String.class)
                .setParameter("id", importId)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** The records of an import in the order of their types, as they were, as it stored them and as they are. */
    List<ImportedRecord> of(String importId) {
        Set<String> needed = new HashSet<>();
        records.types().forEach(type -> needed.addAll(needed(importId, type)));
        List<ImportedRecord> all = new ArrayList<>();
        for (RecordType type : records.types()) {
            entities.unwrap(Session.class)
                    .createNativeQuery("""
                            select s.key, cast(s.before as text) as before, cast(s.after as text) as after,
                                   cast(v.doc as text) as current
                            from import_change s left join %s v on %s
                            where s.import_id = :id and s.type = :type
                            order by s.number
                            """.formatted(type.view(), type.matches()), Row.class)
                    .setParameter("id", importId)
                    .setParameter("type", type.type())
                    .getResultList()
                    .forEach(row -> all.add(new ImportedRecord(
                            type.type(),
                            row.key(),
                            document(row.before()),
                            document(row.after()),
                            document(row.current()),
                            type.type().equals("model") && needed.contains(row.key()))));
        }
        return all;
    }

    /** Models that were merged into another one since an import, with the id of the model that they are now. */
    Map<String, String> merged(String importId) {
        Map<String, String> merged = new HashMap<>();
        entities.unwrap(Session.class)
                .createNativeQuery("""
                        select c.subject as former, coalesce(a.model_id, c.model_id) as model
                        from change i join change c on c.kind = 'merge' and c.revision > i.revision
                        left join model_alias a on a.alias_key = c.subject
                        where i.kind = 'import' and i.import_id = :id
                          and not exists (select 1 from model m where m.id = c.subject)
                        order by c.revision, c.id
                        """, MergedModel.class)
                .setParameter("id", importId)
                .getResultList()
                .forEach(row -> merged.put(row.former(), row.model()));
        return merged;
    }

    private record MergedModel(String former, String model) {}

    private record Row(String key, String before, String after, String current) {}

    /** Models that an import created, and to which a record of a type belongs, or which it names, that it did not create. */
    private List<String> needed(String importId, RecordType type) {
        List<String> conditions = new ArrayList<>();
        if (type.model() != null && !type.modelKeys().contains("id")) {
            conditions.add(type.belongs());
        }
        type.mentions().ifPresent(conditions::add);
        List<String> models = new ArrayList<>();
        for (String condition : conditions) {
            models.addAll(entities.unwrap(Session.class)
                    .createNativeQuery(
                            """
                            select distinct c.key
                            from import_change c join %s v on %s
                            where c.import_id = :id and c.type = 'model' and c.before is null and not (%s)
                              and not exists (
                                  select 1 from import_change s
                                  where s.import_id = :id and s.type = :type and s.before is null and %s)
                            """.formatted(
                                            type.view(),
                                            condition.replace("?", "c.key"),
                                            type.derived().orElse("false"),
                                            type.matches()),
                            String.class)
                    .setParameter("id", importId)
                    .setParameter("type", type.type())
                    .getResultList());
        }
        return models;
    }

    private ObjectNode document(String text) {
        return text == null ? null : records.trusted(text);
    }
}
