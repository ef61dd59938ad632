package org.modeltree.http.problem;

/** A parameter or header asks for a past that is no longer kept. */
public final class NoLongerKept extends Problem.InvalidParameter {

    private static final long serialVersionUID = 1;

    /**
     * @param parameter name of the query parameter or header
     * @param detail what is kept and what to do, as a predicate to be read after the name
     */
    public NoLongerKept(String parameter, String detail) {
        super(parameter, detail);
    }
}
