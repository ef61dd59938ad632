package org.modeltree.revision.dependency;

import java.util.Collection;

/** The parts of the catalog that an answer was made of. Immutable. */
public final class Parts {

    /** An answer that may depend on anything, so that every write makes it old. */
    public static final Parts EVERYTHING = new Parts(null);

    /** Codes of the parts; null for everything. */
    private final long[] codes;

    private Parts(long[] codes) {
        this.codes = codes;
    }

    /** Exactly these parts; none if the answer does not depend on the catalog. */
    public static Parts of(Collection<Part> parts) {
        return new Parts(parts.stream().mapToLong(Part::code).distinct().toArray());
    }

    /** Whether the answer may depend on anything. */
    public boolean isEverything() {
        return codes == null;
    }

    /** Approximate size in bytes. */
    public int bytes() {
        return codes == null ? 0 : 16 + 8 * codes.length;
    }

    long[] codes() {
        return codes;
    }
}
