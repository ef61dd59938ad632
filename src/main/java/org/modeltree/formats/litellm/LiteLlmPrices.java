package org.modeltree.formats.litellm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.formats.source.JsonEntry;
import org.modeltree.formats.source.PriceAmounts;
import org.modeltree.formats.source.PricePoints;
import org.modeltree.formats.source.PriceWindows;
import org.modeltree.offering.PriceUnit;

/**
 * Prices of one entry of LiteLLM's map, in USD. A key names the unit that is charged, then optionally a tier by prompt size
 * and a mode: {@code input_cost_per_token_above_128k_tokens_batches}.
 */
final class LiteLlmPrices {

    private static final String TIERED = "tiered_pricing";
    private static final String OFF_PEAK = "off_peak_pricing";
    private static final String SEARCHES = "search_context_cost_per_query";
    private static final String PER_SECOND = "_cost_per_second";
    private static final Pattern PRICE = Pattern.compile(".*(cost|pricing|price).*");
    private static final Pattern TIER = Pattern.compile("(.+)_above_(\\d{1,9})(k?)_tokens(.*)");
    private static final Pattern MODE = Pattern.compile("(.+)_(batches|batch_requests|batch|priority|flex|fast)");
    private static final Pattern FREE = Pattern.compile(".*[:-]free");
    private static final Map<String, String> MODES = Map.of("batches", "batch", "batch_requests", "batch");
    private static final List<String> MODE_ORDER = List.of(PricePoints.STANDARD, "batch", "flex", "priority", "fast");

    static final Map<String, PriceUnit> UNITS = Map.ofEntries(
            Map.entry("input_cost_per_token", PriceUnit.INPUT),
            Map.entry("output_cost_per_token", PriceUnit.OUTPUT),
            Map.entry("cache_read_input_token_cost", PriceUnit.CACHE_READ),
            Map.entry("input_cost_per_token_cache_hit", PriceUnit.CACHE_READ),
            Map.entry("cache_creation_input_token_cost", PriceUnit.CACHE_WRITE),
            Map.entry("cache_creation_input_token_cost_above_1hr", PriceUnit.CACHE_WRITE_ONE_HOUR),
            Map.entry("output_cost_per_reasoning_token", PriceUnit.REASONING),
            Map.entry("input_cost_per_audio_token", PriceUnit.AUDIO_INPUT),
            Map.entry("output_cost_per_audio_token", PriceUnit.AUDIO_OUTPUT),
            Map.entry("cache_read_input_audio_token_cost", PriceUnit.AUDIO_CACHE_READ),
            Map.entry("cache_creation_input_audio_token_cost", PriceUnit.AUDIO_CACHE_WRITE),
            Map.entry("input_cost_per_image_token", PriceUnit.IMAGE_INPUT),
            Map.entry("output_cost_per_image_token", PriceUnit.IMAGE_OUTPUT),
            Map.entry("cache_read_input_image_token_cost", PriceUnit.IMAGE_CACHE_READ),
            Map.entry("input_cost_per_video_token", PriceUnit.VIDEO_INPUT),
            Map.entry("output_cost_per_video_token", PriceUnit.VIDEO_OUTPUT),
            Map.entry("citation_cost_per_token", PriceUnit.CITATION),
            Map.entry("input_cost_per_request", PriceUnit.PER_REQUEST),
            Map.entry("input_cost_per_query", PriceUnit.PER_SEARCH),
            Map.entry("ocr_cost_per_page", PriceUnit.PER_PAGE),
            Map.entry("annotation_cost_per_page", PriceUnit.PER_ANNOTATED_PAGE),
            Map.entry("input_cost_per_image", PriceUnit.PER_INPUT_IMAGE),
            Map.entry("output_cost_per_image", PriceUnit.PER_OUTPUT_IMAGE),
            Map.entry("input_cost_per_pixel", PriceUnit.PER_INPUT_PIXEL),
            Map.entry("output_cost_per_pixel", PriceUnit.PER_OUTPUT_PIXEL),
            Map.entry("input_cost_per_second", PriceUnit.PER_INPUT_SECOND),
            Map.entry("output_cost_per_second", PriceUnit.PER_OUTPUT_SECOND),
            Map.entry("input_cost_per_audio_per_second", PriceUnit.PER_INPUT_SECOND),
            Map.entry("output_cost_per_audio_per_second", PriceUnit.PER_OUTPUT_SECOND),
            Map.entry("input_cost_per_video_per_second", PriceUnit.PER_INPUT_VIDEO_SECOND),
            Map.entry("output_cost_per_video_per_second", PriceUnit.PER_OUTPUT_VIDEO_SECOND),
            Map.entry("input_cost_per_character", PriceUnit.PER_INPUT_CHARACTER),
            Map.entry("output_cost_per_character", PriceUnit.PER_OUTPUT_CHARACTER));

