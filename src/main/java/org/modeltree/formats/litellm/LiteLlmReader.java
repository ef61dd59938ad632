package org.modeltree.formats.litellm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.modeltree.catalog.query.Feature;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.FeatureFlags;
import org.modeltree.formats.source.MalformedCatalog;
import org.modeltree.http.value.BoundedJson;
import org.modeltree.identity.OfferingDescriptor;

/**
 * Reader of LiteLLM's map of prices and context windows: {@code {key: {litellm_provider, mode, max_input_tokens,
 * input_cost_per_token, …}}}. Each entry is one provider's offering of one model.
 */
@ApplicationScoped
class LiteLlmReader implements CatalogReader {

    static final String FORMAT = "litellm";

    private static final String SOURCE =
            "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json";
    private static final String EXAMPLE = "sample_spec";
    private static final int MAX_KEY = 200;
    private static final Pattern URL = Pattern.compile("https?://\\S{1,1980}");

    /** Keys that price all models of a size. */
    private static final Pattern SIZE_CLASS =
            Pattern.compile("(together-ai|fireworks-ai)-(default|((embedding-)?(up-to-)?[0-9.]+[bm]).*)");

    /** Price of a sandbox for code, which no model has. */
    private static final String TOOL_PRICE = "code_interpreter_cost_per_session";

    /** Keys of an entry that is about nothing else. */
    private static final Set<String> ONLY_TOOL = Set.of(TOOL_PRICE, "litellm_provider", "mode");

    private static final Set<String> READ = Set.of(
            TOOL_PRICE,
            "litellm_provider",
            "metadata",
            "mode",
            "max_tokens",
            "max_input_tokens",
            "max_output_tokens",
            "source",
            "deprecation_date",
            "supported_modalities",
            "supported_output_modalities",
            "supports_pdf_input",
            "supports_audio_input",
            "supports_audio_output",
            "supports_video_input",
            "supports_function_calling",
            "supports_response_schema",
            "supports_reasoning",
            "supports_vision",
            "supports_native_streaming");

    private static final Set<String> MODALITIES = Set.of("text", "image", "audio", "video", "pdf", "embedding");

    /** Flags of modalities that an entry may leave out of its list. */
    private static final Map<String, String> FLAGS_OF_INPUT = new TreeMap<>(Map.of(
            "supports_audio_input", "audio",
            "supports_pdf_input", "pdf",
            "supports_video_input", "video"));

    private static final Map<String, String> KINDS = Map.of(
            "embedding", "embedding",
            "rerank", "reranking",
            "image_generation", "image_generation",
            "image_edit", "image_generation",
            "video_generation", "video_generation",
            "moderation", "moderation",
            "audio_transcription", "speech",
            "audio_speech", "speech");

    private final JsonFactory json = JsonFactory.builder()
            // The library that writes these files also writes NaN; that rejects an entry, not the file.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNumberLength(100_000).build())
            .build();

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public void read(InputStream catalog, CatalogSink sink) throws IOException {
        try (JsonParser parser = json.createParser(catalog)) {
            if (parser.nextToken() == null) {
                throw new MalformedCatalog("The file is empty.");
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw malformed("must be a JSON object whose keys are models", parser.currentTokenLocation());
            }
            new Reading(sink).all(parser);
            if (parser.nextToken() != null) {
                throw malformed("continues after the end of its JSON object", parser.currentTokenLocation());
            }
        } catch (JsonProcessingException notJson) {
            throw malformed("is not valid JSON: " + BoundedJson.reason(notJson), notJson.getLocation());
        } catch (CharConversionException notText) {
            throw new MalformedCatalog("The file is not valid UTF-8. Save it as UTF-8.");
        }
    }

    private static MalformedCatalog malformed(String reason, JsonLocation location) {
        String where =
                location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
        return new MalformedCatalog("The file " + reason + where + ".");
    }

    /** State of reading one file: names, never whole entries. */
    private static final class Reading {

        private final CatalogSink sink;
        private final Set<String> keys = new HashSet<>();
        private final Set<String> providers = new HashSet<>();
        private final Set<String> offerings = new HashSet<>();
        private final Set<String> proposed = new HashSet<>();
        private final Set<String> benchmarks = new HashSet<>();
        private long recognized;

        Reading(CatalogSink sink) {
            this.sink = sink;
        }

