package org.modeltree.card.words;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON view of all words that a page needs beside the data, in one language. Components of fixed groups have a key each; maps
 * are by enum value, fact name or unit, and get new keys when those get new values.
 *
 * @param language language of the words: {@code en} or {@code zh}
 * @param sections titles of sections
 * @param availability names of the rows of {@code availability}, and notes on their statuses
 * @param claims notes on {@code coreCapabilities}
 * @param performance introduction, footnote and legend of {@code performance}
 * @param standings names of the cohorts of {@code standings}
 * @param lineage names of the rows of {@code lineage}
 * @param factTable headings of the table of facts
 * @param comparison headings of comparisons
 * @param offering headings of offerings and their prices
 * @param flags words for true and false
 * @param textInEnglish note for a card whose prose is in English because it is not translated
 * @param languages names of the languages, each in itself
 * @param facts names of facts
 * @param upcomingFacts names of facts that are dates, for a date in the future
 * @param units units of raw values
 * @param kinds kinds of models
 * @param lifecycles stages in the life of a model
 * @param modalities types of content
 * @param features features of models and offerings
 * @param relations relations of a child to its parent
 * @param methods methods of relations; on a card only those of its relatives
 * @param settings names of the settings of measurements; sources may state others
 * @param webLinkTypes types of web links
 * @param availabilityStatuses statuses of availability
 * @param pricingKinds kinds of pricing
 * @param offeringStatuses stages that providers state
 * @param priceUnits what amounts of a price are charged for
 * @param amountUnits what amounts are charged per, by their unit without the currency: {@code per_1m_tokens} of {@code
 *     eur_per_1m_tokens}
 * @param priceModes modes of prices; a provider may have others, which are shown as they are
 * @param days days of the week
 * @param positions positions of a score relative to the default band
 * @param bandStatuses statuses of bands
 * @param missing reasons for missing values
 * @param clamped ends of a scale
 * @param scaleKinds kinds of scales
 * @param better which values are better
 * @param rowKinds kinds of rows of a comparison
 * @param resolutionReasons rules by which an id means a model
 */
public record Labels(
        String language,
        Sections sections,
        Availability availability,
        Claims claims,
        Performance performance,
        Standings standings,
        Lineage lineage,
        FactTable factTable,
        Comparison comparison,
        Offering offering,
        Flags flags,
        String textInEnglish,
        Map<String, String> languages,
        Map<String, String> facts,
        Map<String, String> upcomingFacts,
        Map<String, String> units,
        Map<String, String> kinds,
        Map<String, String> lifecycles,
        Map<String, String> modalities,
        Map<String, String> features,
        Map<String, String> relations,
        Map<String, String> methods,
        Map<String, String> settings,
        Map<String, String> webLinkTypes,
        Map<String, String> availabilityStatuses,
        Map<String, String> pricingKinds,
        Map<String, String> offeringStatuses,
        Map<String, String> priceUnits,
        Map<String, String> amountUnits,
        Map<String, String> priceModes,
        Map<String, String> days,
        Map<String, String> positions,
        Map<String, String> bandStatuses,
        Map<String, String> missing,
        Map<String, String> clamped,
        Map<String, String> scaleKinds,
        Map<String, String> better,
        Map<String, String> rowKinds,
        Map<String, String> resolutionReasons) {

    /** JSON view of the titles of a page's sections, by the key of the data that they show. */
    public record Sections(
            String contextWindow,
            String whyItMatters,
            String coreCapabilities,
            String availability,
            String pricing,
            String performance,
            String standings,
            String feelsLike,
            String bestFor,
            String tools,
            String notFor,
            String lineage,
            String webLinks,
            String facts,
            String offerings,
            String comparison) {}

    /**
     * JSON view of the names of the rows of availability.
     *
     * @param derived note on a status that follows from the facts
     * @param contradicted note on a status that a fact contradicts
     */
    public record Availability(
            String api, String product, String openSource, String enterprise, String derived, String contradicted) {}

    /**
     * JSON view of notes on claims.
     *
     * @param consistent note where {@code consistent} is true
     * @param inconsistent note where it is false
     * @param unmeasured note where a requirement has no measurement
     */
    public record Claims(String consistent, String inconsistent, String unmeasured) {}

    /**
     * JSON view of the words around scores.
     *
     * @param intro sentence before the scores
     * @param footnote sentence after the scores
     * @param lower mark of the lower edge of the default band
     * @param median mark of the median
     * @param upper mark of the upper edge of the default band
     * @param model mark of the model's score
     * @param capability name of what is scored
     * @param count name of the number of models in a cohort
     * @param percentileRank name of the percentage that scores lower
     * @param position name of the position
     */
    public record Performance(
            String intro,
            String footnote,
            Mark lower,
            Mark median,
            Mark upper,
            Mark model,
            String capability,
            String count,
            String percentileRank,
            String position) {}

    /**
     * JSON view of an entry of a legend.
     *
     * @param label name of the mark
     * @param text what the mark means; true for every distribution, also with ties
     */
    public record Mark(String label, String text) {}

    /** JSON view of the names of the cohorts of standings. */
    public record Standings(String all, String current, String atRelease) {}

    /** JSON view of the names of groups of relatives. */
    public record Lineage(String parents, String children, String ancestors, String descendants) {}

    /** JSON view of the headings of the table of facts. */
    public record FactTable(String fact, String value, String source, String date) {}

    /** JSON view of the words of comparisons; {@code winner} marks the best value of a row. */
    public record Comparison(String model, String score, String winner) {}

    /** JSON view of the headings of offerings and their prices, by the key of the value. */
    public record Offering(
            String provider,
            String id,
            String contextWindow,
            String maxInput,
            String maxOutput,
            String status,
            String supports,
            String prices,
            String retiredDate,
            String lastSeen,
            String source,
            String date,
            String origin,
            String otherSources,
            String kind,
            String mode,
            String currency,
            String minContextTokens,
            String window,
            String from,
            String to,
            String amounts) {}

    /** JSON view of the words for true and false. */
    public record Flags(String yes, String no) {}

    /**
     * The same words with these methods only. A method has the words of another that differs in hyphens alone; without words
     * of its own it is shown as it is, without hyphens.
     */
    Labels withMethods(List<String> names) {
        Map<String, String> some = new LinkedHashMap<>();
        names.forEach(name -> some.put(name, method(name)));
        return new Labels(
                language,
                sections,
                availability,
                claims,
                performance,
                standings,
                lineage,
                factTable,
                comparison,
                offering,
                flags,
                textInEnglish,
                languages,
                facts,
                upcomingFacts,
                units,
                kinds,
                lifecycles,
                modalities,
                features,
                relations,
                some,
                settings,
                webLinkTypes,
                availabilityStatuses,
                pricingKinds,
                offeringStatuses,
                priceUnits,
                amountUnits,
                priceModes,
                days,
                positions,
                bandStatuses,
                missing,
                clamped,
                scaleKinds,
                better,
                rowKinds,
                resolutionReasons);
    }

    private String method(String name) {
        String known = methods.get(name);
        return known != null
                ? known
                : methods.entrySet().stream()
                        .filter(method -> letters(method.getKey()).equals(letters(name)))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElseGet(() -> name.replace('-', ' ').replace('_', ' '));
    }

    private static String letters(String name) {
        return name.replace("-", "").replace("_", "");
    }
}
