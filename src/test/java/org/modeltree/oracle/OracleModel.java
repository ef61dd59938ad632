package org.modeltree.oracle;

import java.time.LocalDate;
import java.util.List;
import org.modeltree.oracle.Lines.ModalitiesItem;
import org.modeltree.oracle.Lines.ModelLine;

/**
 * A model as it should be known after the catalog was read.
 *
 * @param id canonical: lower case
 * @param aliases as they were written, the spelling of the id among them where it was not lower case
 */
record OracleModel(String id, String vendor, ModelLine line, List<String> aliases) {
    String name() {
        return line.name();
    }

    LocalDate released() {
        return PartialDates.firstDay(line.releaseDate());
    }

    List<String> input() {
        ModalitiesItem modalities = line.modalities();
        return modalities == null || modalities.input() == null ? List.of() : modalities.input();
    }

    List<String> output() {
        ModalitiesItem modalities = line.modalities();
        return modalities == null || modalities.output() == null ? List.of() : modalities.output();
    }
}
