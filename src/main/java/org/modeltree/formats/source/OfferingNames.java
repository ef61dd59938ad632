package org.modeltree.formats.source;

import java.util.regex.Pattern;

/** Names that catalogs give to offerings, without what says who published the model or how it is served. */
public final class OfferingNames {

    /** A publisher in front, as OpenRouter writes it: {@code Anthropic: Claude Opus 4.8}. */
    private static final Pattern VENDOR = Pattern.compile("^[\\p{L}\\d.]+( [\\p{L}\\d.]+){0,2}: (?=\\S)");

    private static final Pattern VARIANT =
            Pattern.compile("\\s*\\((free|beta|batch|extended|thinking|nitro|exacto)\\)$", Pattern.CASE_INSENSITIVE);

    private OfferingNames() {}

    /** The name of the model; the given one if nothing else is left. */
    public static String ofModel(String name) {
        String inPath = name.contains(" ") ? name : name.substring(name.lastIndexOf('/') + 1);
        String plain = VARIANT.matcher(VENDOR.matcher(inPath.strip()).replaceFirst(""))
                .replaceFirst("")
                .replaceAll("\\s+", " ")
                .strip();
        return plain.isEmpty() ? name : plain;
    }
}
