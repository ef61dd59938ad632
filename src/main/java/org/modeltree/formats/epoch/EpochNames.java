package org.modeltree.formats.epoch;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** Normalization of Epoch's names, for comparing them and for ids. */
final class EpochNames {

    private static final int MAX_SLUG = 100;
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern DIVIDERS = Pattern.compile("[^a-z0-9._]+");
    private static final Pattern ENDS = Pattern.compile("^[._-]+|[._-]+$");

    /** Symbols that are spelled out in slugs; all others separate words. */
    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("+", " plus "),
            Map.entry("&", " and "),
            Map.entry("×", "x"),
            Map.entry("'", ""),
            Map.entry("’", ""),
            Map.entry("α", "alpha"),
            Map.entry("β", "beta"),
            Map.entry("γ", "gamma"),
            Map.entry("δ", "delta"),
            Map.entry("ε", "epsilon"),
            Map.entry("λ", "lambda"),
            Map.entry("μ", "mu"),
            Map.entry("π", "pi"),
            Map.entry("ρ", "rho"),
            Map.entry("σ", "sigma"),
            Map.entry("ς", "sigma"),
            Map.entry("τ", "tau"),
            Map.entry("φ", "phi"),
            Map.entry("ω", "omega"),
            Map.entry("ß", "ss"),
            Map.entry("ø", "o"),
            Map.entry("ł", "l"),
            Map.entry("æ", "ae"));

    private EpochNames() {}

    /** The name with single, ordinary spaces; the file also has line breaks and non-breaking spaces. */
    static String clean(String name) {
        return BLANKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKC))
                .replaceAll(" ")
                .strip();
    }

    /** Form in which names are compared: case and the kind and number of spaces make no difference. */
    static String key(String name) {
        return clean(name).toLowerCase(Locale.ROOT);
    }

    /**
     * The name as the second part of an id, as other catalogs write it: {@code Llama 2-70B} is {@code llama-2-70b}.
     * Letters that are not Latin become their code points, so that names in other scripts stay distinct. Empty if the name
     * has no letter or digit.
     */
    static String slug(String name) {
        String folded = MARKS.matcher(Normalizer.normalize(key(name), Normalizer.Form.NFKD))
                .replaceAll("");
        String plain = folded.codePoints()
                .mapToObj(c -> SIGNS.getOrDefault(Character.toString(c), spelled(c)))
                .collect(Collectors.joining());
        String slug = ENDS.matcher(DIVIDERS.matcher(plain).replaceAll("-")).replaceAll("");
        if (slug.length() <= MAX_SLUG) {
            return slug;
        }
        // A checksum keeps long names distinct that differ only at their ends.
        CRC32 rest = new CRC32();
        rest.update(slug.getBytes(StandardCharsets.UTF_8));
        return slug.substring(0, MAX_SLUG - 9) + "-" + String.format(Locale.ROOT, "%08x", rest.getValue());
    }

    private static String spelled(int c) {
        return c < 128 || !Character.isLetterOrDigit(c) ? Character.toString(c) : "u" + Integer.toHexString(c);
    }
}
