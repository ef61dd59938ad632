package org.modeltree.changes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Types of staged records: their checks and statements, and those of other types that react to them. */
public final class StagedTypes {

    private final CatalogRecords records;
    private final Set<String> writtenTypes = new HashSet<>();
    private final Set<String> deletedTypes = new HashSet<>();

    public StagedTypes(CatalogRecords records) {
        this.records = records;
    }

    /** Says that a record of this type is staged, to be written or to be deleted. */
    public StagedTypes expect(String type, boolean deletion) {
        (deletion ? deletedTypes : writtenTypes).add(type);
        return this;
    }

    /** Types of staged records, in the order of all types. */
    List<RecordType> types() {
        return records.types().stream()
                .filter(type -> writtenTypes.contains(type.type()) || deletedTypes.contains(type.type()))
                .toList();
    }

    /** Whether staged records belong to models. */
    public boolean belongToModels() {
        return types().stream().anyMatch(type -> type.model() != null);
    }

    /** Types whose checks and statements concern a staged record, in the order of all types. */
    private List<RecordType> affected() {
        return records.types().stream()
                .filter(type -> hasWritesFor(type) || hasDeletionsFor(type))
                .toList();
    }

    private boolean hasWritesFor(RecordType type) {
        return writtenTypes.contains(type.type())
                || writtenTypes.stream().map(records::type).anyMatch(type::reactsToWritesOf);
    }

    private boolean hasDeletionsFor(RecordType type) {
        return deletedTypes.contains(type.type())
                || deletedTypes.stream().map(records::type).anyMatch(type::reactsToDeletionsOf);
    }

    /** Checks of conflicts among staged records, and between them and stored ones; each finds at most {@code limit}. */
    public List<StagedCheck> checks(int limit) {
        List<StagedCheck> checks = new ArrayList<>();
        for (RecordType type : affected()) {
            for (RecordType.Reference reference : type.references()) {
                String target = reference.target();
                checks.add(new StagedCheck(
                        reference.missing(),
                        (line, pointer, id, value) ->
                                RecordFault.missing(line, pointer, value, new RecordFault.Missing(target, id))));
            }
            for (String query : type.faults()) {
                checks.add(new StagedCheck(query, RecordFault::new));
            }
        }
        return checks.stream().map(check -> check.first(limit)).toList();
    }

    /** Statements that delete and write records, in the order in which they run. */
    List<String> writes() {
        List<RecordType> affected = affected();
        List<RecordType> reversed = new ArrayList<>(affected);
        Collections.reverse(reversed);
        List<String> statements = new ArrayList<>();
        for (RecordType type : reversed) {
            if (hasDeletionsFor(type)) {
                statements.addAll(type.deletes());
            }
        }
        for (RecordType type : affected) {
            if (hasWritesFor(type)) {
                statements.addAll(type.merges());
            }
        }
        return statements;
    }

    /** Tables that grow with the records. */
    List<String> growingTables() {
        return affected().stream()
                .flatMap(type -> type.growingTables().stream())
                .toList();
    }

    /** Statements that follow those that write. */
    List<String> followUps() {
        List<String> statements = new ArrayList<>();
        affected().forEach(type -> statements.addAll(type.afterMerges()));
        if (belongToModels()) {
            records.types().forEach(type -> statements.addAll(type.modelUpdates()));
        }
        return statements;
    }

    /** All statements, in the order in which they run, with the one that archives the versions of models in front. */
    public List<String> statements() {
        List<String> statements = new ArrayList<>();
        if (belongToModels()) {
            statements.add(StagedWrites.ARCHIVE);
        }
        statements.addAll(writes());
        statements.addAll(followUps());
        return statements;
    }
}
