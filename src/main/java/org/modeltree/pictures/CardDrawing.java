package org.modeltree.pictures;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.bands.capability.ScoreBand;
import org.modeltree.card.CardView;
import org.modeltree.card.words.Labels;
import org.modeltree.http.value.Language;
import org.modeltree.pictures.drawing.Drawing;
import org.modeltree.pictures.drawing.Ink;
import org.modeltree.pictures.drawing.TextWidth;

/** A card in the format that other sites show for a link: what the model is, its context window, its claims and its scores. */
final class CardDrawing {

    static final int WIDTH = 1_200;
    static final int HEIGHT = 630;
    private static final double EDGE = 64;
    private static final double SPAN = WIDTH - 2 * EDGE;
    private static final double GUTTER = 56;
    private static final double HALF = (SPAN - GUTTER) / 2;
    private static final int COLUMNS = 2;
    private static final int MAX_SCORES = 6;
    private static final int MAX_CLAIMS = 6;
    private static final double SCALE = 10;
    private static final double GAUGE_TOP = 330;
    private static final double SCORES_TOP = 426;
    private static final double ROW = 52;

    private final Drawing.Sheet sheet = new Drawing.Sheet();
    private final CardView card;
    private final Labels labels;
    private final Language language;

    private CardDrawing(CardView card, Language language) {
        this.card = card;
        this.labels = card.labels();
        this.language = language;
    }

    static Drawing of(CardView card, Language language) {
        return new CardDrawing(card, language).drawing();
    }

    private Drawing drawing() {
        sheet.box(0, 0, WIDTH, HEIGHT, 0, Ink.PAPER);
        sheet.box(0, 0, WIDTH, 10, 0, Ink.OWN);
        double end = head();
        claims(end);
        new GaugeShapes(EDGE + 52, GAUGE_TOP, SPAN - 52 - 30, 17, 52)
                .draw(sheet, card.contextWindow(), language == Language.ZH, false);
        scores();
        foot();
        return sheet.drawing(WIDTH, HEIGHT, language.tag(), title(), description());
    }

    /** Name and context window; returns the baseline of the last line on the left. */
    private double head() {
        CardView.ContextWindowView window = card.contextWindow();
        boolean isKnown = window.label() != null;
        double size = isKnown ? 72 : 36;
        String text = GaugeDrawing.sizeOf(window, labels);
        double right = WIDTH - EDGE;
        sheet.textTo(right, 84, 22, Ink.SOFT, labels.sections().contextWindow());
        sheet.boldTo(right, isKnown ? 156 : 136, size, isKnown ? Ink.OWN : Ink.SOFT, text);
        if (window.tier() != null) {
            sheet.textTo(right, 192, 22, Ink.INK, TextWidth.cut(window.tier(), 22, false, 300));
        }
        double aside = Stream.of(
                        TextWidth.of(labels.sections().contextWindow(), 22, false),
                        TextWidth.of(text, size, true),
                        window.tier() == null ? 0 : Math.min(300, TextWidth.of(window.tier(), 22, false)))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        double room = SPAN - aside - 48;
        String eyebrow = card.vendor().name() + (card.releaseDateText() == null ? "" : " · " + card.releaseDateText());
        sheet.text(EDGE, 84, 22, Ink.SOFT, TextWidth.cut(eyebrow, 22, false, room));
        double y = name(room);
        if (card.subtitle() != null) {
            for (String line : TextWidth.lines(card.subtitle(), 25, false, room, y > 160 ? 1 : 2)) {
                y += y > 165 ? 34 : 44;
                sheet.text(EDGE, y, 25, Ink.SOFT, line);
            }
        }
        return y;
    }

    /** The largest size in which the name fits on one line, or a small one on two. */
    private double name(double room) {
        for (double size : new double[] {64, 54, 46}) {
            if (TextWidth.of(card.name(), size, true) <= room) {
                sheet.bold(EDGE, 154, size, Ink.INK, card.name());
                return 154;
            }
        }
        double y = 102;
        for (String line : TextWidth.lines(card.name(), 38, true, room, 2)) {
            y += 44;
            sheet.bold(EDGE, y, 38, Ink.INK, line);
        }
        return y;
    }

