package org.modeltree.offering;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Unit that a price has an amount for. Amounts of token units are per 1M tokens, all others per one. The names are those
 * of the catalog format and of usages in {@code /cost}.
 */
public enum PriceUnit {
    /** Tokens of the prompt. */
    INPUT("input", Quantity.TOKENS, null),
    /** Tokens of the answer. */
    OUTPUT("output", Quantity.TOKENS, null),
    /** Prompt tokens that are read from the cache. */
    CACHE_READ("cacheRead", Quantity.TOKENS, INPUT),
    /** Prompt tokens that are written to the cache for the provider's usual time, such as five minutes. */
    CACHE_WRITE("cacheWrite", Quantity.TOKENS, INPUT),
    /** Prompt tokens that are written to the cache for one hour. */
    CACHE_WRITE_ONE_HOUR("cacheWriteOneHour", Quantity.TOKENS, null),
    /** Tokens of the model's reasoning. */
    REASONING("reasoning", Quantity.TOKENS, OUTPUT),
    /** Audio tokens of the prompt. */
    AUDIO_INPUT("audioInput", Quantity.TOKENS, INPUT),
    /** Audio tokens of the answer. */
    AUDIO_OUTPUT("audioOutput", Quantity.TOKENS, OUTPUT),
    /** Audio tokens of the prompt that are read from the cache. */
    AUDIO_CACHE_READ("audioCacheRead", Quantity.TOKENS, AUDIO_INPUT),
    /** Audio tokens of the prompt that are written to the cache. */
    AUDIO_CACHE_WRITE("audioCacheWrite", Quantity.TOKENS, AUDIO_INPUT),
    /** Image tokens of the prompt. */
    IMAGE_INPUT("imageInput", Quantity.TOKENS, INPUT),
    /** Image tokens of the answer. */
    IMAGE_OUTPUT("imageOutput", Quantity.TOKENS, OUTPUT),
    /** Image tokens of the prompt that are read from the cache. */
    IMAGE_CACHE_READ("imageCacheRead", Quantity.TOKENS, IMAGE_INPUT),
    /** Video tokens of the prompt. */
    VIDEO_INPUT("videoInput", Quantity.TOKENS, INPUT),
    /** Video tokens of the answer. */
    VIDEO_OUTPUT("videoOutput", Quantity.TOKENS, OUTPUT),
    /** Tokens of the sources that an answer cites. */
    CITATION("citation", Quantity.TOKENS, null),
    /** Requests. */
    PER_REQUEST("perRequest", Quantity.REQUEST, null),
    /** Searches: of the web, or of documents that are ranked. */
    PER_SEARCH("perSearch", Quantity.SEARCH, null),
    /** Pages of documents that are read. */
    PER_PAGE("perPage", Quantity.PAGE, null),
    /** Pages of documents that are annotated. */
    PER_ANNOTATED_PAGE("perAnnotatedPage", Quantity.PAGE, null),
    /** Images of the prompt. */
    PER_INPUT_IMAGE("perInputImage", Quantity.IMAGE, null),
    /** Images that are generated. */
    PER_OUTPUT_IMAGE("perOutputImage", Quantity.IMAGE, null),
    /** Pixels of the image that is generated, as charged with the prompt. */
    PER_INPUT_PIXEL("perInputPixel", Quantity.PIXEL, null),
    /** Pixels of the image that is generated, as charged with the answer. */
    PER_OUTPUT_PIXEL("perOutputPixel", Quantity.PIXEL, null),
    /** Seconds of audio that are sent. */
    PER_INPUT_SECOND("perInputSecond", Quantity.SECOND, null),
    /** Seconds of audio that are generated. */
    PER_OUTPUT_SECOND("perOutputSecond", Quantity.SECOND, null),
    /** Seconds of video that are sent. */
    PER_INPUT_VIDEO_SECOND("perInputVideoSecond", Quantity.SECOND, null),
    /** Seconds of video that are generated. */
    PER_OUTPUT_VIDEO_SECOND("perOutputVideoSecond", Quantity.SECOND, null),
    /** Characters of the prompt. */
    PER_INPUT_CHARACTER("perInputCharacter", Quantity.CHARACTER, null),
    /** Characters of the answer. */
    PER_OUTPUT_CHARACTER("perOutputCharacter", Quantity.CHARACTER, null);

    private static final Map<String, PriceUnit> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(PriceUnit::key, Function.identity()));

    /** What an amount is charged for. */
    private enum Quantity {
        TOKENS("1m_tokens"),
        REQUEST("request"),
        SEARCH("search"),
        PAGE("page"),
        IMAGE("image"),
        PIXEL("pixel"),
        SECOND("second"),
        CHARACTER("character");

        private final String label;

        Quantity(String label) {
            this.label = label;
        }
    }

    private final String key;
    private final Quantity quantity;
    private final PriceUnit chargedAs;

    PriceUnit(String key, Quantity quantity, PriceUnit chargedAs) {
        this.key = key;
        this.quantity = quantity;
        this.chargedAs = chargedAs;
    }

    /** The unit with a name; empty if there is none. */
    public static Optional<PriceUnit> of(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    /** Name of the unit. */
    public String key() {
        return key;
    }

    /** Whether the amount is for tokens. */
    public boolean isOfTokens() {
        return quantity == Quantity.TOKENS;
    }

    /** Whether the amount is for tokens of the answer, its reasoning included. */
    public boolean isOfOutputTokens() {
        return this == OUTPUT || chargedAs == OUTPUT;
    }

    /** Decimal places by which the price of one unit is shifted to its amount: 6 for tokens, 0 for all others. */
    public int decimalShift() {
        return isOfTokens() ? 6 : 0;
    }

    /** Unit that these are charged as if a price has no amount for them; empty if they have no price then. */
    public Optional<PriceUnit> chargedAs() {
        return Optional.ofNullable(chargedAs);
    }

    /**
     * Unit of an amount, such as {@code usd_per_1m_tokens}.
     *
     * @param currency ISO 4217 code
     */
    public String in(String currency) {
        return currency.toLowerCase(Locale.ROOT) + "_per_" + quantity.label;
    }
}
