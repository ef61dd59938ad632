package org.modeltree.formats.openrouter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.modeltree.catalog.query.Feature;
import org.modeltree.formats.source.BenchmarkNames;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.FeatureFlags;
import org.modeltree.formats.source.JsonEntry;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.MalformedEntry;
import org.modeltree.formats.source.Modalities;
import org.modeltree.formats.source.OfferingNames;
import org.modeltree.identity.OfferingDescriptor;
import org.modeltree.identity.VendorNames;

/** One entry of OpenRouter's list: an offering, and facts about its model. */
final class OpenRouterEntry {

    static final String PROVIDER = "openrouter";

    /** Providers that serve the model through OpenRouter. Our export says by an empty list that there is none. */
    static final String ENDPOINTS = "endpoints";

    private static final String SITE = "https://openrouter.ai/";
    private static final String WEIGHTS = "https://huggingface.co/";
    private static final int MAX_ID = 200;
    private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}/[a-z0-9][a-z0-9._-]{0,99}");
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*");
    private final JsonEntry entry;
    private final CatalogSink sink;
    private final String id;

    /**
     * Reads the id of an entry.
     *
     * @throws MalformedEntry if there is no usable id
     */
    OpenRouterEntry(JsonEntry entry, CatalogSink sink) {
        this.entry = entry;
        this.sink = sink;
        this.id = entry.text("id").orElseThrow(() -> entry.broken("id", "is required"));
        if (id.length() > MAX_ID) {
            throw entry.broken("id", "must have at most " + MAX_ID + " characters");
        }
    }

    String id() {
        return id;
    }

    /** Whether the entry is a moving alias for the latest model of a series. */
    boolean isAlias() {
        return id.startsWith("~");
    }

    /**
     * Reports the offering and the facts about its model.
     *
     * @param benchmarks ids of the benchmarks that are already defined; grows
     */
    void report(Set<String> benchmarks) {
        int colon = id.indexOf(':');
        String base = colon < 0 ? id : id.substring(0, colon);
        String variant = colon < 0 ? "" : id.substring(colon + 1);
        int slash = base.indexOf('/');
        String vendor = slash < 0 ? null : base.substring(0, slash);
        String name = entry.text("name").map(OfferingNames::ofModel).orElse("");

        ObjectNode offering =
                JsonSource.newRecord("offering").put("provider", PROVIDER).put("id", id);
        entry.entry("top_provider").ifPresent(limits -> {
            put(offering, "contextWindow", limits.tokens("context_length"));
            put(offering, "maxOutput", limits.tokens("max_completion_tokens"));
            limits.ignoreRest();
        });
        FeatureFlags features = features();
        features.putInto(offering);
        offering.put("source", SITE + id.replaceAll("\\s", ""));
        entry.date("expiration_date").ifPresent(date -> offering.put("retiredDate", date));
        OpenRouterPrices prices = new OpenRouterPrices(entry, sink);
        offering.set("prices", prices.read(variant.equals("free")));

        Optional<String> repository = repository();
        List<ObjectNode> about = new ArrayList<>();
        about.add(model(base, name, repository, variant.isEmpty() ? features.supported() : new FeatureFlags()));
        // Weights can be served with any limit, so a host's limit says nothing about an open model.
        OptionalLong context = repository.isPresent() ? OptionalLong.empty() : entry.tokens("context_length");
        entry.node("context_length");
        // OpenRouter publishes no models: its own ids forward prompts to other vendors' models.
        boolean router = PROVIDER.equals(vendor);
        if (context.isPresent() && variant.isEmpty() && !router) {
            if (benchmarks.add(BenchmarkNames.CONTEXT_WINDOW.id())) {
                sink.record(entry.at(), BenchmarkNames.CONTEXT_WINDOW.record());
            }
            about.add(JsonSource.newRecord("measurement")
                    .put("id", "context-window.openrouter")
                    .put("benchmark", BenchmarkNames.CONTEXT_WINDOW.id())
                    .put("raw", context.getAsLong())
                    .put("source", SITE + base.replaceAll("\\s", "")));
        }
        boolean isNotServed = entry.node(ENDPOINTS)
                .filter(list -> list.isArray() && list.isEmpty())
                .isPresent();
        entry.ignoreRest();
        if (isNotServed && proposed(base) != null) {
            about.forEach(record -> sink.record(
                    entry.at(),
                    record.put(record.path("type").asText().equals("model") ? "id" : "model", proposed(base))));
            return;
        }
        OfferingDescriptor descriptor =
                new OfferingDescriptor(PROVIDER, id, name.isEmpty() ? null : name, repository.orElse(null), vendor);
        sink.offering(entry.at(), offering, descriptor, router ? List.of() : about, router ? null : proposed(base));
    }

    private static void put(ObjectNode record, String fact, OptionalLong tokens) {
        tokens.ifPresent(known -> record.put(fact, known));
    }

    /** Hugging Face repository of the weights; null and an empty string mean that there is none. */
    private Optional<String> repository() {
        return entry.text("hugging_face_id").filter(repository -> {
            boolean usable = REPOSITORY.matcher(repository).matches();
            if (!usable) {
                entry.note("hugging_face_id", "is not a Hugging Face repository id, left out");
            }
            return usable;
        });
    }

    /** Features by the parameters that requests may have; without a list of these, none is known. */
    private FeatureFlags features() {
        List<String> parameters = entry.texts("supported_parameters");
        if (parameters.isEmpty()) {
            return new FeatureFlags();
        }
        return new FeatureFlags()
                .with(Feature.TOOLS, Optional.of(parameters.contains("tools")))
                .with(Feature.STRUCTURED_OUTPUT, Optional.of(parameters.contains("structured_outputs")))
                .with(
                        Feature.REASONING,
                        Optional.of(parameters.contains("reasoning") || parameters.contains("include_reasoning")))
                .with(Feature.TEMPERATURE, Optional.of(parameters.contains("temperature")));
    }

    private ObjectNode model(String base, String name, Optional<String> repository, FeatureFlags features) {
        ObjectNode model = JsonSource.newRecord("model");
        List<String> facts = new ArrayList<>();
        if (name.isEmpty()) {
            entry.note("name", "is missing; the id is used as the name");
            model.put("name", base.substring(base.indexOf('/') + 1));
        } else {
            model.put("name", name.length() > MAX_ID ? name.substring(0, MAX_ID) : name);
            facts.add("name");
        }
        entry.entry("architecture").ifPresent(architecture -> {
            ObjectNode modalities = model.putObject("modalities");
            Modalities.put(architecture, "input_modalities", modalities, "input");
            Modalities.put(architecture, "output_modalities", modalities, "output");
            architecture.ignoreRest();
            if (modalities.isEmpty()) {
                model.remove("modalities");
            } else {
                facts.add("modalities");
            }
        });
        entry.date("knowledge_cutoff").ifPresent(date -> {
            model.put("knowledgeCutoff", date);
            facts.add("knowledgeCutoff");
        });
        if (features.putInto(model)) {
            facts.add("supports");
        }
        repository.ifPresent(weights -> {
            model.putArray("webLinks").addObject().put("type", "weights").put("url", WEIGHTS + weights);
            facts.add("webLinks");
        });
        if (!facts.isEmpty()) {
            ObjectNode source = model.putArray("sources").addObject();
            ArrayNode sourced = source.putArray("facts");
            facts.forEach(sourced::add);
            source.put("source", SITE + base.replaceAll("\\s", ""));
        }
        return model;
    }

    private static String proposed(String base) {
        int slash = base.indexOf('/');
        if (slash < 0) {
            return null;
        }
        String folded = VendorNames.canonical(base.substring(0, slash))
                + base.substring(slash).toLowerCase(Locale.ROOT);
        return MODEL.matcher(folded).matches() ? folded : null;
    }
}
