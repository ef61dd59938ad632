package org.modeltree.http;

/** Body of a response that is a picture. Its path names the format, so it does not depend on Accept. */
public final class PictureBody {

    private final byte[] bytes;
    private final String contentType;

    /**
     * A picture.
     *
     * @param bytes its file, which must not change any more
     * @param contentType value of Content-Type
     */
    public PictureBody(byte[] bytes, String contentType) {
        this.bytes = bytes;
        this.contentType = contentType;
    }

    byte[] bytes() {
        return bytes;
    }

    String contentType() {
        return contentType;
    }
}
