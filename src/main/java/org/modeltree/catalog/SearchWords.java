package org.modeltree.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.hibernate.Session;

/** Finds what a word of a search stands for: itself, or where it is nowhere the words of names that it may be a misspelling of. */
@ApplicationScoped
class SearchWords {

    /** Shorter words are too like each other. */
    private static final int LEAST_LETTERS = 4;

    /** From so many letters on, two may be wrong, so that swapped neighbours are found. */
    private static final int LETTERS_FOR_TWO_EDITS = 6;

    /** There is an index of words up to this length alone. */
    private static final int SHORT = 10;

    private static final int MOST_CANDIDATES = 200;
    private static final int MOST_MEANINGS = 5;

    private final EntityManager entities;

    SearchWords(EntityManager entities) {
        this.entities = entities;
    }

    /** For each word itself if any model has it, else names' words that differ by an edit or two, the likeliest first. */
    List<List<String>> meanings(List<String> words) {
        List<String> doubtful = words.stream()
                .filter(word -> word.length() >= LEAST_LETTERS)
                .distinct()
                .toList();
        Set<String> found = doubtful.isEmpty() ? Set.of() : found(doubtful);
        return words.stream()
                .map(word -> doubtful.contains(word) && !found.contains(word) ? alike(word) : List.of(word))
                .toList();
    }

    private List<String> alike(String word) {
        int edits = word.length() < LETTERS_FOR_TWO_EDITS ? 1 : 2;
        boolean isShort = word.length() + edits <= SHORT;
        if (!isShort) {
            // Words that differ by two neighbours have at least so much in common, and the less has to be looked
            // through.
            entities.unwrap(Session.class)
                    .createNativeQuery("select set_config('pg_trgm.similarity_threshold', '0.35', true)", String.class)
                    .getSingleResult();
        }
        List<String> alike = entities.unwrap(Session.class)
                .createNativeQuery("""
                        select s.word from search_word s where s.word %% :word%s
                        order by similarity(s.word, :word) desc, s.word limit :most
                        """.formatted(isShort ? " and length(s.word) <= " + SHORT : ""), String.class)
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

    /** Those that a model has: most are words of names, the others are rare, which a count finds by the index. */
    private Set<String> found(List<String> words) {
        String sql =
                IntStream.range(0, words.size()).mapToObj("""
                        select :word%1$d as word where exists (
                            select 1 from search_word n where n.word >= :word%1$d and n.word < :behind%1$d)
                        or (select count(*) from model_search s where s.words like :pattern%1$d) > 0
                        """::formatted).collect(Collectors.joining("union all\n"));
        var query = entities.unwrap(Session.class).createNativeQuery(sql, String.class);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            query.setParameter("word" + i, word)
                    .setParameter("behind" + i, behind(word))
                    .setParameter("pattern" + i, pattern(word));
        }
        return Set.copyOf(query.getResultList());
    }

    /** What comes, by code point, behind everything that begins so. */
    static String behind(String beginning) {
        return beginning + Character.toString(Character.MAX_CODE_POINT);
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
