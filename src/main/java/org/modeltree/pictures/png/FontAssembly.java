package org.modeltree.pictures.png;

import java.awt.geom.PathIterator;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.NameRecord;
import org.apache.fontbox.ttf.NamingTable;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Takes the letters of pictures out of a font, when the service is built: a file for each 256 code points, so that the service
 * reads only what it draws. {@link LetterFile} is its reader.
 */
public final class FontAssembly {

    private static final String FONT = "/fonts/WenQuanZhengHei.ttf";

    /** Ends of the ranges that are taken: letters of Europe, punctuation, signs, Japanese syllables. */
    private static final int[][] RANGES = {
        {0x20, 0x7e},
        {0xa0, 0x24f},
        {0x2b0, 0x3ff},
        {0x400, 0x52f},
        {0x1e00, 0x1eff},
        {0x2010, 0x203a},
        {0x2070, 0x20bf},
        {0x2100, 0x22ff},
        {0x2460, 0x24ff},
        {0x25a0, 0x26ff},
        {0x3000, 0x30ff},
        {0xff01, 0xffee}
    };

    private static final int FIRST_IDEOGRAPH = 0x4e00;
    private static final int LAST_IDEOGRAPH = 0x9fff;
    private static final Charset SIMPLIFIED = Charset.forName("GB2312");
    private static final Charset TRADITIONAL = Charset.forName("Big5");
    /** Last of the first bytes of characters in Big5 that are in frequent use. */
    private static final int LAST_FREQUENT = 0xc6;

    private FontAssembly() {}

    /**
     * Writes the files.
     *
     * @param args the folder for them, which is created
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path notice = folder.resolve("NOTICE.txt");
        if (Files.exists(notice)) {
            return;
        }
        Files.createDirectories(folder);
        try (InputStream file = resource(FONT);
                TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(file.readAllBytes()))) {
            for (int page = 0; page <= 0xff; page++) {
                write(font, page, folder.resolve(LetterFile.name(page)));
            }
            // Last, because it says that the others are complete.
            Files.writeString(notice, notice(font));
        }
    }

    /** What the font says of its copyright and its licence. */
    private static String notice(TrueTypeFont font) throws IOException {
        NamingTable names = font.getNaming();
        return IntStream.of(NameRecord.NAME_FULL_FONT_NAME, NameRecord.NAME_VERSION, NameRecord.NAME_COPYRIGHT, 13, 14)
                .mapToObj(id -> names.getName(
                        id,
                        NameRecord.PLATFORM_WINDOWS,
                        NameRecord.ENCODING_WINDOWS_UNICODE_BMP,
                        NameRecord.LANGUAGE_WINDOWS_EN_US))
                .filter(Objects::nonNull)
                .collect(Collectors.joining("\n\n"));
    }

    private static InputStream resource(String name) throws IOException {
        InputStream file = FontAssembly.class.getResourceAsStream(name);
        if (file == null) {
            throw new IOException(name + " is not on the class path");
        }
        return file;
    }

    private static void write(TrueTypeFont font, int page, Path to) throws IOException {
        CmapLookup ids = font.getUnicodeCmapLookup();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        int letters = 0;
        for (int low = 0; low <= 0xff; low++) {
            int codePoint = page << 8 | low;
            int id = isTaken(codePoint) ? ids.getGlyphId(codePoint) : 0;
            if (id != 0) {
                letters++;
                byte[] outline = outline(font.getGlyph().getGlyph(id));
                out.writeByte(low);
                out.writeShort(font.getAdvanceWidth(id));
                out.writeShort(outline.length);
                out.write(outline);
            }
        }
        if (letters > 0) {
            try (DataOutputStream file = new DataOutputStream(Files.newOutputStream(to))) {
                file.writeShort(font.getUnitsPerEm());
                file.writeShort(letters);
                bytes.writeTo(file);
            }
        }
    }

    private static boolean isTaken(int codePoint) {
        return Stream.of(RANGES).anyMatch(range -> codePoint >= range[0] && codePoint <= range[1])
                || (codePoint >= FIRST_IDEOGRAPH
                        && codePoint <= LAST_IDEOGRAPH
                        && isFrequent(Character.toString(codePoint)));
    }

    /** Whether it is one of the 6,763 characters of GB 2312, or of the 5,401 of Big5 that are in frequent use. */
    private static boolean isFrequent(String character) {
        return SIMPLIFIED.newEncoder().canEncode(character)
                || (TRADITIONAL.newEncoder().canEncode(character)
                        && (character.getBytes(TRADITIONAL)[0] & 0xff) <= LAST_FREQUENT);
    }

    /** The segments of an outline: a byte for the kind of each, and its points. */
    private static byte[] outline(GlyphData glyph) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (glyph == null || glyph.getPath() == null) {
            return bytes.toByteArray();
        }
        DataOutputStream out = new DataOutputStream(bytes);
        double[] points = new double[6];
        for (PathIterator path = glyph.getPath().getPathIterator(null); !path.isDone(); path.next()) {
            int kind = path.currentSegment(points);
            out.writeByte(kind);
            for (int i = 0; i < LetterFile.numbers(kind); i++) {
                out.writeShort((int) Math.round(points[i]));
            }
        }
        return bytes.toByteArray();
    }
}
