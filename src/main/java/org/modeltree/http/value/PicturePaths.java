package org.modeltree.http.value;

import io.vertx.core.http.HttpHeaders;
import java.util.regex.Pattern;

/** Paths of pictures. */
public final class PicturePaths {

    /**
     * What a picture may load: nothing. The only style that an SVG may have is the one for readers whose system is dark, by its
     * digest.
     */
    public static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized(
            "default-src 'none'; style-src 'sha256-pCcmh2RQT2ojQi6genTTRRCmWzWBWKqEbOVez1msHzk='; frame-ancestors 'none'");

    private static final Pattern PATHS = Pattern.compile(
            "/(?:badge/[^/]+/[^/]+/[^/]+|api/v1/bands/[^/]+|api/v1/models/[^/]+/[^/]+/(?:card|gauge))\\.(?:svg|png)");

    private PicturePaths() {}

    /** Whether the path is that of a picture, if anything exists at it. */
    public static boolean contain(String path) {
        // Cheap for other paths, which this is asked for with each request.
        return path != null
                && (path.endsWith(".svg") || path.endsWith(".png"))
                && PATHS.matcher(path).matches();
    }
}
