package org.modeltree.pictures;

import java.util.stream.Collectors;
import org.modeltree.card.CardView;
import org.modeltree.card.words.Labels;
import org.modeltree.http.value.Language;
import org.modeltree.pictures.drawing.Drawing;
import org.modeltree.pictures.drawing.Ink;
import org.modeltree.pictures.drawing.Shape;
import org.modeltree.pictures.drawing.TextWidth;

/** The context window of a model on its gauge, with named ticks in both languages. */
final class GaugeDrawing {

    static final int WIDTH = 840;
    private static final int HEIGHT = 176;
    private static final int EDGE = 24;

    private GaugeDrawing() {}

    static Drawing of(CardView card, Language language) {
        Labels labels = card.labels();
        CardView.ContextWindowView window = card.contextWindow();
        Drawing.Sheet sheet = new Drawing.Sheet();
        sheet.add(new Shape.Box(0.5, 0.5, WIDTH - 1.0, HEIGHT - 1.0, 15.5, Ink.PAPER, Ink.LINE));
        String size = sizeOf(window, labels);
        double room = WIDTH - 2.0 * EDGE - TextWidth.of(size, 26, true) - 24;
        sheet.bold(EDGE, 37, 18, Ink.INK, TextWidth.cut(card.name(), 18, true, room));
        sheet.boldTo(WIDTH - (double) EDGE, 41, 26, window.label() == null ? Ink.SOFT : Ink.OWN, size);
        String caption = labels.sections().contextWindow()
                + (window.caption() == null ? "" : " · " + window.caption())
                + (window.tier() == null ? "" : " · " + window.tier());
        sheet.text(EDGE, 58, 14, Ink.SOFT, TextWidth.cut(caption, 14, false, room));
        new GaugeShapes(72, 84, WIDTH - 72 - 48, 13, 48).draw(sheet, window, language == Language.ZH, true);
        return sheet.drawing(WIDTH, HEIGHT, language.tag(), title(card), description(card));
    }

    private static String title(CardView card) {
        Labels labels = card.labels();
        return card.name() + " · " + labels.sections().contextWindow() + ": " + sizeOf(card.contextWindow(), labels);
    }

    /** The window in words, and what is enough for what. */
    static String description(CardView card) {
        CardView.ContextWindowView window = card.contextWindow();
        String caption = window.caption() == null ? sizeOf(window, card.labels()) : window.caption();
        return caption + ". "
                + window.ticks().stream()
                        .map(tick -> tick.caption() == null ? tick.label() : tick.label() + " " + tick.caption())
                        .collect(Collectors.joining(" · "));
    }

    /** The window in a few characters; if it is not known, the reason. */
    static String sizeOf(CardView.ContextWindowView window, Labels labels) {
        return window.label() == null
                ? labels.missing().getOrDefault(window.status(), window.status())
                : window.label();
    }
}
