package org.modeltree.offering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.FaultForm;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.BoundedJson;
import org.modeltree.http.value.VisibleText;

/**
 * A usage whose cost is asked for.
 *
 * @param model id of the model, or any that certainly means it; null if the offering alone is given
 * @param provider id of the provider; null for any
 * @param offering the provider's id of the model; null for any
 * @param mode mode of use
 * @param at time of the request; null for now
 * @param contextTokens length of the prompt, by which a tier is chosen, in tokens
 * @param usage amount of each unit; a token belongs to one unit only
 */
public record CostRequest(
        String model,
        String provider,
        String offering,
        String mode,
        Instant at,
        long contextTokens,
        Map<PriceUnit, BigDecimal> usage) {

    private static final Set<String> KEYS =
            Set.of("model", "provider", "offering", "mode", "at", "contextTokens", "usage");
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,12})?");
    private static final Pattern MODE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");
    private static final BigDecimal MAX_TOKENS = BigDecimal.valueOf(1_000_000_000_000L);
    private static final int MAX_ID = 201;
    private static final int MIN_YEAR = 1900;
    private static final int MAX_YEAR = 9998;
    private static final String STANDARD = "standard";

    /** Units that count towards the length of the prompt. */
    private static final Set<PriceUnit> PROMPT = Set.of(
            PriceUnit.INPUT,
            PriceUnit.CACHE_READ,
            PriceUnit.CACHE_WRITE,
            PriceUnit.CACHE_WRITE_ONE_HOUR,
            PriceUnit.AUDIO_INPUT,
            PriceUnit.AUDIO_CACHE_READ,
            PriceUnit.AUDIO_CACHE_WRITE,
            PriceUnit.IMAGE_INPUT,
            PriceUnit.IMAGE_CACHE_READ,
            PriceUnit.VIDEO_INPUT);

    /** Reads a body and collects its faults. */
    private static final class Body {

        private static final ObjectMapper JSON = BoundedJson.strict();

        private final ObjectNode json;
        private final List<Problem.BodyFault> faults = new ArrayList<>();

        Body(byte[] bytes) {
            JsonNode node;
            try {
                node = JSON.readTree(bytes);
            } catch (BoundedJson.HugeExponentException huge) {
                throw invalid(huge.pointer(), BoundedJson.HugeExponentException.DETAIL);
            } catch (JsonProcessingException malformed) {
                throw new Problem.InvalidBody(List.of(new Problem.BodyFault(
                        "", "invalid JSON: " + BoundedJson.reason(malformed), List.of(), FaultForm.CLAUSE)));
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
            if (!(node instanceof ObjectNode object)) {
                throw invalid("", "must be a JSON object");
            }
            json = object;
            json.fieldNames().forEachRemaining(key -> {
                if (!KEYS.contains(key)) {
                    faults.add(DidYouMean.keyFault("/" + key.replace("~", "~0").replace("/", "~1"), key, KEYS));
                }
            });
        }

        private static Problem.InvalidBody invalid(String pointer, String detail) {
            return new Problem.InvalidBody(List.of(new Problem.BodyFault(pointer, detail)));
        }

        void fault(String pointer, String detail) {
            faults.add(new Problem.BodyFault(pointer, detail));
        }

        String text(String key, int maxLength) {
            JsonNode value = json.path(key);
            if (value.isMissingNode() || value.isNull()) {
                return null;
            }
            if (!value.isTextual()
                    || value.textValue().isBlank()
                    || value.textValue().length() > maxLength) {
                fault("/" + key, "must be a string of 1 to " + maxLength + " characters");
                return null;
            }
            VisibleText.faultOfLine(value.textValue()).ifPresent(reason -> fault("/" + key, reason));
            return value.textValue();
        }

        /** Exact, from a number or a decimal string; null after a fault. */
        BigDecimal amount(String pointer, JsonNode value) {
            String text = value.isNumber()
                    ? value.decimalValue().stripTrailingZeros().toPlainString()
                    : value.isTextual() ? value.textValue() : "";
            if (!AMOUNT.matcher(text).matches()) {
                fault(pointer, "must be a number of at least 0, with at most 15 digits and 12 decimals");
                return null;
            }
            return new BigDecimal(text);
        }
    }

    /**
     * Reads the body of a request.
     *
     * @throws Problem.InvalidBody naming everything that is wrong
     */
    public static CostRequest of(byte[] bytes) {
        Body body = new Body(bytes);
        String model = body.text("model", MAX_ID);
        String provider = body.text("provider", MAX_ID);
        String offering = body.text("offering", MAX_ID);
        if (model == null && (provider == null || offering == null) && body.faults.isEmpty()) {
            body.fault("/model", "is required, unless `provider` and `offering` are given");
        }
        if (offering != null && provider == null) {
            body.fault("/provider", "is required with `offering`");
        }
        String mode = body.text("mode", MAX_ID);
        if (mode != null && !MODE.matcher(mode).matches()) {
            body.fault("/mode", "must be a mode such as standard or batch");
        }
        Map<PriceUnit, BigDecimal> usage = usage(body);
        BigDecimal prompt = usage.entrySet().stream()
                .filter(amount -> PROMPT.contains(amount.getKey()))
                .map(Map.Entry::getValue)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (body.json.hasNonNull("contextTokens")) {
            prompt = body.amount("/contextTokens", body.json.get("contextTokens"));
        }
        Instant at = at(body);
        if (prompt != null && prompt.compareTo(MAX_TOKENS) > 0) {
            body.fault("/contextTokens", "must be at most " + MAX_TOKENS);
        }
        if (!body.faults.isEmpty()) {
            throw new Problem.InvalidBody(body.faults);
        }
        return new CostRequest(
                model, provider, offering, mode == null ? STANDARD : mode, at, prompt.longValue(), usage);
    }

    private static Map<PriceUnit, BigDecimal> usage(Body body) {
        Map<PriceUnit, BigDecimal> usage = new EnumMap<>(PriceUnit.class);
        JsonNode given = body.json.path("usage");
        if (!given.isObject() || given.isEmpty()) {
            body.fault("/usage", "must be an object with an amount for at least one unit, such as {\"input\": 1000}");
            return usage;
        }
        for (Map.Entry<String, JsonNode> amount : given.properties()) {
            String pointer = "/usage/" + amount.getKey().replace("~", "~0").replace("/", "~1");
            PriceUnit unit = PriceUnit.of(amount.getKey()).orElse(null);
            if (unit == null) {
                List<String> units =
                        Arrays.stream(PriceUnit.values()).map(PriceUnit::key).toList();
                List<String> similar = DidYouMean.similar(amount.getKey(), units);
                body.faults.add(new Problem.BodyFault(
                        pointer,
                        "unknown unit: " + Parameters.shown(amount.getKey()) + DidYouMean.question(similar)
                                + (similar.isEmpty() ? "; t" : " T") + "he units are " + String.join(", ", units),
                        similar,
                        FaultForm.CLAUSE));
                continue;
            }
            BigDecimal value = body.amount(pointer, amount.getValue());
            if (value != null) {
                usage.put(unit, value);
            }
        }
        return usage;
    }

    private static Instant at(Body body) {
        String text = body.text("at", MAX_ID);
        if (text == null) {
            return null;
        }
        try {
            OffsetDateTime at = OffsetDateTime.parse(text.length() == 10 ? text + "T00:00:00Z" : text);
            if (at.getYear() < MIN_YEAR || at.getYear() > MAX_YEAR) {
                body.fault("/at", "must be in the years " + MIN_YEAR + " to " + MAX_YEAR);
                return null;
            }
            return at.toInstant();
        } catch (DateTimeException noTime) {
            body.fault("/at", "must be a day or a time with its offset, such as 2026-03-04 or 2026-03-04T16:30:00Z");
            return null;
        }
    }
}
