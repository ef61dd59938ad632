package org.modeltree.imports;

/** A file is not of the format it is said to be; nothing of it can be read. */
class MalformedCatalog extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** A refusal for this reason, in words for whoever sent the file. */
    MalformedCatalog(String reason) {
        super(reason, null, false, false);
    }
}
