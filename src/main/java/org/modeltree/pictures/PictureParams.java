package org.modeltree.pictures;

import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.problem.Parameters;
import org.modeltree.pictures.drawing.Theme;

/** Query parameters of all pictures. */
record PictureParams(@RestQuery String theme, @RestQuery String width) {

    private static final List<String> THEMES = List.of("light", "dark", "auto");
    private static final List<String> OF_PIXELS = List.of("light", "dark");
    private static final int MIN_WIDTH = 16;
    private static final int MAX_WIDTH = 2_000;

    /** The theme; light by default. A picture of pixels cannot follow the reader's system. */
    Theme themeOf(PictureFormat format) {
        String known = Parameters.oneOf("theme", theme, format == PictureFormat.PNG ? OF_PIXELS : THEMES);
        return known == null ? Theme.LIGHT : Theme.valueOf(known.toUpperCase(Locale.ROOT));
    }

    /** The width in pixels. */
    int widthOr(int defaultWidth) {
        Long pixels = Parameters.integer("width", width, MIN_WIDTH, MAX_WIDTH);
        return pixels == null ? defaultWidth : pixels.intValue();
    }
}
