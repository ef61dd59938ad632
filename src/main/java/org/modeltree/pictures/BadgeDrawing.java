package org.modeltree.pictures;

import org.modeltree.bands.score.ScoreView;
import org.modeltree.card.words.Labels;
import org.modeltree.http.value.Language;
import org.modeltree.pictures.drawing.Drawing;
import org.modeltree.pictures.drawing.Ink;
import org.modeltree.pictures.drawing.TextWidth;

/** A score of a model as a badge for a README: the capability and the score, or why there is none. */
final class BadgeDrawing {

    private static final double HEIGHT = 22;
    private static final double SIZE = 12;
    private static final double PADDING = 8;
    private static final double BASELINE = 15.5;
    private static final double MAX_LABEL = 220;

    private BadgeDrawing() {}

    static Drawing of(String model, ScoreView score, Labels labels, Language language) {
        boolean isKnown = score.score() != null;
        String value =
                isKnown ? score.score().toPlainString() : labels.missing().getOrDefault(score.reason(), score.reason());
        String label = TextWidth.cut(score.label(), SIZE, false, MAX_LABEL);
        double left = Math.ceil(TextWidth.of(label, SIZE, false) + 2 * PADDING);
        double right = Math.ceil(TextWidth.of(value, SIZE, true) + 2 * PADDING);
        Drawing.Sheet sheet = new Drawing.Sheet();
        // The right half covers the corners of the left one in the middle.
        sheet.box(0, 0, left + right, HEIGHT, 5, Ink.MARK);
        Ink fill = isKnown ? Ink.OWN : Ink.TRACK;
        sheet.box(left, 0, right, HEIGHT, 5, fill).box(left, 0, right / 2, HEIGHT, 0, fill);
        sheet.textOn(left / 2, BASELINE, SIZE, Ink.PAPER, label);
        sheet.boldOn(left + right / 2, BASELINE, SIZE, isKnown ? Ink.OWN_INK : Ink.INK, value);
        String title = model + " · " + score.label() + ": " + value;
        return sheet.drawing(left + right, HEIGHT, language.tag(), title, isKnown ? title + " / 10" : title);
    }
}
