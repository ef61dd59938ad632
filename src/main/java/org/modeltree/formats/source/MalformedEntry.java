package org.modeltree.formats.source;

/** An entry of a foreign catalog has something in it that cannot be understood, so nothing of the entry is stored. */
public class MalformedEntry extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final int MAX_VALUE = 200;

    private final String at;
    private final String value;

    /**
     * A refusal of an entry.
     *
     * @param at JSON pointer of what is wrong
     * @param reason in words for whoever sent the file
     * @param value as it stands there; empty where something is missing
     */
    public MalformedEntry(String at, String reason, String value) {
        super(reason, null, false, false);
        this.at = at;
        this.value = value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) + "…" : value;
    }

    public void tell(CatalogSink said) {
        said.reject(at, getMessage(), value);
    }
}
