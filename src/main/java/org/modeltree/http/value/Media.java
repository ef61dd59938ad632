package org.modeltree.http.value;

/**
 * Media type of a response.
 *
 * @param contentType value of Content-Type
 * @param negotiated whether its path has other media types as well, so that caches must tell requests apart by Accept
 */
public record Media(String contentType, boolean negotiated) {

    /** JSON on a path that returns nothing else. */
    public static final Media JSON = new Media("application/json", false);

    /** HTML, as clients name it in Accept. */
    public static final String HTML = "text/html";

    /** Markdown, as clients name it in Accept. */
    public static final String MARKDOWN = "text/markdown";

    /** A picture of pixels, whose file is compressed already. */
    public static final String PNG = "image/png";

    /** A media type on a path that returns nothing else. */
    public static Media only(String contentType) {
        return new Media(contentType, false);
    }

    /** One of several media types of a path. */
    public static Media oneOf(String contentType) {
        return new Media(contentType, true);
    }

    /** Whether a content encoding makes a body of this type smaller. */
    boolean isCompressible() {
        return !contentType.equals(PNG);
    }

    /** Value of Vary. */
    String vary() {
        return negotiated ? "Accept, " + Representation.VARY : Representation.VARY;
    }
}
