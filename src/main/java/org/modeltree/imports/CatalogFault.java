package org.modeltree.imports;

import java.util.List;
import java.util.stream.Collectors;
import org.modeltree.changes.LineFault;

/** A catalog cannot be loaded; nothing of it was. */
public class CatalogFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * A refusal for these reasons.
     *
     * @param faults at least one, by line
     */
    public CatalogFault(List<LineFault> faults) {
        super(faults.stream().map(LineFault::toString).collect(Collectors.joining("\n")), null, false, false);
    }
}
