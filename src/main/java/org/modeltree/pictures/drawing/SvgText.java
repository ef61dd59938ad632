package org.modeltree.pictures.drawing;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A drawing as SVG: shapes and texts only, without scripts, links and references. Colours are attributes; pictures that follow
 * the reader's system have a style as well, which is always the same one, so that a Content-Security-Policy can name it.
 */
public final class SvgText {

    private static final String FONTS =
            "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue','PingFang SC','Microsoft"
                    + " YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif";

    /** Content of the style element of pictures that follow the reader's system. */
    public static final String DARK_STYLE = "@media (prefers-color-scheme:dark){"
            + Arrays.stream(Ink.values())
                    .map(ink -> "." + ink.role() + "{fill:" + ink.dark() + "}.on-" + ink.role() + "{stroke:"
                            + ink.dark() + "}")
                    .collect(Collectors.joining())
            + "}";

    private final StringBuilder out = new StringBuilder(4_096);
    private final Theme theme;

    private SvgText(Theme theme) {
        this.theme = theme;
    }

    /**
     * The drawing as a document.
     *
     * @param width width in pixels
     */
    public static String of(Drawing drawing, Theme theme, int width) {
        return new SvgText(theme).document(drawing, width);
    }

    private String document(Drawing drawing, int width) {
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(width);
        out.append("\" height=\"").append(height(drawing, width));
        out.append("\" viewBox=\"0 0 ")
                .append(number(drawing.width()))
                .append(' ')
                .append(number(drawing.height()));
        out.append("\" role=\"img\" lang=\"").append(drawing.language());
        out.append("\" xml:lang=\"").append(drawing.language());
        out.append("\" font-family=\"").append(FONTS).append("\">\n");
        out.append("<title>").append(escaped(drawing.title())).append("</title>\n");
        out.append("<desc>").append(escaped(drawing.description())).append("</desc>\n");
        if (theme == Theme.AUTO) {
            out.append("<style>").append(DARK_STYLE).append("</style>\n");
        }
        for (Shape shape : drawing.shapes()) {
            if (shape instanceof Shape.Box box) {
                box(box);
            } else if (shape instanceof Shape.Disc disc) {
                disc(disc);
            } else if (shape instanceof Shape.Rule rule) {
                rule(rule);
            } else if (shape instanceof Shape.Words words) {
                words(words);
            }
        }
        return out.append("</svg>\n").toString();
    }

    /** Height in pixels of a drawing that is this wide. */
    public static int height(Drawing drawing, int width) {
        return (int) Math.max(1, Math.round(drawing.height() * width / drawing.width()));
    }

    private void box(Shape.Box box) {
        out.append("<rect");
        place("x", box.x());
        place("y", box.y());
        place("width", box.width());
        place("height", box.height());
        if (box.radius() > 0) {
            place("rx", box.radius());
        }
        colors(box.fill(), box.border(), 1);
        out.append("/>\n");
    }

    private void disc(Shape.Disc disc) {
        out.append("<circle");
        place("cx", disc.x());
        place("cy", disc.y());
        place("r", disc.radius());
        colors(disc.fill(), disc.border(), 2.5);
        out.append("/>\n");
    }

    private void rule(Shape.Rule rule) {
        out.append("<line");
        place("x1", rule.x1());
        place("y1", rule.y1());
        place("x2", rule.x2());
        place("y2", rule.y2());
        colors(null, rule.color(), rule.width());
        out.append("/>\n");
    }

    private void words(Shape.Words words) {
        out.append("<text");
        place("x", words.x());
        place("y", words.y());
        place("font-size", words.size());
        if (words.bold()) {
            out.append(" font-weight=\"700\"");
        }
        if (words.anchor() != Shape.Anchor.START) {
            out.append(" text-anchor=\"")
                    .append(words.anchor().name().toLowerCase(Locale.ROOT))
                    .append('"');
        }
        if (words.language() != null) {
            out.append(" lang=\"").append(words.language());
            out.append("\" xml:lang=\"").append(words.language()).append('"');
        }
        colors(words.color(), null, 0);
        out.append('>').append(escaped(words.text())).append("</text>\n");
    }

    private void colors(Ink fill, Ink stroke, double strokeWidth) {
        if (fill != null) {
            out.append(" fill=\"").append(fill.in(theme)).append('"');
        }
        if (stroke != null) {
            out.append(" stroke=\"").append(stroke.in(theme)).append('"');
            place("stroke-width", strokeWidth);
        }
        if (theme == Theme.AUTO) {
            out.append(" class=\"");
            out.append(fill == null ? "" : fill.role());
            out.append(fill == null || stroke == null ? "" : " ");
            out.append(stroke == null ? "" : "on-" + stroke.role()).append('"');
        }
    }

    private void place(String name, double value) {
        out.append(' ').append(name).append("=\"").append(number(value)).append('"');
    }

    private static String number(double value) {
        double rounded = Math.round(value * 100) / 100.0;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    /** The text with references for what XML reserves, and U+FFFD for what it does not permit. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isPermitted(c) ? c : 0xfffd);
            }
        });
        return escaped.toString();
    }

    private static boolean isPermitted(int c) {
        return (c >= 0x20 && c < 0x7f)
                || (c >= 0xa0 && c < 0xd800)
                || (c >= 0xe000 && c < 0xfffe)
                || (c >= 0x10000 && (c & 0xfffe) != 0xfffe);
    }
}
