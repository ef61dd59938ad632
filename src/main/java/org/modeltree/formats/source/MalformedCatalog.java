package org.modeltree.formats.source;

/** A file is not in the format that the client named, so nothing of it can be read. */
public class MalformedCatalog extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * A refusal of the whole file.
     *
     * @param reason a full sentence for the client: where, what is wrong, what to do
     */
    public MalformedCatalog(String reason) {
        super(reason, null, false, false);
    }
}
