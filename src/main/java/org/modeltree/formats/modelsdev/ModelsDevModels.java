package org.modeltree.formats.modelsdev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.formats.source.BenchmarkNames;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.JsonEntry;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.MalformedEntry;
import org.modeltree.formats.source.Modalities;
import org.modeltree.identity.VendorNames;

/** Reader of the models in models.dev's {@code models.json}, with their measurements. */
final class ModelsDevModels {

    private static final String SOURCE = "https://models.dev";
    private static final Pattern ID =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}/[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern FAMILY = Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}");
    private static final Pattern URL = Pattern.compile("https?://\\S{1,1990}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,15})?");
    private static final int MAX_TEXT = 200;

    /** Strings that mean "unknown" where a score is expected. */
    private static final Set<String> PLACEHOLDERS = Set.of("", "-", "–", "—", "n/a", "na", "none", "null", "tbd", "?");

    /** Hosts of leaderboards that are independent of the vendors they rank. */
    private static final Set<String> INDEPENDENT =
            Set.of("aider.chat", "artificialanalysis.ai", "labs.scale.com", "www.swebench.com", "openrouter.ai");

    private static final String OTHER = "other";

    private static final Map<String, String> LINK_TYPES = Map.ofEntries(
            Map.entry("homepage", "homepage"),
            Map.entry("website", "homepage"),
            Map.entry("announcement", "announcement"),
            Map.entry("blog", "announcement"),
            Map.entry("paper", "paper"),
            Map.entry("repository", "repository"),
            Map.entry("github", "repository"),
            Map.entry("code", "repository"),
            Map.entry("weights", "weights"),
            Map.entry("documentation", "documentation"),
            Map.entry("docs", "documentation"),
            Map.entry("model_card", "model_card"));

    private final CatalogSink sink;
    private final Set<String> models = new HashSet<>();
    private final Set<String> benchmarks = new HashSet<>();

    ModelsDevModels(CatalogSink sink) {
        this.sink = sink;
    }

    /** Reads one model, or reports it as rejected. */
    void model(String key, ObjectNode json) {
        JsonEntry entry = new JsonEntry(json, JsonEntry.step(key), "*", sink);
        try {
            String spelled = entry.text("id").orElse(key);
            if (!ID.matcher(spelled).matches()) {
                throw new MalformedEntry(entry.at("id"), "must be an id such as vendor/model", spelled);
            }
            if (!spelled.equals(key)) {
                entry.note("id", "differs from its key in the file; the id is used");
            }
            int slash = spelled.indexOf('/');
            String vendor = VendorNames.canonical(spelled.substring(0, slash));
            String id = vendor + spelled.substring(slash);
            List<ObjectNode> records = new ArrayList<>();
            ObjectNode record = JsonSource.newRecord("model").put("id", id);
            facts(entry, spelled, record);
            if (!ModelsDevReader.folded(id).equals(ModelsDevReader.folded(spelled))) {
                record.putArray("aliases").add(spelled);
            }
            limits(entry, id, records);
            if (!models.add(ModelsDevReader.folded(id))) {
                throw new MalformedEntry(entry.at(), "appears twice in the file; the first entry is kept", spelled);
            }
            measurements(entry, id, records);
            entry.ignoreRest();
            sink.record(entry.at(), record);
            records.forEach(measured -> sink.record(entry.at(), measured));
        } catch (MalformedEntry broken) {
            broken.reportTo(sink);
        }
    }

    private void facts(JsonEntry entry, String spelled, ObjectNode record) {
        List<String> facts = new ArrayList<>();
        Optional<String> name = entry.text("name").map(ModelsDevModels::shortened);
        record.put("name", name.orElseGet(() -> spelled.substring(spelled.indexOf('/') + 1)));
        if (name.isPresent()) {
            facts.add("name");
        } else {
            entry.note("name", "is missing; the id is used as the name");
        }
        Optional<String> family = family(entry);
        put(record, facts, "family", family);
        List<String> outputs = entry.entry("modalities")
                .map(modalities -> modalities(modalities, record, facts))
                .orElse(List.of());
        put(record, facts, "kind", kind(entry, family.orElse(""), outputs));
        put(record, facts, "releaseDate", entry.date("release_date"));
        put(record, facts, "knowledgeCutoff", entry.date("knowledge"));
        put(record, facts, "lifecycle", lifecycle(entry));
        put(record, facts, "licence", entry.text("license").map(ModelsDevModels::shortened));
        entry.flag("open_weights").ifPresent(open -> {
            record.put("openWeights", open);
            facts.add("openWeights");
        });
        if (ModelsDevReader.features(entry).putInto(record)) {
            facts.add("supports");
        }
        links(entry, record, facts);
        if (!facts.isEmpty()) {
            ObjectNode source = record.putArray("sources").addObject();
            ArrayNode sourced = source.putArray("facts");
            facts.forEach(sourced::add);
            source.put("source", SOURCE);
            entry.date("last_updated").ifPresent(date -> source.put("date", date));
        }
    }

    private static void put(ObjectNode record, List<String> facts, String fact, Optional<String> value) {
        value.ifPresent(known -> {
            record.put(fact, known);
            facts.add(fact);
        });
    }

    private static String shortened(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    private static Optional<String> family(JsonEntry entry) {
        return entry.text("family")
                .map(family -> family.toLowerCase(Locale.ROOT).replaceAll("\\s+", "-"))
                .filter(family -> {
                    boolean usable = FAMILY.matcher(family).matches();
                    if (!usable) {
                        entry.note("family", "must be a word of letters, digits, `.`, `_` and `-`; left out");
                    }
                    return usable;
                });
    }

    private List<String> modalities(JsonEntry modalities, ObjectNode record, List<String> facts) {
        ObjectNode known = record.putObject("modalities");
        List<String> outputs = Modalities.put(modalities, "output", known, "output");
        Modalities.put(modalities, "input", known, "input");
        modalities.ignoreRest();
        if (known.isEmpty()) {
            record.remove("modalities");
        } else {
            facts.add("modalities");
        }
        return outputs;
    }

    /** Kind of the model, if the file leaves no doubt. */
    private static Optional<String> kind(JsonEntry entry, String family, List<String> outputs) {
        boolean reasons = entry.flag("reasoning").orElse(false);
        if (family.matches("(.*-)?embed(ding)?s?(-.*)?") || outputs.equals(List.of("embedding"))) {
            return Optional.of("embedding");
        }
        if (family.matches("(.*-)?rerank(er)?(-.*)?")) {
            return Optional.of("reranking");
        }
        if (outputs.equals(List.of("image"))) {
            return Optional.of("image_generation");
        }
        if (outputs.equals(List.of("video"))) {
            return Optional.of("video_generation");
        }
        if (outputs.equals(List.of("audio"))) {
            return Optional.of("speech");
        }
        String words = (family + "-" + entry.text("id").orElse("")).toLowerCase(Locale.ROOT);
        boolean forSomethingElse = words.matches(".*(cod(e|er|ex|estral)|devstral|guard|safety|moderation|build).*");
        return reasons && outputs.equals(List.of("text")) && !forSomethingElse
                ? Optional.of("reasoning")
                : Optional.empty();
    }

    private static Optional<String> lifecycle(JsonEntry entry) {
        return entry.text("status").flatMap(status -> switch (status.toLowerCase(Locale.ROOT)) {
            case "deprecated" -> Optional.of("deprecated");
            case "retired" -> Optional.of("retired");
            default -> {
                entry.note("status", "unknown status, left out");
                yield Optional.<String>empty();
            }
        });
    }

    private void links(JsonEntry entry, ObjectNode record, List<String> facts) {
        Map<String, String> links = new LinkedHashMap<>();
        for (JsonEntry weights : entry.entries("weights")) {
            url(weights, "url").ifPresent(url -> links.putIfAbsent(url, "weights"));
            weights.node("label");
            weights.ignoreRest();
        }
        for (JsonEntry link : entry.entries("links")) {
            Optional<String> label = link.text("label");
            // The format has few types; the label may be one of the others.
            String type = link.text("type")
                    .filter(named -> !named.equalsIgnoreCase(OTHER))
                    .or(() -> label)
                    .orElse(OTHER)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[ -]+", "_");
            url(link, "url").ifPresent(url -> links.putIfAbsent(url, LINK_TYPES.getOrDefault(type, OTHER)));
            link.ignoreRest();
        }
        if (!links.isEmpty()) {
            ArrayNode known = record.putArray("webLinks");
            links.forEach((url, type) -> known.addObject().put("type", type).put("url", url));
            facts.add("webLinks");
        }
    }

    private static Optional<String> url(JsonEntry entry, String key) {
        return entry.text(key).filter(url -> {
            boolean usable = URL.matcher(url).matches();
            if (!usable) {
                entry.note(key, "is not an http or https URL, left out");
            }
            return usable;
        });
    }

    private void limits(JsonEntry entry, String id, List<ObjectNode> records) {
        entry.entry("limit").ifPresent(limit -> {
            Optional<String> date = entry.date("last_updated");
            limit(limit.tokens("context"), id, BenchmarkNames.CONTEXT_WINDOW, date, records);
            limit(limit.tokens("output"), id, BenchmarkNames.MAX_OUTPUT, date, records);
            limit.ignoreRest();
        });
    }

    private void limit(
            OptionalLong tokens,
            String model,
            BenchmarkNames.Benchmark benchmark,
            Optional<String> date,
            List<ObjectNode> records) {
        if (tokens.isPresent()) {
            known(benchmark, records);
            ObjectNode record = JsonSource.newRecord("measurement")
                    .put("id", benchmark.id() + ".models-dev")
                    .put("model", model)
                    .put("benchmark", benchmark.id())
                    .put("raw", tokens.getAsLong())
                    .put("source", SOURCE);
            date.ifPresent(day -> record.put("date", day));
            records.add(record);
        }
    }

    private void known(BenchmarkNames.Benchmark benchmark, List<ObjectNode> records) {
        if (benchmarks.add(benchmark.id())) {
            records.add(benchmark.record());
        }
    }

    /** Reads the measurements; an invalid one is rejected alone, and of those that differ only by their score, the first counts. */
    private void measurements(JsonEntry entry, String id, List<ObjectNode> records) {
        Map<ObjectNode, JsonNode> scores = new HashMap<>();
        for (JsonEntry measured : entry.entries("benchmarks")) {
            try {
                List<ObjectNode> own = new ArrayList<>();
                measurement(measured, id, own).ifPresent(record -> {
                    JsonNode score = record.get("raw");
                    JsonNode first = scores.putIfAbsent(record.deepCopy().without("raw"), score);
                    if (first == null) {
                        records.addAll(own);
                        records.add(record);
                    } else {
                        sink.note(
                                measured.at(),
                                first.equals(score)
                                        ? "duplicates another measurement of the model"
                                        : "differs from another measurement of the model only by its score; the first one counts",
                                score.asText());
                    }
                });
                measured.ignoreRest();
            } catch (MalformedEntry broken) {
                broken.reportTo(sink);
            }
        }
    }

    private Optional<ObjectNode> measurement(JsonEntry measured, String id, List<ObjectNode> benchmarkRecord) {
        String name = measured.text("name").orElseThrow(() -> measured.broken("name", "must name the benchmark"));
        BenchmarkNames.Benchmark benchmark;
        try {
            benchmark = BenchmarkNames.of(
                    shortened(name),
                    measured.text("version").map(ModelsDevModels::shortened).orElse(""),
                    measured.text("dataset").map(ModelsDevModels::shortened).orElse(""),
                    measured.text("metric").map(ModelsDevModels::shortened).orElse(""));
        } catch (IllegalArgumentException nameless) {
            throw measured.broken("name", nameless.getMessage());
        }
        Optional<BigDecimal> score = score(measured);
        if (score.isEmpty()) {
            return Optional.empty();
        }
        String source = url(measured, "source").orElse(SOURCE);
        known(benchmark, benchmarkRecord);
        ObjectNode record = JsonSource.newRecord("measurement")
                .put("model", id)
                .put("benchmark", benchmark.id())
                .put("raw", score.get())
                .put("source", source);
        measured.date("date").ifPresent(date -> record.put("date", date));
        if (INDEPENDENT.contains(URI.create(host(source)).getHost())) {
            record.put("verified", true);
        }
        Optional<String> variant = measured.text("variant");
        Optional<ObjectNode> settings = variant.flatMap(ModelsDevVariant::settings);
        settings.ifPresent(stated -> record.set("settings", stated));
        String harness = Stream.of(
                        measured.text("harness"),
                        settings.isPresent() ? Optional.<String>empty() : variant,
                        measured.text("dataset")
                                .filter(dataset -> dataset.equalsIgnoreCase("public"))
                                .map(dataset -> "public dataset"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        if (!harness.isEmpty()) {
            record.put("harness", shortened(harness));
        }
        return Optional.of(record);
    }

    /** Scheme and host only: they parse as a URI even if the rest has braces or spaces. */
    private static String host(String url) {
        int end = url.indexOf('/', url.indexOf("//") + 2);
        return end < 0 ? url : url.substring(0, end);
    }

    private Optional<BigDecimal> score(JsonEntry measured) {
        JsonNode score = measured.node("score").orElseThrow(() -> measured.broken("score", "is required"));
        BigDecimal value;
        if (score.isTextual()) {
            String text = score.textValue().strip();
            if (PLACEHOLDERS.contains(text.toLowerCase(Locale.ROOT))) {
                measured.note("score", "is a placeholder for an unknown score, left out");
                return Optional.empty();
            }
            String digits = text.replaceFirst("\\s*%$", "");
            if (!NUMBER.matcher(digits).matches()) {
                throw measured.broken("score", "must be a number");
            }
            value = new BigDecimal(digits);
            measured.note("score", "is a string; read as a number");
        } else if (score.isNumber()) {
            value = score.decimalValue();
        } else {
            throw measured.broken("score", "must be a number");
        }
        if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(1e15)) > 0) {
            throw measured.broken("score", "must be between 0 and 1e15");
        }
        if (value.signum() != 0 && value.doubleValue() == 0) {
            throw measured.broken("score", "is too close to zero to be stored");
        }
        return Optional.of(value);
    }
}