        void all(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                String at = "/" + key.replace("~", "~0").replace("/", "~1");
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    parser.skipChildren();
                    sink.reject(at, "must be an object", key);
                } else if (key.equals(EXAMPLE)) {
                    parser.skipChildren();
                    sink.note(at, "is the example entry, left out", key);
                } else if (key.contains("*")) {
                    parser.skipChildren();
                    recognized++;
                    sink.note(at, "a key with an asterisk stands for several models, left out", key);
                } else {
                    LiteLlmEntry entry = LiteLlmEntry.read(
                            key, parser, name -> READ.contains(name) || LiteLlmPrices.reads(name), sink);
                    recognized += entry.has("litellm_provider") ? 1 : 0;
                    if (entry.names().isEmpty()) {
                        // Newer files also have rules of the library among the models.
                        sink.note(at, "has no key of a model, left out", key);
                        continue;
                    }
                    if (entry.has(TOOL_PRICE) && ONLY_TOOL.containsAll(entry.names())) {
                        sink.note(at, "is the price of a tool, left out", key);
                        continue;
                    }
                    try {
                        entry(at, entry);
                    } catch (LiteLlmEntry.InvalidEntry invalid) {
                        sink.reject(at, invalid.getMessage(), invalid.value());
                    }
                }
            }
            if (recognized == 0) {
                throw malformed(
                        "has no entry with a litellm_provider, so it is not a LiteLLM price map",
                        parser.currentTokenLocation());
            }
        }

        private void entry(String at, LiteLlmEntry entry) throws LiteLlmEntry.InvalidEntry {
            String key = entry.key();
            if (key.isBlank() || key.length() > MAX_KEY) {
                throw new LiteLlmEntry.InvalidEntry("the key must have 1 to 200 characters", key);
            }
            if (!keys.add(key)) {
                throw new LiteLlmEntry.InvalidEntry("the key appears twice; the first entry is kept", key);
            }
            entry.requireUniqueKeys();
            String route = entry.text("litellm_provider")
                    .orElseThrow(() -> new LiteLlmEntry.InvalidEntry("litellm_provider is required", ""));
            String provider = LiteLlmNames.provider(route)
                    .orElseThrow(() -> new LiteLlmEntry.InvalidEntry(
                            "litellm_provider must be a name of at most 100 characters", route));
            String mode = entry.text("mode").orElse("");
            if (SIZE_CLASS.matcher(key).matches()) {
                sink.note(at, "a price for all models of a size, left out", key);
                return;
            }
            ObjectNode offering = JsonNodeFactory.instance.objectNode();
            String id = LiteLlmNames.offering(key, provider);
            if (!offerings.add(provider + " " + id)) {
                sink.note(at, "is the same offering as another key, left out", key);
                return;
            }
            offering.put("type", "offering").put("provider", provider).put("id", id);
            limits(at, entry, offering);
            features(entry).putInto(offering);
            Optional<String> ours = entry.ourModel();
            if (ours.isEmpty() && entry.has("metadata")) {
                sink.ignored("*.metadata");
            }
            if (ours.isEmpty() || entry.has("source")) {
                offering.put("source", source(at, entry));
            }
            entry.date("deprecation_date").ifPresent(date -> offering.put("retiredDate", date));
            ArrayNode prices = LiteLlmPrices.of(entry, mode, (reason, value) -> sink.note(at, reason, value));
            if (!prices.isEmpty()) {
                offering.set("prices", prices);
            }
            // An entry that we wrote names its model, and says nothing new about it.
            LiteLlmNames.ParsedKey parsed = LiteLlmNames.of(key, route, provider);
            LiteLlmNames.ParsedKey named = ours.map(parsed::ofModel).orElse(parsed);
            List<ObjectNode> about = named.proposed() == null ? List.of() : about(at, entry, mode, named, offering);
            if (providers.add(provider)) {
                ObjectNode record = JsonNodeFactory.instance.objectNode();
                record.put("type", "provider").put("id", provider);
                sink.record(at, record.put("name", LiteLlmRoutes.providerName(provider, route)));
            }
            OfferingDescriptor descriptor =
                    new OfferingDescriptor(provider, id, named.name(), named.link(), named.vendor());
            sink.offering(at, offering, descriptor, about, named.proposed());
        }

        /**
         * {@code max_output_tokens} limits the answer. {@code max_input_tokens} limits the prompt if there is an output limit
         * beside it; alone it is the whole context window. {@code max_tokens} may mean either or both, so it is not stored,
         * but it may show that the prompt limit is not the whole window. An entry that we wrote states the window.
         */
        private void limits(String at, LiteLlmEntry entry, ObjectNode offering) throws LiteLlmEntry.InvalidEntry {
            Optional<Long> max = limit(at, entry, "max_tokens");
            Optional<Long> input = limit(at, entry, "max_input_tokens");
            Optional<Long> output = limit(at, entry, "max_output_tokens");
            if (entry.ourModel().isPresent()) {
                Optional<Long> window = entry.ourContextWindow();
                window.ifPresent(tokens -> offering.put("contextWindow", tokens));
                input.filter(tokens -> !window.equals(input)).ifPresent(tokens -> offering.put("maxInput", tokens));
                output.ifPresent(tokens -> offering.put("maxOutput", tokens));
                return;
            }
            boolean isWindow = output.isEmpty() && (max.isEmpty() || input.isEmpty() || max.get() <= input.get());
            input.ifPresent(tokens -> offering.put(isWindow ? "contextWindow" : "maxInput", tokens));
            output.ifPresent(tokens -> offering.put("maxOutput", tokens));
            if (max.isPresent() && input.isEmpty() && output.isEmpty()) {
                sink.note(at, "max_tokens alone may limit input, output or both; left out", String.valueOf(max.get()));
            }
        }

        private Optional<Long> limit(String at, LiteLlmEntry entry, String name) throws LiteLlmEntry.InvalidEntry {
            Optional<Long> tokens = entry.tokens(name);
            if (tokens.isPresent() && tokens.get() == 0) {
                sink.note(at, "0 means no limit; left out", name);
                return Optional.empty();
            }
            return tokens;
        }

        /** Features; an entry takes attachments if it takes images or documents. */
        private static FeatureFlags features(LiteLlmEntry entry) {
            Optional<Boolean> attachments =
                    entry.isTrue("supports_pdf_input") ? Optional.of(true) : entry.flag("supports_vision");
            return new FeatureFlags()
                    .with(Feature.TOOLS, entry.flag("supports_function_calling"))
                    .with(Feature.STRUCTURED_OUTPUT, entry.flag("supports_response_schema"))
                    .with(Feature.REASONING, entry.flag("supports_reasoning"))
                    .with(Feature.ATTACHMENTS, attachments)
                    .with(Feature.STREAMING, entry.flag("supports_native_streaming"));
        }

        private String source(String at, LiteLlmEntry entry) throws LiteLlmEntry.InvalidEntry {
            Optional<String> source = entry.text("source");
            if (source.isPresent() && !URL.matcher(source.get()).matches()) {
                sink.note(at, "the source is not a URL; LiteLLM is stored as the source", source.get());
                return SOURCE;
            }
            return source.orElse(SOURCE);
        }

        /** Facts about the model from its publisher's own entry; reported once per model. */
        private List<ObjectNode> about(
                String at, LiteLlmEntry entry, String mode, LiteLlmNames.ParsedKey named, ObjectNode offering)
                throws LiteLlmEntry.InvalidEntry {
            ObjectNode model = JsonNodeFactory.instance.objectNode();
            model.put("type", "model").put("name", named.name());
            List<String> facts = new ArrayList<>(List.of("name"));
            String kind = KINDS.get(mode);
            if (kind != null) {
                model.put("kind", kind);
                facts.add("kind");
            }
            ObjectNode modalities = modalities(at, entry);
            if (!modalities.isEmpty()) {
                model.set("modalities", modalities);
                facts.add("modalities");
            }
            if (features(entry).putInto(model)) {
                facts.add("supports");
            }
            ObjectNode source = model.putArray("sources").addObject();
            ArrayNode sourced = source.putArray("facts");
            facts.forEach(sourced::add);
            source.set("source", offering.get("source"));
            if (!proposed.add(named.proposed())) {
                return List.of();
            }
            List<ObjectNode> about = new ArrayList<>(List.of(model));
            measured(at, "context-window", "Context window", offering, "contextWindow", about);
            measured(at, "max-output", "Output limit", offering, "maxOutput", about);
            return about;
        }

        private void measured(
                String at, String benchmark, String label, ObjectNode offering, String limit, List<ObjectNode> about) {
            if (!offering.has(limit)) {
                return;
            }
            if (benchmarks.add(benchmark)) {
                ObjectNode record = JsonNodeFactory.instance.objectNode();
                record.put("type", "benchmark").put("id", benchmark);
                sink.record(at, record.put("label", label).put("unit", "tokens"));
            }
            ObjectNode measurement = JsonNodeFactory.instance.objectNode();
            measurement.put("type", "measurement").put("id", benchmark + ".litellm");
            measurement.put("benchmark", benchmark);
            measurement.set("raw", offering.get(limit));
            measurement.set("source", offering.get("source"));
            about.add(measurement);
        }

        /** Modalities, only if the entry lists them: single flags do not say which others there are. */
        private ObjectNode modalities(String at, LiteLlmEntry entry) throws LiteLlmEntry.InvalidEntry {
            ObjectNode modalities = JsonNodeFactory.instance.objectNode();
            Set<String> input = known(at, entry.texts("supported_modalities").orElse(List.of()));
            if (!input.isEmpty()) {
                FLAGS_OF_INPUT.forEach((flag, modality) -> {
                    if (entry.isTrue(flag)) {
                        input.add(modality);
                    }
                });
            }
            Set<String> output =
                    known(at, entry.texts("supported_output_modalities").orElse(List.of()));
            if (!output.isEmpty() && entry.isTrue("supports_audio_output")) {
                output.add("audio");
            }
            if (!input.isEmpty()) {
                input.forEach(modalities.putArray("input")::add);
            }
            if (!output.isEmpty()) {
                output.forEach(modalities.putArray("output")::add);
            }
            return modalities;
        }

        private Set<String> known(String at, List<String> given) {
            Set<String> known = new LinkedHashSet<>();
            for (String modality : given) {
                String folded = modality.strip().toLowerCase(Locale.ROOT);
                if (MODALITIES.contains(folded)) {
                    known.add(folded);
                } else {
                    sink.note(at, "unknown modality, left out", modality);
                }
            }
            return known;
        }
    }
}
