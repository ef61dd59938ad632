package org.modeltree.catalog.query;

import java.util.Locale;

/** Feature that a model or an offering has, lacks, or of which neither is known. */
public enum Feature {
    /** Calls functions that the request describes. */
    TOOLS("tools"),
    /** Answers in JSON that follows a given schema. */
    STRUCTURED_OUTPUT("structuredOutput"),
    /** Thinks before it answers. */
    REASONING("reasoning"),
    /** Accepts files or images beside text. */
    ATTACHMENTS("attachments"),
    /** Lets the request set the temperature. */
    TEMPERATURE("temperature"),
    /** Sends the answer in parts while it is made. */
    STREAMING("streaming");

    private final String key;

    Feature(String key) {
        this.key = key;
    }

    /** Key in JSON. */
    public String key() {
        return key;
    }

    /** Value in parameters, tables and lists. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
