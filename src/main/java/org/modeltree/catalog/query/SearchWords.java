package org.modeltree.catalog.query;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.hibernate.Session;
import org.modeltree.revision.UsesSql;

/** Finds what a word of a search stands for: itself, or where it is nowhere the words of names that it may be a misspelling of. */
@UsesSql("set operations on the words of an index")
@ApplicationScoped
public class SearchWords {

    /** Shorter words are too like each other. */
    private static final int MIN_LETTERS = 4;

    /** From so many letters on, two may be wrong, so that swapped neighbours are found. */
    private static final int LETTERS_FOR_TWO_EDITS = 6;

    /** There is an index of words up to this length alone. */
    private static final int SHORT = 10;

    /** Of longer ones there are too many spellings to try them all. */
    private static final int MAX_LETTERS_EDITED = 24;

    /** Each takes up to three statements. Who types more words wrong than this means something else. */
    private static final int MAX_MISSPELT = 5;

    private static final int MAX_CANDIDATES = 200;
    private static final int MAX_MEANINGS = 5;

    private final EntityManager entities;

    SearchWords(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * For each word itself if any model has it, else what names' words begin with that differs by an edit or two, by as few as
     * there are, the likeliest first. Of the words that no model has, only the first few are looked up.
     */
    List<List<String>> meanings(List<String> words) {
        List<String> doubtful = words.stream()
                .filter(word -> word.length() >= MIN_LETTERS)
                .distinct()
                .toList();
        Set<String> found = doubtful.isEmpty() ? Set.of() : found(doubtful);
        Map<String, List<String>> alike = doubtful.stream()
                .filter(word -> !found.contains(word))
                .limit(MAX_MISSPELT)
                .collect(Collectors.toMap(word -> word, this::alike));
        return words.stream()
                .map(word -> alike.getOrDefault(word, List.of(word)))
                .toList();
    }

    private List<String> alike(String word) {
        List<String> meant = word.length() > MAX_LETTERS_EDITED ? List.of() : oneEditAway(word);
        if (meant.isEmpty()) {
            meant = furtherAway(word);
        }
        // Those that begin as another does are found with it.
        List<String> shortest = new ArrayList<>();
        for (String meaning : meant) {
            if (meant.stream().noneMatch(other -> !other.equals(meaning) && meaning.startsWith(other))) {
                shortest.add(meaning);
            }
        }
        return shortest.isEmpty()
                ? List.of(word)
                : shortest.stream().limit(MAX_MEANINGS).toList();
    }

    /**
     * What a word of a name begins with and differs from this word by one letter too many, too few or another, or by two
     * neighbours swapped; the most similar first. A thousand looks into an index take less than one by likeness.
     */
    private List<String> oneEditAway(String word) {
        return entities.unwrap(Session.class)
                .createNativeQuery("""
                        select v.word from unnest(cast(:edited as text[])) v (word)
                        where exists (
                            select 1 from search_word s
                            where s.word >= v.word collate "C" and s.word < v.word || cast(:behind as text) collate "C")
                        order by similarity(v.word, :word) desc, v.word collate "C"
                        """, String.class)
                .setParameter(
                        "edited", Misspellings.of(word, MAX_LETTERS_EDITED, "").toArray(String[]::new))
                .setParameter("behind", behind(""))
                .setParameter("word", word)
                .getResultList();
    }

    /** Words of names that are still much alike, with two mistakes or in another alphabet; of those with the fewest. */
    private List<String> furtherAway(String word) {
        int edits = word.length() < LETTERS_FOR_TWO_EDITS ? 1 : 2;
        boolean isShort = word.length() + edits <= SHORT;
        // Long words that differ by two neighbours have at least so much in common, and the less has to be looked
        // through. It is said for each word, because it holds until the transaction ends.
        entities.unwrap(Session.class)
                .createNativeQuery("select set_config('pg_trgm.similarity_threshold', :least, true)", String.class)
                .setParameter("least", isShort ? "0.2" : "0.35")
                .getSingleResult();
        List<String> alike = entities.unwrap(Session.class)
                .createNativeQuery("""
                        select s.word from search_word s where s.word %% :word%s
                        order by similarity(s.word, :word) desc, s.word limit :most
                        """.formatted(isShort ? " and length(s.word) <= " + SHORT : ""), String.class)
                .setParameter("word", word)
                .setParameter("most", MAX_CANDIDATES)
                .getResultList();
        int least = alike.stream()
                .mapToInt(candidate -> edits(word, candidate))
                .min()
                .orElse(0);
        return alike.stream()
                .filter(candidate -> least <= edits && edits(word, candidate) == least)
                .toList();
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
    public static String behind(String beginning) {
        return beginning + Character.toString(Character.MAX_CODE_POINT);
    }

    /** Between the word and the candidate, or its beginning if that takes only one; great if these are too many. */
    private static int edits(String word, String candidate) {
        int whole = LevenshteinDistance.getDefaultInstance().apply(word, candidate);
        String beginning = candidate.substring(0, Math.min(candidate.length(), word.length()));
        int begins = LevenshteinDistance.getDefaultInstance().apply(word, beginning);
        return begins <= 1 ? Math.min(whole, begins) : whole;
    }

    private static boolean isIdeographic(String word) {
        return word.codePoints().mapToObj(Character.UnicodeScript::of).anyMatch(script -> switch (script) {
            case HAN, HIRAGANA, KATAKANA, THAI -> true;
            default -> false;
        });
    }
}
