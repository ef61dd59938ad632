package org.modeltree.formats.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.modeltree.formats.source.CatalogWriter;
import org.modeltree.formats.source.RecordsByModel;

/**
 * What a client selects of OpenRouter's list, by the parameters that OpenRouter documents. A list of values that is empty,
 * and a bound that is null, selects everything. An entry whose value is not known is in no selection by that value.
 *
 * @param page the entries to return
 * @param sort order of the entries
 * @param q text that the id or the name contains, in any case; empty for every entry
 * @param supportedParameters parameters of requests, all of which the entry supports
 * @param inputModalities modalities, one of which the entry takes
 * @param outputModalities modalities, one of which the entry produces
 * @param authors first segments of ids, one of which the entry has
 * @param providers ids or names of providers in lower case, one of which serves the model
 * @param minContext least context length in tokens
 * @param prompt price of prompts in USD per million tokens
 * @param completion price of completions in USD per million tokens
 * @param ageDays days since the model was released
 */
public record OpenRouterSelection(
        Page page,
        Sort sort,
        String q,
        List<String> supportedParameters,
        List<String> inputModalities,
        Outputs outputModalities,
        List<String> authors,
        List<String> providers,
        Long minContext,
        Bounds prompt,
        Bounds completion,
        Bounds ageDays) {

    /** Path of the list. */
    public static final String PATH = "/compat/openrouter/api/v1/models";

    /** The whole list. */
    public static final OpenRouterSelection EVERYTHING = new OpenRouterSelection(
            Page.ALL,
            Sort.NONE,
            "",
            List.of(),
            List.of(),
            Outputs.ALL,
            List.of(),
            List.of(),
            null,
            Bounds.NONE,
            Bounds.NONE,
            Bounds.NONE);

    private static final int PER_MILLION = 6;
    private static final long DAY_SECONDS = 86_400;

    /**
     * A range, both ends included.
     *
     * @param min least value; null for none
     * @param max greatest value; null for none
     */
    public record Bounds(BigDecimal min, BigDecimal max) {

        /** Every value, known or not. */
        public static final Bounds NONE = new Bounds(null, null);

        boolean contain(Optional<BigDecimal> value) {
            return (min == null
                            || value.filter(known -> known.compareTo(min) >= 0).isPresent())
                    && (max == null
                            || value.filter(known -> known.compareTo(max) <= 0).isPresent());
        }
    }

    /**
     * Part of the list.
     *
     * @param offset number of entries before it
     * @param limit most entries that it has
     * @param link path and query of the page that begins after a number of entries, up to that number; null if the list has
     *     no pages
     */
    public record Page(long offset, long limit, String link) {

        /** The list without pages. */
        public static final Page ALL = new Page(0, Long.MAX_VALUE, null);
    }

    /**
     * Output modalities.
     *
     * @param any modalities, one of which is produced; empty for all
     * @param orUnknown whether an entry whose output is not known is selected too
     */
    public record Outputs(List<String> any, boolean orUnknown) {

        /** Every output. */
        public static final Outputs ALL = new Outputs(List.of(), true);

        /** What OpenRouter lists by default. A model whose output nobody stated is mostly one that writes. */
        public static final Outputs TEXT = new Outputs(List.of("text"), true);

        boolean contain(JsonNode outputs) {
            return any.isEmpty() || (outputs.isEmpty() && orUnknown) || isAny(any, outputs);
        }
    }

    /** Orders of the list; ties keep the order of the catalog, and unknown values come last. */
    public enum Sort {
        /** By id of the model. */
        NONE,
        /** By release date, latest first. */
        NEWEST,
        /** By the mean of the prices of prompts and completions, lowest first. */
        PRICING_LOW_TO_HIGH,
        /** By the mean of the prices of prompts and completions, highest first. */
        PRICING_HIGH_TO_LOW,
        /** By context length, longest first. */
        CONTEXT_HIGH_TO_LOW;

        /** Name of the order in requests. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The value that an entry is sorted by, lowest first; empty if it is not known. */
        Optional<BigDecimal> of(ObjectNode entry) {
            return switch (this) {
                case NONE -> Optional.empty();
                case NEWEST -> created(entry).map(BigDecimal::negate);
                case PRICING_LOW_TO_HIGH -> meanPrice(entry);
                case PRICING_HIGH_TO_LOW -> meanPrice(entry).map(BigDecimal::negate);
                case CONTEXT_HIGH_TO_LOW -> context(entry).map(BigDecimal::negate);
            };
        }

        private static Optional<BigDecimal> meanPrice(ObjectNode entry) {
            return price(entry, "prompt")
                    .flatMap(prompt -> price(entry, "completion")
                            .map(completion -> prompt.add(completion).divide(BigDecimal.valueOf(2))));
        }
    }

    /** Writer of the list with this selection. */
    public CatalogWriter writer() {
        return new OpenRouterListWriter(this);
    }

    /** Whether an entry of a model is selected. */
    boolean contains(ObjectNode entry, RecordsByModel.OneModel model, RecordsByModel models, LocalDate today) {
        return (q.isEmpty()
                        || isIn(entry.path("id").asText())
                        || isIn(entry.path("name").asText()))
                && hasAll(entry.path("supported_parameters"))
                && (inputModalities.isEmpty() || isAny(inputModalities, entry.at("/architecture/input_modalities")))
                && outputModalities.contain(entry.at("/architecture/output_modalities"))
                && (authors.isEmpty()
                        || authors.contains(entry.path("id").asText().split("/", 2)[0]))
                && (providers.isEmpty() || isServed(model, models, today))
                && new Bounds(minContext == null ? null : BigDecimal.valueOf(minContext), null).contain(context(entry))
                && prompt.contain(price(entry, "prompt"))
                && completion.contain(price(entry, "completion"))
                && ageDays.contain(created(entry)
                        .map(seconds -> BigDecimal.valueOf(
                                today.toEpochDay() - Math.floorDiv(seconds.longValue(), DAY_SECONDS))));
    }

    private boolean isIn(String text) {
        return text.toLowerCase(Locale.ROOT).contains(q.toLowerCase(Locale.ROOT));
    }

    private boolean hasAll(JsonNode parameters) {
        Set<String> known = new HashSet<>();
        parameters.forEach(name -> known.add(name.asText()));
        return known.containsAll(supportedParameters);
    }

    private static boolean isAny(List<String> wanted, JsonNode words) {
        for (JsonNode word : words) {
            if (wanted.contains(word.asText())) {
                return true;
            }
        }
        return false;
    }

    private boolean isServed(RecordsByModel.OneModel model, RecordsByModel models, LocalDate today) {
        return model.offerings().stream()
                .filter(offering -> OpenRouterModels.isCurrent(offering, today))
                .map(offering -> offering.path("provider").asText())
                .anyMatch(provider -> providers.contains(provider)
                        || providers.contains(
                                OpenRouterEndpoints.name(provider, models).toLowerCase(Locale.ROOT)));
    }

    private static Optional<BigDecimal> context(ObjectNode entry) {
        JsonNode tokens = entry.path("context_length");
        return tokens.isNumber() ? Optional.of(tokens.decimalValue()) : Optional.empty();
    }

    private static Optional<BigDecimal> created(ObjectNode entry) {
        long seconds = entry.path("created").asLong();
        return seconds == 0 ? Optional.empty() : Optional.of(BigDecimal.valueOf(seconds));
    }

    /** A price in USD per million tokens. */
    private static Optional<BigDecimal> price(ObjectNode entry, String key) {
        String amount = entry.path("pricing").path(key).asText();
        return amount.equals(OpenRouterPricing.NOT_FIXED)
                ? Optional.empty()
                : Optional.of(new BigDecimal(amount).movePointRight(PER_MILLION));
    }
}