    /** Claims side by side. One that the measured value contradicts is crossed out and red, as on the page. */
    private void claims(double end) {
        double x = EDGE;
        double y = Math.max(end + 22, 246);
        List<CardView.ClaimView> claims = card.coreCapabilities();
        for (int i = 0; i < Math.min(claims.size(), MAX_CLAIMS); i++) {
            CardView.ClaimView claim = claims.get(i);
            boolean isContradicted = Boolean.FALSE.equals(claim.consistent());
            String label = TextWidth.cut(claim.label(), 20, false, 280);
            double wide = TextWidth.of(label, 20, false) + (isContradicted ? 56 : 32);
            if (x + wide > WIDTH - EDGE) {
                break;
            }
            sheet.box(x, y, wide, 38, 19, isContradicted ? Ink.BAD_WASH : Ink.WASH);
            if (isContradicted) {
                sheet.rule(x + 17, y + 13, x + 29, y + 25, 2.5, Ink.BAD);
                sheet.rule(x + 17, y + 25, x + 29, y + 13, 2.5, Ink.BAD);
            }
            Ink color = isContradicted ? Ink.BAD : Ink.OWN;
            sheet.text(x + (isContradicted ? 40 : 16), y + 26, 20, color, label);
            x += wide + 12;
        }
    }

    private void scores() {
        List<CardView.PerformanceView> all = card.performance();
        if (all.isEmpty()) {
            String missing = labels.sections().performance() + ": "
                    + labels.missing().getOrDefault("not_reported", "not_reported");
            sheet.text(EDGE, SCORES_TOP + 34, 22, Ink.SOFT, missing);
            return;
        }
        for (int i = 0; i < Math.min(all.size(), MAX_SCORES); i++) {
            int row = i / COLUMNS;
            score(all.get(i), EDGE + i % COLUMNS * (HALF + GUTTER), SCORES_TOP + row * ROW);
        }
    }

    /** A score with the band of all models below it. */
    private void score(CardView.PerformanceView one, double x, double y) {
        String score = one.score().toPlainString();
        sheet.text(x, y + 20, 20, Ink.INK, TextWidth.cut(one.label(), 20, false, HALF - 80));
        sheet.boldTo(x + HALF, y + 20, 22, Ink.OWN, score);
        double top = y + 29;
        sheet.box(x, top, HALF, 8, 4, Ink.TRACK);
        ScoreBand band = one.band();
        if (band.lower() != null) {
            double from = x + HALF * band.lower().exact() / SCALE;
            double to = x + HALF * band.upper().exact() / SCALE;
            sheet.box(from, top, Math.max(1, to - from), 8, 0, Ink.BAND);
            sheet.rule(from, top - 4, from, top + 12, 2.5, Ink.MARK);
            sheet.rule(to, top - 4, to, top + 12, 2.5, Ink.MARK);
        }
        sheet.pin(x + HALF * one.exact() / SCALE, top + 4, 8);
    }

    private void foot() {
        double y = HEIGHT - 22.0;
        sheet.text(EDGE, y, 18, Ink.SOFT, TextWidth.cut(card.id(), 18, false, SPAN - 300));
        int more = card.performance().size() - MAX_SCORES;
        String end = (more > 0 ? "+" + more + " · " : "") + "Modeltree";
        sheet.boldTo(WIDTH - EDGE, y, 18, Ink.OWN, end);
    }

    private String title() {
        return card.name() + " · " + card.vendor().name();
    }

    /** All that the picture shows, and what there was no room for. */
    private String description() {
        String claims = card.coreCapabilities().stream()
                .map(claim -> claim.label()
                        + (Boolean.FALSE.equals(claim.consistent())
                                ? " (" + labels.claims().inconsistent() + ")"
                                : ""))
                .collect(Collectors.joining(" · "));
        String scores = card.performance().stream().map(this::inWords).collect(Collectors.joining(" · "));
        return Stream.of(
                        card.subtitle(),
                        labels.sections().contextWindow() + ": " + GaugeDrawing.description(card),
                        claims.isEmpty() ? null : labels.sections().coreCapabilities() + ": " + claims,
                        labels.sections().performance() + ": "
                                + (scores.isEmpty() ? labels.missing().get("not_reported") : scores))
                .filter(text -> text != null)
                .collect(Collectors.joining(". "));
    }

    private String inWords(CardView.PerformanceView one) {
        String text = one.label() + " " + one.score().toPlainString();
        return one.band().lower() == null
                ? text
                : text + " (" + labels.performance().lower().label() + " "
                        + one.band().lowerScore().toPlainString() + ", "
                        + labels.performance().upper().label() + " "
                        + one.band().upperScore().toPlainString() + ")";
    }
}
