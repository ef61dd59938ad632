package org.modeltree.pictures;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import org.modeltree.http.PictureBody;
import org.modeltree.pictures.drawing.Drawing;
import org.modeltree.pictures.drawing.SvgText;
import org.modeltree.pictures.drawing.Theme;
import org.modeltree.pictures.png.PngPainter;

/** Drawings as files. */
@Singleton
class PictureFiles {

    private final PngPainter painter;

    PictureFiles(PngPainter painter) {
        this.painter = painter;
    }

    /**
     * How a client wants a picture.
     *
     * @param width width in pixels; 0 for that of the drawing
     */
    record Wanted(PictureFormat format, Theme theme, int width) {}

    /** What a request asks for. To be called before anything is drawn, because it may refuse the request. */
    static Wanted wanted(String extension, PictureParams params) {
        PictureFormat format = PictureFormat.of(extension);
        return new Wanted(format, params.themeOf(format), params.widthOr(0));
    }

    /** The file of a drawing. */
    PictureBody of(Drawing drawing, Wanted wanted) {
        int width = wanted.width() == 0 ? (int) Math.round(drawing.width()) : wanted.width();
        byte[] bytes = wanted.format() == PictureFormat.PNG
                ? painter.png(drawing, wanted.theme(), width)
                : SvgText.of(drawing, wanted.theme(), width).getBytes(StandardCharsets.UTF_8);
        return new PictureBody(bytes, wanted.format().mediaType());
    }
}
