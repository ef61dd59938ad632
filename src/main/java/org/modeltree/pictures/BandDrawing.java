package org.modeltree.pictures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.bands.BandView;
import org.modeltree.bands.capability.PercentileView;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.card.words.Labels;
import org.modeltree.card.words.ValueText;
import org.modeltree.card.words.Words;
import org.modeltree.http.value.Language;
import org.modeltree.pictures.drawing.Drawing;
import org.modeltree.pictures.drawing.Ink;
import org.modeltree.pictures.drawing.Shape;
import org.modeltree.pictures.drawing.TextWidth;

/** The distribution of scores on a capability, with the band of the cohort. */
final class BandDrawing {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final double LEFT = 32;
    private static final double SPAN = WIDTH - 2 * LEFT;
    private static final double TOP = 128;
    private static final double BOTTOM = 312;
    private static final double SCALE = 10;
    private static final double SIZE = 14;
    private static final double FIRST_LINE = 92;
    private static final double SECOND_LINE = 109;

    private BandDrawing() {}

    static Drawing of(BandView band, Language language) {
        Labels labels = Words.in(language).labels();
        ValueText text = new ValueText(language);
        Drawing.Sheet sheet = new Drawing.Sheet();
        sheet.add(new Shape.Box(0.5, 0.5, WIDTH - 1.0, HEIGHT - 1.0, 15.5, Ink.PAPER, Ink.LINE));
        sheet.bold(LEFT, 42, 22, Ink.INK, TextWidth.cut(band.label(), 22, true, SPAN));
        String models = labels.performance().count() + ": " + ValueText.plain(band.count());
        String of = Stream.concat(
                        Stream.of(band.benchmark().label(), models), described(band.cohort(), labels).stream())
                .collect(Collectors.joining(" · "));
        sheet.text(LEFT, 66, SIZE, Ink.SOFT, TextWidth.cut(of, SIZE, false, SPAN));
        if (band.lower() == null) {
            sheet.text(
                    LEFT, FIRST_LINE, SIZE, Ink.BAD, labels.bandStatuses().getOrDefault(band.status(), band.status()));
        } else {
            double from = x(band.lower().exact());
            sheet.box(from, TOP - 8, Math.max(1, x(band.upper().exact()) - from), BOTTOM - TOP + 8, 0, Ink.WASH);
        }
        columns(sheet, band.histogram(), band.lower(), band.upper());
        axis(sheet);
        if (band.lower() != null) {
            edges(sheet, band, text);
        }
        return sheet.drawing(WIDTH, HEIGHT, language.tag(), band.label() + " · " + of, description(band, labels, text));
    }

    private static void columns(
            Drawing.Sheet sheet, List<BandView.BinView> bins, PercentileView lower, PercentileView upper) {
        long most = bins.stream().mapToLong(BandView.BinView::count).max().orElse(0);
        for (BandView.BinView bin : bins) {
            double from = x(bin.from().doubleValue());
            double width = x(bin.to().doubleValue()) - from;
            double gap = Math.min(2, width / 4);
            double height = most == 0 ? 0 : (BOTTOM - TOP) * bin.count() / most;
            double middle = (bin.from().doubleValue() + bin.to().doubleValue()) / 2;
            boolean isInside = lower != null && middle >= lower.exact() && middle <= upper.exact();
            if (bin.count() > 0) {
                // A single model among thousands is still visible.
                double shown = Math.max(2, height);
                sheet.box(from + gap / 2, BOTTOM - shown, width - gap, shown, 0, isInside ? Ink.OWN : Ink.BAND);
            }
        }
    }

    private static void axis(Drawing.Sheet sheet) {
        sheet.rule(LEFT, BOTTOM, LEFT + SPAN, BOTTOM, 1.5, Ink.MARK);
        for (int score = 0; score <= SCALE; score += 2) {
            sheet.rule(x(score), BOTTOM, x(score), BOTTOM + 5, 1.5, Ink.MARK);
            sheet.textOn(x(score), BOTTOM + 24, SIZE, Ink.SOFT, Integer.toString(score));
        }
    }

