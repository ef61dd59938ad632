package org.modeltree.imports;

import java.util.List;
import java.util.stream.Collectors;

/** A catalog cannot be loaded; nothing of it was. */
public class CatalogFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * What is wrong with a line.
     *
     * @param line number of the line, from 1
     * @param pointer JSON pointer into it; empty for the line as a whole
     * @param detail what is wrong
     */
    public record Fault(long line, String pointer, String detail) {

        @Override
        public String toString() {
            return "line " + line + (pointer.isEmpty() ? "" : " " + pointer) + ": " + detail;
        }
    }

    private final transient List<Fault> faults;

    /**
     * A refusal for these reasons.
     *
     * @param faults at least one, by line
     */
    public CatalogFault(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")), null, false, false);
        this.faults = List.copyOf(faults);
    }

    /** What is wrong, by line; the first ones where there are many. */
    public List<Fault> faults() {
        return faults;
    }
}
