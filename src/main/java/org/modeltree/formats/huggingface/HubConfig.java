package org.modeltree.formats.huggingface;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.modeltree.formats.source.JsonEntry;

/** Configuration of a model ({@code config.json}): its context window, and whether its weights are quantized. */
final class HubConfig {

    private static final List<String> LENGTHS = List.of(
            "max_position_embeddings", "n_positions", "max_sequence_length", "max_seq_len", "n_ctx", "seq_length");

    /** Models whose first position follows that of the padding token, so that they have two positions more than tokens. */
    private static final Set<String> OFFSET = Set.of(
            "camembert",
            "longformer",
            "mpnet",
            "roberta",
            "roberta-prelayernorm",
            "xlm-roberta",
            "xlm-roberta-xl",
            "xmod");

    /** Beginning of the types of models whose positions are stated as they are after the scaling. */
    private static final String SCALED = "gemma3";

    /** Number formats in which publishers train and release models. */
    private static final Set<String> TRAINED_FORMATS = Set.of("fp8", "mxfp4");

    private static final BigDecimal MAX_FACTOR = BigDecimal.valueOf(10_000);

    private HubConfig() {}

    /** Whether the weights were quantized after the training, which publishers do not do with their own models. */
    static boolean isQuantized(Optional<JsonEntry> config) {
        return config.flatMap(entry -> entry.entry("quantization_config"))
                .filter(quantization -> quantization
                        .text("quant_method")
                        .filter(method -> !TRAINED_FORMATS.contains(method))
                        .isPresent())
                .isPresent();
    }

    /**
     * The context window in tokens. A model that sees or hears states it for its language model alone.
     *
     * @throws org.modeltree.formats.source.MalformedEntry if a value is no number of tokens
     */
    static OptionalLong contextTokens(Optional<JsonEntry> config) {
        if (config.isEmpty()) {
            return OptionalLong.empty();
        }
        JsonEntry whole = config.get();
        Optional<JsonEntry> language = whole.entry("text_config");
        OptionalLong tokens = ofOne(whole);
        OptionalLong ofLanguage = language.map(HubConfig::ofOne).orElse(OptionalLong.empty());
        language.ifPresent(JsonEntry::ignoreRest);
        return tokens.isPresent() ? tokens : ofLanguage;
    }

    private static OptionalLong ofOne(JsonEntry config) {
        OptionalLong stated = OptionalLong.empty();
        for (String key : LENGTHS) {
            OptionalLong tokens = config.tokens(key);
            stated = stated.isPresent() ? stated : tokens;
        }
        String type = config.text("model_type").orElse("");
        Optional<JsonEntry> scaling = scaling(config);
        if (stated.isEmpty()) {
            return stated;
        }
        long positions = OFFSET.contains(type) && stated.getAsLong() > 2 ? stated.getAsLong() - 2 : stated.getAsLong();
        OptionalLong scaled = OptionalLong.of(scaling.filter(entry -> !type.startsWith(SCALED))
                .map(entry -> scaled(positions, entry))
                .orElse(positions));
        scaling.ifPresent(JsonEntry::ignoreRest);
        return scaled;
    }

    /** How the rotary embedding is scaled. Newer configurations name it otherwise, some by kind of layer. */
    private static Optional<JsonEntry> scaling(JsonEntry config) {
        Optional<JsonEntry> newer = config.entry("rope_parameters");
        Optional<JsonEntry> ofLongLayers = newer.filter(entry -> entry.keys().contains("full_attention"))
                .flatMap(entry -> entry.entry("full_attention"));
        newer.filter(entry -> ofLongLayers.isPresent()).ifPresent(JsonEntry::ignoreRest);
        return config.entry("rope_scaling").or(() -> ofLongLayers).or(() -> newer);
    }

    /**
     * Positions with a scaled rotary embedding. Linear and dynamic scaling multiply the positions that the configuration
     * states, YaRN those of the training before; for all other methods the configuration states the result.
     */
    private static long scaled(long positions, JsonEntry scaling) {
        String method = scaling.text("rope_type").or(() -> scaling.text("type")).orElse("");
        scaling.node("type");
        OptionalLong trained = scaling.tokens("original_max_position_embeddings");
        BigDecimal factor = scaling.number("factor").orElse(BigDecimal.ONE);
        if (factor.compareTo(BigDecimal.ONE) <= 0 || factor.compareTo(MAX_FACTOR) > 0) {
            return positions;
        }
        return switch (method) {
            case "linear", "dynamic" -> trained.isPresent() ? positions : times(positions, factor);
            case "yarn" -> trained.isPresent() ? Math.max(positions, times(trained.getAsLong(), factor)) : positions;
            default -> positions;
        };
    }

    private static long times(long positions, BigDecimal factor) {
        return BigDecimal.valueOf(positions)
                .multiply(factor)
                .setScale(0, RoundingMode.DOWN)
                .longValue();
    }
}
