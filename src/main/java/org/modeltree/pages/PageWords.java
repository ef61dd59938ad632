package org.modeltree.pages;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.modeltree.http.value.Language;

/**
 * Words of the pages in one language, beside those that the answers of the API have; from the resource {@code
 * pages/words.{language}.json}, which is read when the first page in the language is asked for.
 *
 * @param site words around each page
 * @param card words of cards
 * @param error words of pages about errors
 * @param start words of the start page
 * @param search words of searches
 * @param bands words of capabilities
 * @param compare words of comparisons
 * @param offerings words of prices
 * @param providers words of providers
 * @param changes words of changes
 * @param docs words of the page about the API
 */
public record PageWords(
        SiteWords site,
        CardWords card,
        ErrorWords error,
        StartWords start,
        SearchWords search,
        BandsWords bands,
        CompareWords compare,
        OfferingsWords offerings,
        ProvidersWords providers,
        ChangesWords changes,
        DocsWords docs) {

    private static final Map<Language, PageWords> READ = new ConcurrentHashMap<>();

    /** Words around each page. */
    public record SiteWords(
            String title,
            String skip,
            String search,
            String searchHint,
            String tree,
            String bands,
            String compare,
            String offerings,
            String changes,
            String docs,
            String navigation,
            String theme,
            String footer,
            String api,
            String suggestions) {}

    /** Words of cards. */
    public record CardWords(
            String description,
            String siblings,
            String compareWith,
            String details,
            String seeTree,
            String perMillion,
            String input,
            String output,
            String noOfferings,
            String today) {}

    /** Words of pages about errors; the explanation is that of the problem, in English. */
    public record ErrorWords(
            String notFound,
            String gone,
            String unavailable,
            String unauthorized,
            String other,
            String meant,
            String elsewhere,
            String again,
            String start) {}

    /** Words of the start page. */
    public record StartWords(
            String title,
            String lead,
            String models,
            String publishers,
            String newest,
            String vendors,
            String tree,
            String treeHint,
            String keyModel,
            String keyEdge,
            String keyColour,
            String matches,
            String none,
            String find,
            String allVendors,
            String allRelations,
            String publisher,
            String relation,
            String zoomIn,
            String zoomOut,
            String whole,
            String asList,
            String loading,
            String failed,
            String scriptless,
            String parents,
            String children,
            String others,
            String truncated) {}

    /** Words of searches. */
    public record SearchWords(
            String title,
            String all,
            String results,
            String atLeast,
            String none,
            String next,
            String released,
            String model,
            String publisher,
            String kind,
            String context,
            String of) {}

    /** Words of capabilities. */
    public record BandsWords(
            String title,
            String lead,
            String distribution,
            String distributionNote,
            String history,
            String historyNote,
            String leaderboard,
            String all,
            String current,
            String cohort,
            String rank,
            String model,
            String publisher,
            String score,
            String raw,
            String released,
            String year,
            String range,
            String asTable) {}

    /** Words of comparisons. */
    public record CompareWords(
            String title,
            String lead,
            String add,
            String button,
            String remove,
            String facts,
            String scores,
            String one,
            String example) {}

    /** Words of prices. */
    public record OfferingsWords(
            String title,
            String lead,
            String choose,
            String button,
            String none,
            String model,
            String mixed,
            String mixedNote,
            String example) {}

    /** Words of providers. */
    public record ProvidersWords(
            String title,
            String lead,
            String priceList,
            String total,
            String models,
            String offerings,
            String publisher,
            String hint,
            String button,
            String all,
            String website,
            String none,
            String nobody,
            String seeAll) {}

    /** Words of changes. */
    public record ChangesWords(
            String title,
            String lead,
            String revision,
            String time,
            String kind,
            String record,
            String places,
            String older,
            String none,
            String feed,
            String api,
            Map<String, String> kinds,
            Map<String, String> types) {}

    /** Words of the page about the API. */
    public record DocsWords(
            String title,
            String lead,
            String first,
            String card,
            String search,
            String bands,
            String resolve,
            String prices,
            String more,
            String swagger,
            String openapi,
            String llms,
            String index,
            String markdown) {}

    /** The words of a language. */
    static PageWords in(Language language) {
        return READ.computeIfAbsent(language, PageWords::read);
    }

    private static PageWords read(Language language) {
        String name = "words." + language.tag() + ".json";
        try {
            return new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .readValue(PageFiles.bytes(name), PageWords.class);
        } catch (IOException broken) {
            throw new UncheckedIOException(name + " is broken", broken);
        }
    }
}
