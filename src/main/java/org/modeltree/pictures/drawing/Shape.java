package org.modeltree.pictures.drawing;

/** An element of a drawing. Lengths are in the unit of the drawing; y grows downwards. */
public sealed interface Shape {

    /**
     * A rectangle.
     *
     * @param radius radius of its corners
     * @param border colour of its border, one unit wide; null for none
     */
    record Box(double x, double y, double width, double height, double radius, Ink fill, Ink border) implements Shape {}

    /**
     * A disc.
     *
     * @param border colour of its border; null for none
     */
    record Disc(double x, double y, double radius, Ink fill, Ink border) implements Shape {}

    /** A straight line. */
    record Rule(double x1, double y1, double x2, double y2, double width, Ink color) implements Shape {}

    /**
     * A line of text.
     *
     * @param x where it starts, where its middle is, or where it ends
     * @param y its baseline
     * @param size height of the font
     * @param language its language if it is not that of the drawing; otherwise null
     */
    record Words(double x, double y, double size, boolean bold, Anchor anchor, Ink color, String text, String language)
            implements Shape {}

    /** The point of a text that its x is for. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }
}
