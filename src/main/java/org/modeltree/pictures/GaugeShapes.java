package org.modeltree.pictures;

import java.util.List;
import org.modeltree.bands.capability.Gauge;
import org.modeltree.card.CardView;
import org.modeltree.pictures.drawing.Drawing;
import org.modeltree.pictures.drawing.Ink;
import org.modeltree.pictures.drawing.Shape;
import org.modeltree.pictures.drawing.TextWidth;

/**
 * A gauge of context windows at a place of a drawing.
 *
 * @param x start of the axis
 * @param y top of the axis
 * @param width length of the axis
 * @param unit size of the letters; everything else grows with it
 * @param margin room for captions beside the axis
 */
record GaugeShapes(double x, double y, double width, double unit, double margin) {

    private static final double GAP = 0.9;

    /**
     * Draws the axis, its ticks and the model's window.
     *
     * @param others whether captions are in the other language as well
     */
    void draw(Drawing.Sheet sheet, CardView.ContextWindowView window, boolean chinese, boolean others) {
        double thickness = unit * 0.6;
        Double fraction = window.fraction();
        sheet.box(x, y, width, thickness, thickness / 2, Ink.TRACK);
        if (fraction != null && fraction > 0) {
            sheet.box(x, y, width * fraction, thickness, thickness / 2, Ink.OWN);
        }
        List<Gauge.Tick> ticks = window.ticks();
        Row labels = new Row();
        Row captions = new Row();
        Row translations = new Row();
        for (Gauge.Tick tick : ticks) {
            double at = x + width * tick.fraction();
            // By tokens, because a window before the first tick is drawn at it.
            boolean isReached =
                    window.tokens() != null && window.tokens() >= tick.raw().doubleValue();
            sheet.rule(at, y + thickness + unit * 0.25, at, y + thickness + unit * 0.7, unit * 0.12, Ink.MARK);
            labels.write(sheet, at, 2.6, true, isReached ? Ink.OWN : Ink.INK, tick.label(), null);
            Gauge.Captions both = tick.captions();
            captions.write(sheet, at, 3.95, false, Ink.INK, tick.caption(), null);
            if (others && both != null) {
                translations.write(
                        sheet, at, 5.2, false, Ink.SOFT, chinese ? both.en() : both.zh(), chinese ? "en" : "zh");
            }
        }
        if (fraction != null) {
            double at = x + width * fraction;
            sheet.pin(at, y + thickness / 2, unit * 0.6);
        }
    }

    /** Texts side by side. One moves to the right if it would touch the one before, and is left out if it would be far away. */
    private final class Row {

        private double free = x - margin;

        void write(Drawing.Sheet sheet, double at, double line, boolean bold, Ink color, String text, String language) {
            if (text == null) {
                return;
            }
            String shown = TextWidth.cut(text, unit, bold, unit * 9);
            double wide = TextWidth.of(shown, unit, bold);
            double end = x + width + margin;
            double start = Math.min(Math.max(at - wide / 2, free), end - wide);
            if (start < free - 0.01 || Math.abs(start + wide / 2 - at) > unit * 3.2) {
                return;
            }
            sheet.add(new Shape.Words(
                    start + wide / 2, y + line * unit, unit, bold, Shape.Anchor.MIDDLE, color, shown, language));
            free = start + wide + GAP * unit;
        }
    }
}
