package org.modeltree.pictures;

import java.util.Locale;

/** What the last part of a picture's path stands for. */
enum PictureFormat {
    SVG("image/svg+xml"),
    PNG("image/png");

    private final String mediaType;

    PictureFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** The format of an extension in a path, which is {@code svg} or {@code png}. */
    static PictureFormat of(String extension) {
        return valueOf(extension.toUpperCase(Locale.ROOT));
    }
}
