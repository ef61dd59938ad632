package org.modeltree.catalog.query;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.sql.Sql;
import org.modeltree.revision.sql.SqlQuery;

/** Corrects search words: a word that no model contains is replaced by similar words of model names. */
@UsesSql("set operations on the words of an index")
@ApplicationScoped
public class SearchWords {

    /** Shorter words are too similar to each other to be corrected. */
    private static final int MIN_LETTERS = 4;

    /** Words of at least this length may have two edits, so that swapped neighbours are found. */
    private static final int LETTERS_FOR_TWO_EDITS = 6;

    /** A partial index covers words up to this length. */
    private static final int SHORT = 10;

    /** Longer words have too many spellings to try all of them. */
    private static final int MAX_LETTERS_EDITED = 24;

    /** Maximum number of corrected words; each takes up to three statements. */
    private static final int MAX_MISSPELT = 5;

    private static final int MAX_CANDIDATES = 200;
    private static final int MAX_MEANINGS = 5;

    private final Sql sql;

    SearchWords(Sql sql) {
        this.sql = sql;
    }

    /**
     * For each word, the word itself if any model contains it, otherwise beginnings of words in names that differ by the
     * fewest edits (one or two), likeliest first. At most {@value #MAX_MISSPELT} unknown words are corrected.
     */
    List<List<String>> meanings(List<String> words) {
        List<String> correctable = words.stream()
                .filter(word -> word.length() >= MIN_LETTERS)
                .distinct()
                .toList();
        Set<String> known = correctable.isEmpty() ? Set.of() : knownWords(correctable);
        Map<String, List<String>> corrections = correctable.stream()
                .filter(word -> !known.contains(word))
                .limit(MAX_MISSPELT)
                .collect(Collectors.toMap(word -> word, this::corrections));
        return words.stream()
                .map(word -> corrections.getOrDefault(word, List.of(word)))
                .toList();
    }

    private List<String> corrections(String word) {
        List<String> meanings = word.length() > MAX_LETTERS_EDITED ? List.of() : oneEditAway(word);
        if (meanings.isEmpty()) {
            meanings = similarWords(word);
        }
        // A meaning that starts with another one is matched by its pattern anyway.
        List<String> shortest = new ArrayList<>();
        for (String meaning : meanings) {
            if (meanings.stream().noneMatch(other -> !other.equals(meaning) && meaning.startsWith(other))) {
                shortest.add(meaning);
            }
        }
        return shortest.isEmpty()
                ? List.of(word)
                : shortest.stream().limit(MAX_MEANINGS).toList();
    }

    /**
     * Spellings one edit away that a word of a name starts with, most similar first. A thousand index lookups take less
     * time than one similarity search.
     */
    private List<String> oneEditAway(String word) {
        return sql.query("""
                        select v.word from unnest(cast(:edited as text[])) v (word)
                        where exists (
                            select 1 from search_word s
                            where s.word >= v.word collate "C" and s.word < v.word || cast(:bound as text) collate "C")
                        order by similarity(v.word, :word) desc, v.word collate "C"
                        """, String.class)
                .with("edited", Misspellings.of(word, MAX_LETTERS_EDITED, "").toArray(String[]::new))
                .with("bound", endOfPrefix(""))
                .with("word", word)
                .list();
    }

    /** Similar words of names with two edits, or in other alphabets; only those with the fewest edits. */
    private List<String> similarWords(String word) {
        int edits = word.length() < LETTERS_FOR_TWO_EDITS ? 1 : 2;
        boolean isShort = word.length() + edits <= SHORT;
        // Long words with two swapped neighbours are at least this similar, and a higher threshold reads fewer rows.
        // The
        // setting lasts until the transaction ends, so it is set for each word.
        sql.query("select set_config('pg_trgm.similarity_threshold', :least, true)", String.class)
                .with("least", isShort ? "0.2" : "0.35")
                .list();
        List<String> similar = sql.query("""
                        select s.word from search_word s where s.word %% :word%s
                        order by similarity(s.word, :word) desc, s.word limit :most
                        """.formatted(isShort ? " and length(s.word) <= " + SHORT : ""), String.class)
                .with("word", word)
                .with("most", MAX_CANDIDATES)
                .list();
        int fewest = similar.stream()
                .mapToInt(candidate -> edits(word, candidate))
                .min()
                .orElse(0);
        return similar.stream()
                .filter(candidate -> fewest <= edits && edits(word, candidate) == fewest)
                .toList();
    }

    /** LIKE pattern for a word in indexed text: at the start of a word, or anywhere in scripts without blanks. */
    public static String pattern(String word) {
        // Words are letters and digits only, so there is nothing to escape for LIKE.
        return (isIdeographic(word) ? "%" : "% ") + word + "%";
    }

    /** The words that a model contains. Most are words of names; the others are rare, so that a count uses the index. */
    private Set<String> knownWords(List<String> words) {
        String text =
                IntStream.range(0, words.size()).mapToObj("""
                        select :word%1$d as word where exists (
                            select 1 from search_word n where n.word >= :word%1$d and n.word < :bound%1$d)
                        or (select count(*) from model_search s where s.words like :pattern%1$d) > 0
                        """::formatted).collect(Collectors.joining("union all\n"));
        SqlQuery<String> query = sql.query(text, String.class);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            query.with("word" + i, word).with("bound" + i, endOfPrefix(word)).with("pattern" + i, pattern(word));
        }
        return Set.copyOf(query.list());
    }

    /** Upper bound, by code point, of all texts that start with the prefix. */
    public static String endOfPrefix(String prefix) {
        return prefix + Character.toString(Character.MAX_CODE_POINT);
    }

    /** Edits between the word and the candidate, or its beginning if at most one edit is needed for that. */
    private static int edits(String word, String candidate) {
        int allEdits = LevenshteinDistance.getDefaultInstance().apply(word, candidate);
        String beginning = candidate.substring(0, Math.min(candidate.length(), word.length()));
        int prefixEdits = LevenshteinDistance.getDefaultInstance().apply(word, beginning);
        return prefixEdits <= 1 ? Math.min(allEdits, prefixEdits) : allEdits;
    }

    /** Whether a word is of a script without blanks. */
    public static boolean isIdeographic(String word) {
        return word.codePoints().mapToObj(Character.UnicodeScript::of).anyMatch(script -> switch (script) {
            case HAN, HIRAGANA, KATAKANA, THAI -> true;
            default -> false;
        });
    }
}
