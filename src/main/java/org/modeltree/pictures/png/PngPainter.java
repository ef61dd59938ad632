package org.modeltree.pictures.png;

import jakarta.inject.Singleton;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.modeltree.http.problem.Problem;
import org.modeltree.pictures.drawing.Drawing;
import org.modeltree.pictures.drawing.Ink;
import org.modeltree.pictures.drawing.Shape;
import org.modeltree.pictures.drawing.SvgText;
import org.modeltree.pictures.drawing.Theme;
import org.modeltree.revision.Deadline;

/**
 * Paints drawings as PNG. Painting takes tens of milliseconds of a processor and some megabytes, so a few run at a time and
 * others wait.
 */
@Singleton
public class PngPainter {

    private static final int AT_ONCE = 2;
    /**
     * Who waits holds a permit of a read. With those that are painted, so many wait as one client may hold permits by default:
     * a browser that shows many pictures gets all of them, and a permit is left for other reads.
     */
    private static final int MAX_WAITING = 5;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Bold letters are outlined with a pen of this width, in heights of the font. */
    private static final double BOLD_PEN = 0.045;

    private static final double BORDER_OF_DISC = 2.5;

    static {
        // Without it, a desktop would be looked for, and macOS would show an icon for it.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    /** Those that are being painted; others wait for it. */
    final Semaphore running = new Semaphore(AT_ONCE, true);

    private final Typeface typeface = new Typeface();

    /**
     * The drawing as a PNG file.
     *
     * @param theme light or dark
     * @param width width in pixels
     * @throws Problem.Unavailable if too many others are being painted
     */
    public byte[] png(Drawing drawing, Theme theme, int width) {
        Duration wait = Deadline.current().map(Deadline::remaining).orElse(LONGEST_WAIT);
        try {
            if (running.getQueueLength() >= MAX_WAITING || !running.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Problem.Unavailable("Too many pictures are being painted. Try again later, or ask for SVG.");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("The service is stopping.");
        }
        try {
            return file(painted(drawing, theme, width));
        } finally {
            running.release();
        }
    }

    private BufferedImage painted(Drawing drawing, Theme theme, int width) {
        int height = SvgText.height(drawing, width);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(width / drawing.width(), height / drawing.height());
            for (Shape shape : drawing.shapes()) {
                paint(graphics, theme, shape);
            }
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private void paint(Graphics2D graphics, Theme theme, Shape shape) {
        if (shape instanceof Shape.Box box) {
            RoundRectangle2D outline = new RoundRectangle2D.Double(
                    box.x(), box.y(), box.width(), box.height(), radius(box) * 2, radius(box) * 2);
            fillAndDraw(graphics, outline, theme, box.fill(), box.border(), 1);
        } else if (shape instanceof Shape.Disc disc) {
            Ellipse2D outline = new Ellipse2D.Double(
                    disc.x() - disc.radius(), disc.y() - disc.radius(), 2 * disc.radius(), 2 * disc.radius());
            fillAndDraw(graphics, outline, theme, disc.fill(), disc.border(), BORDER_OF_DISC);
        } else if (shape instanceof Shape.Rule rule) {
            graphics.setColor(color(rule.color(), theme));
            graphics.setStroke(new BasicStroke((float) rule.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
            graphics.draw(new Line2D.Double(rule.x1(), rule.y1(), rule.x2(), rule.y2()));
        } else if (shape instanceof Shape.Words words) {
            write(graphics, theme, words);
        }
    }

    /** SVG, too, makes a radius at most half as large as the side. */
    private static double radius(Shape.Box box) {
        return Math.min(box.radius(), Math.min(box.width(), box.height()) / 2);
    }

    private static void fillAndDraw(
            Graphics2D graphics, java.awt.Shape outline, Theme theme, Ink fill, Ink border, double borderWidth) {
        graphics.setColor(color(fill, theme));
        graphics.fill(outline);
        if (border != null) {
            graphics.setColor(color(border, theme));
            graphics.setStroke(new BasicStroke((float) borderWidth));
            graphics.draw(outline);
        }
    }

    private void write(Graphics2D graphics, Theme theme, Shape.Words words) {
        Path2D line = new Path2D.Double();
        double width = 0;
        for (int c : words.text().codePoints().toArray()) {
            Typeface.Letter letter = typeface.letter(c);
            line.append(letter.outline().getPathIterator(AffineTransform.getTranslateInstance(width, 0)), false);
            width += letter.advance();
        }
        double start = switch (words.anchor()) {
            case START -> 0;
            case MIDDLE -> width / 2;
            case END -> width;
        };
        AffineTransform place = AffineTransform.getTranslateInstance(words.x(), words.y());
        place.scale(words.size(), words.size());
        place.translate(-start, 0);
        java.awt.Shape outline = place.createTransformedShape(line);
        graphics.setColor(color(words.color(), theme));
        graphics.fill(outline);
        if (words.bold()) {
            graphics.setStroke(
                    new BasicStroke((float) (words.size() * BOLD_PEN), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            graphics.draw(outline);
        }
    }

    private static Color color(Ink ink, Theme theme) {
        return Color.decode(ink.in(theme));
    }

    private static byte[] file(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
        // In memory; ImageIO's own choice would be a temporary file.
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