    private static void edges(Drawing.Sheet sheet, BandView band, ValueText text) {
        double median = x(band.median().exact());
        sheet.rule(median, TOP - 8, median, BOTTOM, 1.5, Ink.MARK);
        double lower = x(band.lower().exact());
        double upper = x(band.upper().exact());
        sheet.rule(lower, TOP - 14, lower, BOTTOM, 2.5, Ink.MARK);
        sheet.rule(upper, TOP - 14, upper, BOTTOM, 2.5, Ink.MARK);
        // Two lines, so that edges near each other do not cover each other's text.
        double end = mark(sheet, lower, FIRST_LINE, Ink.INK, text(band.lower(), text));
        mark(sheet, upper, SECOND_LINE, Ink.INK, text(band.upper(), text));
        String middle = text(band.median(), text);
        if (median - TextWidth.of(middle, SIZE, true) / 2 > end + SIZE) {
            mark(sheet, median, FIRST_LINE, Ink.SOFT, middle);
        }
    }

    /** A text on a place of the axis, and inside the picture; returns where it ends. */
    private static double mark(Drawing.Sheet sheet, double x, double y, Ink color, String text) {
        double wide = TextWidth.of(text, SIZE, true);
        double start = Math.min(Math.max(x - wide / 2, LEFT), LEFT + SPAN - wide);
        sheet.bold(start, y, SIZE, color, text);
        return start + wide;
    }

    /** Such as {@code 20 %: 6.0}. */
    private static String text(PercentileView edge, ValueText text) {
        return text.percent(edge.percentile().doubleValue()) + ": "
                + edge.score().toPlainString();
    }

    private static double x(double score) {
        return LEFT + SPAN * score / SCALE;
    }

    private static String description(BandView band, Labels labels, ValueText text) {
        String edges = band.lower() == null
                ? labels.bandStatuses().getOrDefault(band.status(), band.status())
                : Stream.of(band.lower(), band.median(), band.upper())
                        .map(edge -> text(edge, text))
                        .collect(Collectors.joining(" · "));
        return edges + ". "
                + band.histogram().stream()
                        .filter(bin -> bin.count() > 0)
                        .map(bin -> bin.from() + "–" + bin.to() + ": " + bin.count())
                        .collect(Collectors.joining(" · "));
    }

    /** The filters of a cohort in words; those of ids as they are. */
    private static List<String> described(Cohort cohort, Labels labels) {
        List<String> filters = new ArrayList<>();
        if (cohort.name().equals(Cohort.CURRENT)) {
            filters.add(labels.standings().current());
        } else if (!cohort.name().equals(Cohort.ALL)) {
            filters.add(labels.standings().atRelease() + " ("
                    + cohort.name().substring(cohort.name().indexOf(':') + 1) + ")");
        } else if (cohort.hasNoFilter()) {
            filters.add(labels.standings().all());
        }
        add(filters, cohort.vendor(), Map.of());
        add(filters, cohort.family(), Map.of());
        add(filters, cohort.kind(), labels.kinds());
        add(filters, cohort.modality(), labels.modalities());
        add(filters, cohort.lifecycle(), labels.lifecycles());
        if (cohort.openWeights() != null) {
            filters.add(labels.facts().getOrDefault("openWeights", "openWeights") + ": "
                    + (cohort.openWeights()
                            ? labels.flags().yes()
                            : labels.flags().no()));
        }
        if (cohort.releasedFrom() != null) {
            filters.add("≥ " + cohort.releasedFrom());
        }
        if (cohort.traits().releasedTo() != null) {
            filters.add("≤ " + cohort.traits().releasedTo());
        }
        return filters;
    }

    private static void add(List<String> filters, List<String> values, Map<String, String> words) {
        if (values != null) {
            filters.add(values.stream()
                    .map(value -> words.getOrDefault(value, value))
                    .collect(Collectors.joining(", ")));
        }
    }
}
