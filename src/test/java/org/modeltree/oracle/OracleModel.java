package org.modeltree.oracle;

import java.time.LocalDate;
import java.util.List;
import org.modeltree.oracle.generated.InputRecords.ModalitiesItem;
import org.modeltree.oracle.generated.InputRecords.ModelRecord;
import org.modeltree.oracle.generated.PartialDates;

/**
 * A model as the service should know it after the import.
 *
 * @param id canonical id, in lower case
 * @param aliases aliases as written, including the original spelling of the id if it was not in lower case
 */
public record OracleModel(String id, String vendor, ModelRecord record, List<String> aliases) {
    public String name() {
        return record.name();
    }

    public LocalDate released() {
        return PartialDates.firstDay(record.releaseDate());
    }

    public List<String> input() {
        ModalitiesItem modalities = record.modalities();
        return modalities == null || modalities.input() == null ? List.of() : modalities.input();
    }

    public List<String> output() {
        ModalitiesItem modalities = record.modalities();
        return modalities == null || modalities.output() == null ? List.of() : modalities.output();
    }
}
