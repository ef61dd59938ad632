package org.modeltree.formats.source;

/** An entry of a foreign catalog is invalid, so nothing of it is stored. */
public class MalformedEntry extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final int MAX_VALUE = 200;

    private final String at;
    private final String value;

    /**
     * A refusal of an entry.
     *
     * @param at JSON pointer of the invalid value
     * @param reason what is wrong, as a predicate for the client: "must be a number"
     * @param value the invalid value; empty if it is missing
     */
    public MalformedEntry(String at, String reason, String value) {
        super(reason, null, false, false);
        this.at = at;
        this.value = value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) + "…" : value;
    }

    /** Reports the entry as rejected. */
    public void reportTo(CatalogSink sink) {
        sink.reject(at, getMessage(), value);
    }
}
