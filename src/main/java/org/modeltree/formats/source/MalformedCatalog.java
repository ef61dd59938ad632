package org.modeltree.formats.source;

/** A file is not of the format it is said to be; nothing of it can be read. */
public class MalformedCatalog extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** A refusal for this reason, in words for whoever sent the file. */
    public MalformedCatalog(String reason) {
        super(reason, null, false, false);
    }
}
