package org.modeltree.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    static Optional<Language> ofTag(String tag) {
        String primary = tag.strip().split("-", 2)[0].toLowerCase(Locale.ROOT);
        return switch (primary) {
            case "en" -> Optional.of(EN);
            case "zh" -> Optional.of(ZH);
            default -> Optional.empty();
        };
    }

    /** The first of ours that an Accept-Language header asks for; English where it asks for none or makes no sense. */
    static Language negotiated(String header) {
        if (header == null || header.isBlank()) {
            return EN;
        }
        try {
            List<Locale.LanguageRange> wanted = Locale.LanguageRange.parse(header.strip());
            return wanted.stream()
                    .filter(range -> range.getWeight() > 0)
                    .flatMap(range -> ofTag(range.getRange()).stream())
                    .findFirst()
                    .orElse(EN);
        } catch (IllegalArgumentException malformed) {
            return EN;
        }
    }
}
