package org.modeltree.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.hibernate.Session;

/** Finds what a word of a search stands for: itself, or where it is nowhere the words of names that it may be a misspelling of. */
@ApplicationScoped
class SearchWords {

    /** Shorter words are too like each other. */
    private static final int LEAST_LETTERS = 4;

    /** From so many letters on, two may be wrong, so that swapped neighbours are found. */
    private static final int LETTERS_FOR_TWO_EDITS = 6;

    private static final int MOST_CANDIDATES = 200;
    private static final int MOST_MEANINGS = 10;

    private final EntityManager entities;

    SearchWords(EntityManager entities) {
        this.entities = entities;
    }

    /** The word itself if any model has it, else names' words that differ by an edit or two, the likeliest first. */
    List<String> meanings(String word) {
        if (word.length() < LEAST_LETTERS || isFound(word)) {
            return List.of(word);
        }
        int edits = word.length() < LETTERS_FOR_TWO_EDITS ? 1 : 2;
        List<String> alike = entities.unwrap(Session.class)
                .createNativeQuery("""
                        select s.word from search_word s where s.word % :word
                        order by similarity(s.word, :word) desc, s.word limit :most
                        """, String.class)
                .setParameter("word", word)
                .setParameter("most", MOST_CANDIDATES)
                .getResultList();
        List<String> meant = alike.stream()
                .filter(candidate -> differ(word, candidate, edits) || differ(word, beginning(candidate, word), 1))
                .limit(MOST_MEANINGS)
                .toList();
        return meant.isEmpty() ? List.of(word) : meant;
    }

    /** The pattern by which a word is found among indexed words: at a beginning, or anywhere in writing without blanks. */
    static String pattern(String word) {
        // Words are letters and digits only, so there is nothing to escape for LIKE.
        return (isIdeographic(word) ? "%" : "% ") + word + "%";
    }

    private boolean isFound(String word) {
        return !entities.unwrap(Session.class)
                .createNativeQuery("select 1 from model_search s where s.words like :pattern limit 1", Integer.class)
                .setParameter("pattern", pattern(word))
                .getResultList()
                .isEmpty();
    }

    private static boolean differ(String word, String candidate, int edits) {
        return new LevenshteinDistance(edits).apply(word, candidate) >= 0;
    }

    private static String beginning(String candidate, String word) {
        return candidate.substring(0, Math.min(candidate.length(), word.length()));
    }

    private static boolean isIdeographic(String word) {
        return word.codePoints().mapToObj(Character.UnicodeScript::of).anyMatch(script -> switch (script) {
            case HAN, HIRAGANA, KATAKANA, THAI -> true;
            default -> false;
        });
    }
}
