package org.modeltree.http.value;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A language that answers are given in. */
public enum Language {
    /** English, which everything exists in. */
    EN,
    /** Chinese, in whatever script or region it was asked for. */
    ZH;

    /** The language tag, {@code en} or {@code zh}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The text in this language, or in English where there is none. */
    public String of(String english, String chinese) {
        return this == ZH && chinese != null ? chinese : english;
    }

    /** The language of a tag such as {@code zh-Hant-TW}, if it is one of ours. */
    public static Optional<Language> ofTag(String tag) {
        String primary = tag.strip().split("-", 2)[0].toLowerCase(Locale.ROOT);
        return switch (primary) {
            case "en" -> Optional.of(EN);
            case "zh" -> Optional.of(ZH);
            default -> Optional.empty();
        };
    }

    /** The language asked for: that of {@code lang}, else that of Accept-Language, else English; either may be null. */
    public static Language asked(String lang, String accepted) {
        return lang == null ? negotiated(accepted) : ofTag(lang).orElse(EN);
    }

    /** Of ours the one that an Accept-Language header wants most; English where it wants none. What makes no sense is passed over. */
    public static Language negotiated(String header) {
        if (header == null) {
            return EN;
        }
        return Stream.of(header.split(",", -1))
                .flatMap(Language::ranges)
                .filter(range -> range.getWeight() > 0)
                // Stable, so that of two wanted alike the first one wins.
                .sorted(Comparator.comparingDouble(Locale.LanguageRange::getWeight)
                        .reversed())
                .flatMap(range -> ofTag(range.getRange()).stream())
                .findFirst()
                .orElse(EN);
    }

    private static Stream<Locale.LanguageRange> ranges(String element) {
        try {
            return Locale.LanguageRange.parse(element.strip().replace('_', '-')).stream();
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            // The latter where there are hyphens and nothing else.
            return Stream.empty();
        }
    }
}
