package org.modeltree.card.words;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.catalog.FactValue;
import org.modeltree.http.value.Language;

/**
 * All words of one language, from the resource {@code words/{language}.json}. They are read once, when the class is loaded;
 * a missing or unknown key stops the start.
 *
 * @param labels the words that clients get
 * @param patterns sentences and formats that the service fills in
 */
public record Words(Labels labels, Patterns patterns) {

    /**
     * Sentences and formats. {@code {0}} and so on stand for values.
     *
     * @param contextWindow caption of a context window: tokens
     * @param contextWindowOne caption of a context window of one token
     * @param list separator of the items of a list
     * @param units formats of numbers, by unit
     * @param oneToken format of one token
     * @param setting a setting of a measurement: name, value
     * @param settingValues values of settings; others are shown as they are
     * @param percent format of a share: number
     * @param offering an offering: provider, id
     * @param currentOffering name of the fact that there is a current offering
     * @param endOfOffering name of the day on which an offering ended
     * @param pricingNotes sentences about kinds of pricing, by kind; a kind without one needs none
     * @param payPerToken metered pricing of which all amounts are for tokens
     * @param bothBilled note on amounts for tokens of the prompt and of the answer
     * @param inputBilled note on amounts for tokens of the prompt alone
     * @param outputBilled note on amounts for tokens of the answer alone
     * @param billed note on amounts for other units than tokens: units
     * @param billedAlso note on amounts for tokens and for other units: units
     * @param shares shares of a cohort: count, and the shares that score lower, the same and higher
     * @param sharesOfOne the same for a cohort of one model
     * @param sharesOfNone the same for an empty cohort
     * @param lower lower edge on which no model is: score, count, share that scores lower
     * @param lowerTied lower edge on which models are: as before, and the share on the edge
     * @param lowerEqual lower edge that is the score of the model; the numbers are the same
     * @param upper upper edge on which no model is: score, count, share that scores higher
     * @param upperTied upper edge on which models are: as before, and the share on the edge
     * @param upperEqual upper edge that is the score of the model; the numbers are the same
     */
    record Patterns(
            String contextWindow,
            String contextWindowOne,
            String list,
            Map<String, String> units,
            String oneToken,
            String setting,
            Map<String, String> settingValues,
            String percent,
            String offering,
            String currentOffering,
            String endOfOffering,
            Map<String, String> pricingNotes,
            String payPerToken,
            String bothBilled,
            String inputBilled,
            String outputBilled,
            String billed,
            String billedAlso,
            String shares,
            String sharesOfOne,
            String sharesOfNone,
            String lower,
            String lowerTied,
            String lowerEqual,
            String upper,
            String upperTied,
            String upperEqual) {}

    private static final Map<Language, Words> ALL = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            ALL.put(language, read("/words/" + language.tag() + ".json"));
        }
    }

    /** The words of a language. */
    public static Words in(Language language) {
        return ALL.get(language);
    }

    /** The labels for a card that names these methods of relations. */
    public Labels labelsFor(List<String> methods) {
        return labels.withMethods(methods);
    }

    /** Label of a fact. */
    public String fact(String name) {
        return labels.facts().getOrDefault(name, name);
    }

    /** Label of a fact with a value; a date that is certainly after today has another one, such as "Retires". */
    public String fact(String name, FactValue value, LocalDate today) {
        boolean upcoming = value.date() != null && value.date().firstDay().isAfter(today);
        return upcoming ? labels.upcomingFacts().getOrDefault(name, fact(name)) : fact(name);
    }

    /** Name of a setting of a measurement; one without a word is shown with spaces and a capital letter. */
    String setting(String name) {
        String known = labels.settings().get(name);
        return known != null
                ? known
                : name.substring(0, 1).toUpperCase(Locale.ROOT)
                        + name.substring(1).replace('_', ' ').replace('-', ' ');
    }

    /** Value of a setting of a measurement; one without a word is shown as it is. */
    String settingValue(String value) {
        return patterns.settingValues().getOrDefault(value, value);
    }

    /** Status of availability in words. */
    public String availability(String status) {
        return labels.availabilityStatuses().getOrDefault(status, status);
    }

    /** Kind of pricing in words. */
    public String pricingLabel(String kind) {
        return labels.pricingKinds().getOrDefault(kind, kind);
    }

    /** Sentence about a kind of pricing; null if there is nothing to explain. */
    public String pricingNote(String kind) {
        return patterns.pricingNotes().get(kind);
    }

    /** Metered pricing of which all amounts are for tokens. */
    public String payPerToken() {
        return patterns.payPerToken();
    }

    /** Sentence about amounts that are all for tokens, of the prompt, the answer or both. */
    public String tokenNote(boolean input, boolean output) {
        return input && output ? patterns.bothBilled() : output ? patterns.outputBilled() : patterns.inputBilled();
    }

    /** Sentence about amounts that are all for other units than tokens. */
    public String billed(List<String> units) {
        return filled(patterns.billed(), listed(units.stream()));
    }

    /** Sentence about amounts for tokens, of the prompt, the answer or both, and for other units. */
    public String billedAlso(boolean input, boolean output, List<String> units) {
        Stream<String> tokens =
                Stream.of(input ? "input" : "", output ? "output" : "").filter(key -> !key.isEmpty());
        return filled(patterns.billedAlso(), listed(Stream.concat(tokens, units.stream())));
    }

    private String listed(Stream<String> priceUnits) {
        return priceUnits
                .map(key -> labels.priceUnits().get(key).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(patterns.list()));
    }

    /** Label of the fact that an offering is current. */
    public String currentOffering() {
        return patterns.currentOffering();
    }

    /** Label of the day on which an offering ended. */
    public String endOfOffering() {
        return patterns.endOfOffering();
    }

    /** An offering in words. */
    public String offering(String provider, String id) {
        return filled(patterns.offering(), provider, id);
    }

    /** Why a value is missing, in words. */
    public String missing(String reason) {
        return labels.missing().getOrDefault(reason, reason);
    }

    /** A pattern with its values. Unlike MessageFormat it has no quoting and formats nothing itself. */
    static String filled(String pattern, String... values) {
        StringBuilder text = new StringBuilder(pattern.length() + 32);
        int from = 0;
        while (true) {
            int open = pattern.indexOf('{', from);
            if (open < 0) {
                return text.append(pattern, from, pattern.length()).toString();
            }
            text.append(pattern, from, open).append(values[pattern.charAt(open + 1) - '0']);
            from = open + 3;
        }
    }

    private static Words read(String resource) {
        try (InputStream file = Words.class.getResourceAsStream(resource)) {
            return new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .readValue(file, Words.class);
        } catch (IOException broken) {
            throw new UncheckedIOException(resource + " is broken", broken);
        }
    }
}
