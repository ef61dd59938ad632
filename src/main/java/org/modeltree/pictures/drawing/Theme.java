package org.modeltree.pictures.drawing;

/** The set of colours of a picture. */
public enum Theme {
    LIGHT,
    DARK,
    /** Light or dark, as the reader's system prefers. SVG only. */
    AUTO
}
