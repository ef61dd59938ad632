package org.modeltree.pictures.drawing;

import java.util.ArrayList;
import java.util.List;

/**
 * A picture as shapes, in the order in which they cover each other.
 *
 * @param width width in units
 * @param height height in units
 * @param language tag of the language of its words
 * @param title what it is, for readers who do not see it
 * @param description what it shows, for readers who do not see it
 * @param shapes the shapes
 */
public record Drawing(
        double width, double height, String language, String title, String description, List<Shape> shapes) {

    public Drawing {
        shapes = List.copyOf(shapes);
    }

    /** Collects the shapes of a drawing. */
    public static final class Sheet {

        private final List<Shape> shapes = new ArrayList<>();

        /** Adds a rectangle without a border. */
        public Sheet box(double x, double y, double width, double height, double radius, Ink fill) {
            return add(new Shape.Box(x, y, width, height, radius, fill, null));
        }

        /** Adds the mark of a value. */
        public Sheet pin(double x, double y, double radius) {
            return add(new Shape.Disc(x, y, radius, Ink.OWN, Ink.PAPER));
        }

        /** Adds a line. */
        public Sheet rule(double x1, double y1, double x2, double y2, double width, Ink color) {
            return add(new Shape.Rule(x1, y1, x2, y2, width, color));
        }

        /** Adds a text that starts at a point. */
        public Sheet text(double x, double y, double size, Ink color, String text) {
            return add(new Shape.Words(x, y, size, false, Shape.Anchor.START, color, text, null));
        }

        /** Adds a bold text that starts at a point. */
        public Sheet bold(double x, double y, double size, Ink color, String text) {
            return add(new Shape.Words(x, y, size, true, Shape.Anchor.START, color, text, null));
        }

        /** Adds a text that ends at a point. */
        public Sheet textTo(double x, double y, double size, Ink color, String text) {
            return add(new Shape.Words(x, y, size, false, Shape.Anchor.END, color, text, null));
        }

        /** Adds a bold text that ends at a point. */
        public Sheet boldTo(double x, double y, double size, Ink color, String text) {
            return add(new Shape.Words(x, y, size, true, Shape.Anchor.END, color, text, null));
        }

        /** Adds a text whose middle is at a point. */
        public Sheet textOn(double x, double y, double size, Ink color, String text) {
            return add(new Shape.Words(x, y, size, false, Shape.Anchor.MIDDLE, color, text, null));
        }

        /** Adds a bold text whose middle is at a point. */
        public Sheet boldOn(double x, double y, double size, Ink color, String text) {
            return add(new Shape.Words(x, y, size, true, Shape.Anchor.MIDDLE, color, text, null));
        }

        /** Adds a shape. */
        public Sheet add(Shape shape) {
            shapes.add(shape);
            return this;
        }

        /** The drawing of the shapes so far. */
        public Drawing drawing(double width, double height, String language, String title, String description) {
            return new Drawing(width, height, language, title, description, shapes);
        }
    }
}
