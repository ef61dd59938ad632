package org.modeltree.catalog.lists;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modeltree.catalog.query.PageSql;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.catalog.query.SearchWords;
import org.modeltree.catalog.query.SortOrder;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.sql.Sql;
import org.modeltree.revision.sql.SqlQuery;

/**
 * Searches for words of which one is rare: at most {@value #MAX_HITS} models have it. That is most searches. They need one
 * statement, whose plan is the same for all words: the index of the words, then the relevance of each hit. Only words that
 * many models have, or none, need {@link PageSql#ranked} and {@link SearchWords}, which cost several times as much, most of it
 * for planning.
 */
@ApplicationScoped
@UsesSql("ranks the hits of an index of words")
public class RareWords {

    /** As many hits as {@link PageSql#ranked} ranks, so that both give the same order. */
    private static final int MAX_HITS = PageSql.MAX_RANKED;

    /** Words that the index of trigrams finds have so many letters, unless they are at the beginning of a word. */
    private static final int MIN_LETTERS_INSIDE = 3;

    private static final int MAX_WORDS = 20;

    private final Sql sql;

    RareWords(Sql sql) {
        this.sql = sql;
    }

    private record Row(long revision, boolean searched, long total, String id, Double relevance) {}

    /**
     * A page of a search by relevance; empty if there are none or more than {@value #MAX_HITS}, or all words are frequent.
     *
     * @param after relevance and id of the last hit of the page before; null for the first page
     * @param limit maximum number of hits
     */
    public Optional<Pages.Page> search(String q, List<Object> after, int limit) {
        List<String> words = SearchText.words(q);
        if (words.isEmpty() || words.size() > MAX_WORDS || !words.stream().allMatch(RareWords::isIndexed)) {
            return Optional.empty();
        }
        SqlQuery<Row> query = sql.byKey(text(words.size()), Row.class)
                .with("q", SearchText.nameKey(q))
                .with("compact", SearchText.compact(q))
                .with("after0", after == null ? null : Objects.requireNonNullElse(after.get(0), 0.0))
                .with("after1", after == null ? null : Objects.requireNonNullElse(after.get(1), ""))
                .with("most", limit + 1)
                .withRevision(Row::revision);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            query.with("word" + i, word)
                    .with("bound" + i, SearchWords.endOfPrefix(word))
                    .with("pattern" + i, SearchWords.pattern(word));
        }
        List<Row> rows = query.list();
        Row first = rows.get(0);
        if (!first.searched() || first.total() == 0 || first.total() > MAX_HITS) {
            return Optional.empty();
        }
        boolean more = rows.size() > limit;
        List<Row> shown = (more ? rows.subList(0, limit) : rows)
                .stream().filter(row -> row.id() != null).toList();
        Row last = rows.get(Math.min(rows.size(), limit) - 1);
        return Optional.of(new Pages.Page(
                first.revision(),
                new Pages.Total(first.total(), true),
                shown.stream().map(Row::id).toList(),
                more ? Optional.of(List.of(last.relevance(), last.id())) : Optional.empty()));
    }

    private static boolean isIndexed(String word) {
        return !SearchWords.isIdeographic(word) || word.length() >= MIN_LETTERS_INSIDE;
    }

    /**
     * The vocabulary says how many names have a word. Each of its words is used at least once, so that no more of them are
     * read than uses are counted. Words that no name has are rare.
     *
     * <p>The words are in queries of their own, so that PostgreSQL expects the same for all of them, and keeps one plan.
     */
    private static String text(int words) {
        String rare = IntStream.range(0, words)
                .mapToObj(i -> """
                (select coalesce(sum(v.uses), 0) from (
                    select s.uses from search_word s where s.word >= (select cast(:word%1$d as text))
                        and s.word < (select cast(:bound%1$d as text))
                    limit %2$d + 1) v) <= %2$d""".formatted(i, MAX_HITS))
                .collect(Collectors.joining(" or "));
        String all = IntStream.range(0, words)
                .mapToObj(i -> "f.words like (select cast(:pattern" + i + " as text))")
                .collect(Collectors.joining(" and "));
        return """
                with vocabulary as materialized (select %1$s as has_rare),
                hits as materialized (
                    select f.model_id as id from model_search f
                    where (select v.has_rare from vocabulary v) and %2$s limit %3$d + 1),
                counted as materialized (select count(*) as total from hits),
                ranked as (
                    select m.id, %4$s as relevance from hits h join model m on m.id = h.id
                    where (select n.total from counted n) <= %3$d)
                select c.revision, v.has_rare, n.total, p.id, p.relevance
                from catalog_revision c cross join vocabulary v cross join counted n
                left join (
                    select r.id, r.relevance from ranked r
                    where cast(:after0 as float8) is null or r.relevance < :after0
                       or (r.relevance = :after0 and r.id > :after1)
                    order by r.relevance desc, r.id
                    limit :most) p on true
                order by p.relevance desc, p.id
                """.formatted(rare, all, MAX_HITS, SortOrder.RELEVANCE);
    }
}
