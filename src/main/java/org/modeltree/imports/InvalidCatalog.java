package org.modeltree.imports;

import java.util.List;
import java.util.stream.Collectors;
import org.modeltree.changes.RecordFault;

/** A catalog is invalid, so nothing of it is loaded. */
public class InvalidCatalog extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * A refusal of the catalog; the message has one line per fault.
     *
     * @param faults at least one fault, in the order of the lines
     */
    public InvalidCatalog(List<RecordFault> faults) {
        super(faults.stream().map(RecordFault::toString).collect(Collectors.joining("\n")), null, false, false);
    }
}
