package org.modeltree.pages;

import java.util.List;

/** The page about the API, with first requests to copy. */
public record DocsPage(List<Example> examples) {

    /** A first request. */
    public record Example(String title, String path) {}
}
