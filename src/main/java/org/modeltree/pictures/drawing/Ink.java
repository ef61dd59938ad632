package org.modeltree.pictures.drawing;

import java.util.Locale;

/** A colour by its role, the same as on the pages; see {@code pages/site.css}. */
public enum Ink {
    GROUND("#f6f5f1", "#121614"),
    PAPER("#ffffff", "#1a201d"),
    INK("#1d2421", "#e8ece9"),
    SOFT("#59625d", "#a3aea8"),
    LINE("#e2e1da", "#2d3531"),
    OWN("#0b6e4f", "#5fd0a5"),
    OWN_INK("#ffffff", "#0c1713"),
    WASH("#e7f1ec", "#1d3029"),
    BAND("#b9d8ca", "#2f5a49"),
    MARK("#45514b", "#b8c4be"),
    TRACK("#ecebe5", "#2a322e"),
    BAD("#a3341f", "#ff9d88"),
    BAD_WASH("#fbeae5", "#3a211b");

    private final String light;
    private final String dark;

    Ink(String light, String dark) {
        this.light = light;
        this.dark = dark;
    }

    /** Its name on the pages, such as {@code own-ink}. */
    public String role() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Colour in light pictures, as {@code #rrggbb}. */
    public String light() {
        return light;
    }

    /** Colour in dark pictures, as {@code #rrggbb}. */
    public String dark() {
        return dark;
    }

    /** Colour in pictures of a theme; that of light ones if readers decide. */
    public String in(Theme theme) {
        return theme == Theme.DARK ? dark : light;
    }
}
