package org.modeltree.imports;

import java.util.List;
import java.util.stream.Collectors;
import org.modeltree.changes.RecordFault;

/** A catalog cannot be loaded; nothing of it was. */
public class InvalidCatalog extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * A refusal for these reasons.
     *
     * @param faults at least one, by line
     */
    public InvalidCatalog(List<RecordFault> faults) {
        super(faults.stream().map(RecordFault::toString).collect(Collectors.joining("\n")), null, false, false);
    }
}
