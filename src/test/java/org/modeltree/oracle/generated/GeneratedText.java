package org.modeltree.oracle.generated;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.modeltree.oracle.generated.InputRecords.Localized;

/** Generates texts of made-up words, so that a search finds only the intended models. */
final class GeneratedText {
    private static final List<String> SYLLABLES = List.of(
            "ba", "cor", "del", "fim", "gor", "hul", "jin", "kel", "lom", "mar", "nob", "pir", "quo", "rus", "sed",
            "tov", "ulm", "vek", "wim", "yas", "zor", "bri", "clo", "dru");
    private static final List<String> CHINESE =
            List.of("山海", "星河", "云图", "青松", "白鹿", "长风", "明月", "石桥", "江南", "飞鸟", "竹林", "灯火");

    private final SeededRandom random;
    private final Set<String> given = new HashSet<>();

    GeneratedText(SeededRandom random) {
        this.random = random;
    }

    /** A new word of two or three syllables, unique in this catalog. */
    String word() {
        while (true) {
            StringBuilder word = new StringBuilder();
            for (int i = random.between(2, 3); i > 0; i--) {
                word.append(random.of(SYLLABLES));
            }
            if (word.length() >= 5 && given.add(word.toString())) {
                return word.toString();
            }
        }
    }

    static String capitalized(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    String sentence() {
        List<String> words = new ArrayList<>();
        for (int i = random.between(3, 8); i > 0; i--) {
            words.add(random.of(SYLLABLES) + random.of(SYLLABLES) + random.of(SYLLABLES));
        }
        return capitalized(String.join(" ", words))
                + random.any(".", "!", " — \"quoted\" & <i>marked</i>.", " 50%_\\.");
    }

    String chinese() {
        return random.of(CHINESE) + random.of(CHINESE) + random.of(CHINESE) + random.any("。", "", "！");
    }

    Localized localized() {
        return new Localized(sentence(), random.percent(60) ? chinese() : null);
    }

    List<String> points(boolean inChinese) {
        List<String> points = new ArrayList<>();
        for (int i = random.between(1, 4); i > 0; i--) {
            points.add(inChinese ? chinese() : sentence());
        }
        return List.copyOf(points);
    }

    String url(String host) {
        return "https://" + host + ".example/" + random.of(SYLLABLES) + random.below(1000)
                + random.any("", "?v=1&w=2", "#part");
    }
}
