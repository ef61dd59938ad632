package org.modeltree.http.problem;

import org.modeltree.http.value.Language;

/** Shows problems to people. Its implementation is in the package of the pages, which nothing may import. */
public interface ErrorPages {

    /**
     * The problem as a complete HTML document.
     *
     * @param chosen whether the request has chosen the language, which links then keep
     */
    String page(ProblemView problem, Language language, boolean chosen);
}
