package org.modeltree.http.value;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Language of a response. */
public enum Language {
    /** English, the fallback: every text exists in it. */
    EN,
    /** Chinese, for every script and region. */
    ZH;

    /** The language tag, {@code en} or {@code zh}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The text in this language, or the English text if the Chinese one is null. */
    public String of(String english, String chinese) {
        return this == ZH && chinese != null ? chinese : english;
    }

    /** The language of a tag such as {@code zh-Hant-TW}; empty if it is not supported. */
    public static Optional<Language> ofTag(String tag) {
        String primary = tag.strip().split("-", 2)[0].toLowerCase(Locale.ROOT);
        return switch (primary) {
            case "en" -> Optional.of(EN);
            case "zh" -> Optional.of(ZH);
            default -> Optional.empty();
        };
    }

    /** The requested language: from {@code lang}, else from Accept-Language, else English. Both may be null. */
    public static Language asked(String lang, String accepted) {
        return lang == null ? negotiated(accepted) : ofTag(lang).orElse(EN);
    }

    /** The supported language that an Accept-Language header prefers, else English. Malformed ranges are ignored. */
    public static Language negotiated(String header) {
        if (header == null) {
            return EN;
        }
        return Stream.of(header.split(",", -1))
                .flatMap(Language::ranges)
                .filter(range -> range.getWeight() > 0)
                // The sort is stable, so of two ranges with the same weight the first wins.
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
            // The JDK throws IndexOutOfBoundsException for a range of hyphens only.
            return Stream.empty();
        }
    }
}