    /** Modes of models whose seconds are those of audio; seconds of other models are computing time. */
    private static final Set<String> AUDIO = Set.of("audio_transcription", "audio_speech", "realtime");

    private static final String VIDEO = "video_generation";

    /** Meaning of a price key. */
    private record PriceKey(PriceUnit unit, String mode, long minContextTokens) {}

    /** Conditions under which a price applies. */
    private record Conditions(String mode, long minContextTokens) {

        boolean isBase() {
            return mode.equals(PricePoints.STANDARD) && minContextTokens == 0;
        }
    }

    private final Map<Conditions, PriceAmounts> amounts =
            new TreeMap<>(Comparator.<Conditions>comparingInt(c -> MODE_ORDER.indexOf(c.mode()))
                    .thenComparingLong(Conditions::minContextTokens));
    private final String purpose;
    private final BiConsumer<String, String> notes;

    private LiteLlmPrices(String purpose, BiConsumer<String, String> notes) {
        this.purpose = purpose;
        this.notes = notes;
    }

    /** Whether a key is a price, known or not. */
    static boolean reads(String key) {
        return PRICE.matcher(key).matches();
    }

    /**
     * The price points of an entry.
     *
     * @param purpose {@code mode} of the entry, such as {@code chat}
     * @param notes receives a reason and the value for each price that is stored differently, or left out
     */
    static ArrayNode of(LiteLlmEntry entry, String purpose, BiConsumer<String, String> notes)
            throws LiteLlmEntry.InvalidEntry {
        LiteLlmPrices prices = new LiteLlmPrices(purpose, notes);
        for (String name : entry.names()) {
            Optional<PriceKey> key = key(name);
            if (key.isPresent()) {
                prices.put(key.get(), name, entry.amount(name));
            } else if (name.equals(SEARCHES)) {
                prices.searches(entry.node(name));
            } else if (reads(name) && !name.equals(TIERED) && !name.equals(OFF_PEAK)) {
                notes.accept(JsonEntry.unknownPrice(name), text(entry.node(name)));
            }
        }
        for (ObjectNode tier : entry.objects(TIERED)) {
            prices.tier(tier);
        }
        return prices.points(entry);
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static Optional<PriceKey> key(String key) {
        String rest = key;
        String mode = PricePoints.STANDARD;
        long tokens = 0;
        Matcher tier = TIER.matcher(rest);
        if (tier.matches()) {
            tokens = Long.parseLong(tier.group(2)) * (tier.group(3).isEmpty() ? 1 : 1000);
            rest = tier.group(1) + tier.group(4);
        }
        Matcher inMode = MODE.matcher(rest);
        if (inMode.matches()) {
            mode = MODES.getOrDefault(inMode.group(2), inMode.group(2));
            rest = inMode.group(1);
        }
        PriceUnit unit = UNITS.get(rest);
        return unit == null ? Optional.empty() : Optional.of(new PriceKey(unit, mode, tokens));
    }

    private void put(PriceKey key, String name, BigDecimal usd) throws LiteLlmEntry.InvalidEntry {
        Optional<PriceUnit> unit = unit(key.unit(), name, usd);
        if (unit.isPresent()) {
            PriceAmounts of = amounts.computeIfAbsent(
                    new Conditions(key.mode(), key.minContextTokens()), conditions -> new PriceAmounts());
            put(of, unit.get(), name, usd);
        }
    }

    private void put(PriceAmounts of, PriceUnit unit, String name, BigDecimal usd) throws LiteLlmEntry.InvalidEntry {
        if (of.has(unit)) {
            return;
        }
        try {
            if (of.roundedPerOne(unit, usd)) {
                notes.accept("a price is rounded to 12 decimals in USD per 1M tokens", usd.toString());
            }
        } catch (IllegalArgumentException noPrice) {
            throw new LiteLlmEntry.InvalidEntry(name + " " + noPrice.getMessage(), usd.toString());
        }
    }

    /** The unit that a key means in this entry; empty if the price is left out. */
    private Optional<PriceUnit> unit(PriceUnit unit, String name, BigDecimal usd) {
        if (name.contains(PER_SECOND)) {
            if (purpose.equals(VIDEO)) {
                return Optional.of(
                        unit == PriceUnit.PER_INPUT_SECOND
                                ? PriceUnit.PER_INPUT_VIDEO_SECOND
                                : PriceUnit.PER_OUTPUT_VIDEO_SECOND);
            }
            if (!AUDIO.contains(purpose)) {
                notes.accept("a price per second of computing time is left out", name + " " + usd);
                return Optional.empty();
            }
        }
        if (unit == PriceUnit.PER_INPUT_IMAGE || unit == PriceUnit.PER_OUTPUT_IMAGE) {
            PriceUnit meant = PriceAmounts.imageUnit(unit, usd);
            if (meant != unit) {
                notes.accept(
                        "a price is too low for an image; it is stored as the price of image tokens", usd.toString());
            }
            return Optional.of(meant);
        }
        return Optional.of(unit);
    }

    /** The price of a search with much, some or little context; the middle one is the usual one. */
    private void searches(JsonNode bySize) throws LiteLlmEntry.InvalidEntry {
        JsonNode usual = bySize.path("search_context_size_medium");
        if (LiteLlmEntry.decimal(usual).isEmpty()) {
            notes.accept(JsonEntry.unknownPrice(SEARCHES), text(bySize));
            return;
        }
        BigDecimal usd = LiteLlmEntry.amount(SEARCHES, usual);
        put(new PriceKey(PriceUnit.PER_SEARCH, PricePoints.STANDARD, 0), SEARCHES, usd);
        for (JsonNode other : bySize) {
            boolean same = LiteLlmEntry.decimal(other)
                    .map(amount -> amount.compareTo(usd) == 0)
                    .orElse(false);
            if (!same) {
                notes.accept(
                        "searches have a price for each size of context; only that of the medium size is stored",
                        bySize.toString());
                return;
            }
        }
    }

    /** A tier by prompt size; {@code range} has its lower and upper bound in tokens. */
    private void tier(ObjectNode tier) throws LiteLlmEntry.InvalidEntry {
        JsonNode from = tier.path("range").path(0);
        Optional<BigDecimal> tokens = LiteLlmEntry.decimal(from)
                .filter(number ->
                        number.signum() >= 0 && number.stripTrailingZeros().scale() <= 0)
                .filter(number -> number.compareTo(BigDecimal.valueOf(1_000_000_000)) < 0);
        if (tokens.isEmpty()) {
            notes.accept("a tier without a lower bound in `range` is left out", tier.toString());
            return;
        }
        for (Map.Entry<String, JsonNode> field : tier.properties()) {
            Optional<PriceKey> key = key(field.getKey());
            if (key.isPresent() && !field.getValue().isNull()) {
                put(
                        new PriceKey(
                                key.get().unit(), key.get().mode(), tokens.get().longValueExact()),
                        field.getKey(),
                        LiteLlmEntry.amount(field.getKey(), field.getValue()));
            } else if (reads(field.getKey()) && !field.getValue().isNull()) {
                notes.accept(JsonEntry.unknownPrice(field.getKey()), text(field.getValue()));
            }
        }
    }

    /** Whether the id says that the offering is free, and the costs, which are 0 also where they are unknown, do not differ. */
    private boolean isFree(LiteLlmEntry entry) {
        PriceAmounts base = amounts.get(new Conditions(PricePoints.STANDARD, 0));
        return base != null
                && base.isZero()
                && base.has(PriceUnit.INPUT)
                && FREE.matcher(entry.key().toLowerCase(Locale.ROOT)).matches();
    }

    private ArrayNode points(LiteLlmEntry entry) throws LiteLlmEntry.InvalidEntry {
        ArrayNode prices = JsonNodeFactory.instance.arrayNode();
        PricePoints points = new PricePoints(prices, PricePoints.USD);
        Optional<String> stated = entry.ourPriceKind().or(() -> isFree(entry) ? Optional.of("free") : Optional.empty());
        stated.ifPresent(kind -> prices.addObject().put("kind", kind));
        amounts.forEach((conditions, of) -> {
            if (stated.isPresent() && conditions.isBase() && of.isZero()) {
                return;
            }
            if (of.isMetered()) {
                points.add(conditions.mode(), conditions.minContextTokens(), null, of);
            } else {
                notes.accept("a cost of 0 does not mean free; left out", of.toString());
                if (conditions.isBase()) {
                    prices.addObject().put("kind", "unknown");
                }
            }
        });
        if (entry.has(OFF_PEAK)) {
            offPeak(entry.node(OFF_PEAK), points);
        }
        return prices;
    }

    /** Prices at some times of the week, in place of the standard ones of every prompt size. */
    private void offPeak(JsonNode offPeak, PricePoints points) throws LiteLlmEntry.InvalidEntry {
        PriceAmounts stated = new PriceAmounts();
        for (Map.Entry<String, JsonNode> field : offPeak.properties()) {
            Optional<PriceUnit> unit = Optional.ofNullable(UNITS.get(field.getKey()));
            if (field.getValue().isNull()) {
                continue;
            }
            if (unit.isPresent()) {
                put(stated, unit.get(), field.getKey(), LiteLlmEntry.amount(field.getKey(), field.getValue()));
            } else if (reads(field.getKey())) {
                notes.accept(JsonEntry.unknownPrice(field.getKey()), text(field.getValue()));
            }
        }
        Optional<List<ObjectNode>> windows = windows(offPeak);
        if (stated.isEmpty() || windows.isEmpty() || windows.get().isEmpty()) {
            notes.accept("off-peak prices without readable times are left out", text(offPeak));
            return;
        }
        amounts.forEach((conditions, of) -> {
            if (conditions.mode().equals(PricePoints.STANDARD)) {
                PriceAmounts replaced = new PriceAmounts(of);
                replaced.addAll(stated);
                windows.get().forEach(window -> {
                    if (!replaced.isMetered()
                            || !points.add(PricePoints.STANDARD, conditions.minContextTokens(), window, replaced)) {
                        notes.accept(
                                "an off-peak price is free or overlaps another one; left out", replaced.toString());
                    }
                });
            }
        });
    }

    /** The windows of off-peak prices; empty if one cannot be read. */
    private static Optional<List<ObjectNode>> windows(JsonNode offPeak) {
        List<JsonNode> given = new ArrayList<>();
        if (offPeak.hasNonNull("hours_utc")) {
            given.add(offPeak);
        }
        offPeak.path("windows").forEach(given::add);
        List<ObjectNode> windows = new ArrayList<>();
        for (JsonNode rule : given) {
            List<String> days = new ArrayList<>();
            rule.path("weekdays").forEach(day -> days.add(day.asText()));
            String zone = rule.path("weekday_timezone")
                    .asText(offPeak.path("weekday_timezone").asText(PriceWindows.UTC));
            List<String> spans = new ArrayList<>();
            JsonNode hours = rule.path("hours_utc");
            if (hours.isTextual()) {
                spans.add(hours.textValue());
            }
            hours.forEach(span -> spans.add(span.asText()));
            // Hours in UTC with days of another zone are no window of ours.
            if (spans.isEmpty() || (!days.isEmpty() && !zone.equals(PriceWindows.UTC))) {
                return Optional.empty();
            }
            for (String span : spans) {
                Optional<ObjectNode> window = PriceWindows.ofSpan(span, PriceWindows.UTC, days);
                if (window.isEmpty()) {
                    return Optional.empty();
                }
                windows.add(window.get());
            }
        }
        return Optional.of(windows);
    }
}
