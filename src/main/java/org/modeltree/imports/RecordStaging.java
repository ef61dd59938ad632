package org.modeltree.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.modeltree.catalog.records.ModelOrigin;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.Origins;
import org.modeltree.changes.RecordFault;
import org.modeltree.changes.StagedRecord;
import org.modeltree.changes.StagingTable;
import org.modeltree.http.problem.Problem;
import org.modeltree.identity.OfferingDescriptor;

/**
 * Staging of the records of one file, with the origin of its catalog. Records are numbered by their entries' order in the
 * file, whenever they are staged, so that of two records of the same thing the first in the file counts.
 */
final class RecordStaging {

    private static final String LINE = "line ";
    private static final String BENCHMARK = "benchmark";
    private static final String MODEL = "model";
    /** Makes the document of an offering complete, so that it can be checked before its model is known. */
    private static final String ANY_MODEL = "any/model";

    private static final Map<String, String> TOKEN_LIMITS =
            Map.of("context-window", "Context window", "max-output", "Output limit");

    private final CatalogRecords records;
    private final StagingTable table;
    private final ImportProgress progress;
    private final String origin;
    private final Set<String> defined = new HashSet<>();
    private long number;

    RecordStaging(CatalogRecords records, StagingTable table, ImportProgress progress, String origin) {
        this.records = records;
        this.table = table;
        this.progress = progress;
        this.origin = origin;
    }

    /** The first of {@code count} numbers for records that are staged later. */
    long reserve(int count) {
        long first = number + 1;
        number += count;
        return first;
    }

    /**
     * Stages a record with the next number.
     *
     * @return whether the record is valid
     */
    boolean stage(String at, ObjectNode record, boolean known) {
        return stage(reserve(1), at, record, known);
    }

    /**
     * Stages a record, or reports it as rejected.
     *
     * @param current its number
     * @param at place of the entry in the file
     * @param known whether the record is about an existing model; the name of an offering does not rename the model
     * @return whether the record is valid
     */
    boolean stage(long current, String at, ObjectNode record, boolean known) {
        String type = record.path("type").asText();
        if (type.equals(BENCHMARK)) {
            defined.add(record.path("id").asText());
        }
        if (type.equals("measurement")) {
            define(at, record.path(BENCHMARK).asText());
        }
        if (type.equals(MODEL)) {
            ModelOrigin.stamp(record, origin);
        } else if (!record.has(Origins.ORIGIN) && !type.equals("catalog") && !type.equals("deleted")) {
            record.put(Origins.ORIGIN, origin);
        }
        return records.record(
                        record,
                        fault -> rejected(at, fault, record.at(fault.pointer()).asText(null), null))
                .map(ready -> {
                    if (known) {
                        ModelOrigin.removeName(ready.document());
                    }
                    stage(ready.at(current, at));
                    return true;
                })
                .orElse(false);
    }

    /** Defines the benchmarks of token limits if the catalog does not. */
    private void define(String at, String benchmark) {
        String label = TOKEN_LIMITS.get(benchmark);
        if (label != null && defined.add(benchmark)) {
            ObjectNode record = JsonNodeFactory.instance.objectNode();
            record.put("type", BENCHMARK)
                    .put("id", benchmark)
                    .put("label", label)
                    .put("unit", "tokens");
            stage(at, record, false);
        }
    }

    /** Stages a record that has its number. */
    void stage(StagedRecord record) {
        try {
            table.add(record);
            progress.staged();
        } catch (SQLException fault) {
            throw new IllegalStateException("the record could not be staged", fault);
        }
    }

    /** Ends the COPY into the staging table, during which the connection cannot run queries. */
    void flush() {
        try {
            table.flush();
        } catch (SQLException fault) {
            throw new IllegalStateException("the records could not be staged", fault);
        }
    }

    /** The document of an offering without its model, as it would be stored; null if it is invalid. */
    ObjectNode facts(ObjectNode offering) {
        ObjectNode document = offering.deepCopy().put(MODEL, ANY_MODEL);
        if (!document.has(Origins.ORIGIN)) {
            document.put(Origins.ORIGIN, origin);
        }
        return records.record(document, fault -> {})
                .map(ready -> ready.document().remove(List.of("type", "provider", "id", MODEL)))
                .orElse(null);
    }

    /**
     * Reports a rejection.
     *
     * @param at place of the entry in the file
     * @param fault what is wrong, with a JSON pointer into our record of the entry
     * @param missing the record that the value should name; null unless that is what is wrong
     */
    void rejected(String at, Problem.BodyFault fault, String value, RecordFault.Missing missing) {
        String pointer = fault.pointer();
        String reason = fault.detail();
        Long line = null;
        if (at.startsWith(LINE)) {
            String[] parts = at.substring(LINE.length()).split(" ", 2);
            boolean named = pointer.isEmpty() && parts.length > 1 && parts[1].startsWith("/");
            line = Long.valueOf(parts[0]);
            pointer = named ? parts[1] : pointer.isEmpty() ? null : pointer;
        } else {
            reason = pointer.isEmpty() ? reason : reason + " (" + pointer + ")";
            pointer = at;
        }
        progress.reject(new ImportReport.Rejection(line, pointer, reason, value, fault.suggestions()), missing);
    }

    /**
     * An offering whose model is not known yet.
     *
     * @param number number of its first record
     * @param about records about its model, without the model's id
     * @param proposed id under which the model is created if none matches; null to never create it
     */
    record PendingOffering(
            long number,
            String at,
            ObjectNode offering,
            OfferingDescriptor descriptor,
            List<ObjectNode> about,
            String proposed) {}

    /**
     * Stages an offering whose model is found, with the records about the model.
     *
     * @param model id of the model
     * @param isNew whether the model is created
     */
    void stage(PendingOffering offered, String model, boolean isNew) {
        String name = Objects.requireNonNullElse(offered.descriptor().name(), model);
        long next = offered.number();
        boolean named = false;
        for (ObjectNode about : offered.about()) {
            boolean ofModel = about.path("type").asText().equals(MODEL);
            about.put(ofModel ? "id" : MODEL, model);
            named |= ofModel;
            if (ofModel && !about.has("name")) {
                about.put("name", name);
            }
            stage(next++, offered.at(), about, ofModel && !isNew);
        }
        if (isNew && !named) {
            ObjectNode record = JsonNodeFactory.instance.objectNode();
            record.put("type", MODEL).put("id", model).put("name", name);
            stage(next++, offered.at(), record, false);
        }
        offered.offering().put(MODEL, model);
        stage(next, offered.at(), offered.offering(), false);
    }
}
