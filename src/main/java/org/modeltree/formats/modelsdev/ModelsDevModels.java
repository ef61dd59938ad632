package org.modeltree.formats.modelsdev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
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

/** Reads the models of models.dev's {@code models.json}, with what was measured of them. */
final class ModelsDevModels {

    private static final String SOURCE = "https://models.dev";
    private static final Pattern ID =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}/[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern FAMILY = Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}");
    private static final Pattern URL = Pattern.compile("https?://\\S{1,1990}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,15})?");
    private static final int MAX_TEXT = 200;

    /** Says that nothing is known rather than a value that cannot be read. */
    private static final Set<String> PLACEHOLDERS = Set.of("", "-", "–", "—", "n/a", "na", "none", "null", "tbd", "?");

    /** Leaderboards run by others than those whose models are on them. */
    private static final Set<String> INDEPENDENT =
            Set.of("aider.chat", "artificialanalysis.ai", "labs.scale.com", "www.swebench.com", "openrouter.ai");

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

    private final CatalogSink said;
    private final Set<String> models = new HashSet<>();
    private final Set<String> benchmarks = new HashSet<>();

    ModelsDevModels(CatalogSink said) {
        this.said = said;
    }

    /** Says everything about one model, or that it is broken. */
    void model(String key, ObjectNode json) {
        JsonEntry entry = new JsonEntry(json, JsonEntry.step(key), "*", said);
        try {
            String spelled = entry.text("id").orElse(key);
            if (!ID.matcher(spelled).matches()) {
                throw new MalformedEntry(entry.at("id"), "must be an id such as vendor/model", spelled);
            }
            if (!spelled.equals(key)) {
                entry.note("id", "differs from the key it stands under; the id is taken");
            }
            int slash = spelled.indexOf('/');
            String vendor = VendorNames.canonical(spelled.substring(0, slash));
            String id = vendor + spelled.substring(slash);
            List<ObjectNode> lines = new ArrayList<>();
            ObjectNode line = JsonSource.line("model").put("id", id);
            facts(entry, spelled, line);
            if (!ModelsDevReader.folded(id).equals(ModelsDevReader.folded(spelled))) {
                line.putArray("aliases").add(spelled);
            }
            limits(entry, id, lines);
            if (!models.add(ModelsDevReader.folded(id))) {
                throw new MalformedEntry(entry.at(), "stands twice in the file; the first one is kept", spelled);
            }
            measurements(entry, id, lines);
            entry.ignoreRest();
            said.line(entry.at(), line);
            lines.forEach(measured -> said.line(entry.at(), measured));
        } catch (MalformedEntry broken) {
            broken.tell(said);
        }
    }

    private void facts(JsonEntry entry, String spelled, ObjectNode line) {
        List<String> facts = new ArrayList<>();
        Optional<String> name = entry.text("name").map(ModelsDevModels::shortened);
        line.put("name", name.orElseGet(() -> spelled.substring(spelled.indexOf('/') + 1)));
        if (name.isPresent()) {
            facts.add("name");
        } else {
            entry.note("name", "has no name and is called by its id");
        }
        Optional<String> family = family(entry);
        put(line, facts, "family", family);
        List<String> outputs = entry.entry("modalities")
                .map(modalities -> modalities(modalities, line, facts))
                .orElse(List.of());
        put(line, facts, "kind", kind(entry, family.orElse(""), outputs));
        put(line, facts, "releaseDate", entry.date("release_date"));
        put(line, facts, "knowledgeCutoff", entry.date("knowledge"));
        put(line, facts, "lifecycle", lifecycle(entry));
        put(line, facts, "licence", entry.text("license").map(ModelsDevModels::shortened));
        entry.flag("open_weights").ifPresent(open -> {
            line.put("openWeights", open);
            facts.add("openWeights");
        });
        links(entry, line, facts);
        if (!facts.isEmpty()) {
            ObjectNode source = line.putArray("sources").addObject();
            ArrayNode sourced = source.putArray("facts");
            facts.forEach(sourced::add);
            source.put("source", SOURCE);
            entry.date("last_updated").ifPresent(date -> source.put("date", date));
        }
    }

    private static void put(ObjectNode line, List<String> facts, String fact, Optional<String> value) {
        value.ifPresent(known -> {
            line.put(fact, known);
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
                        entry.note("family", "is no word and is left out");
                    }
                    return usable;
                });
    }

    private List<String> modalities(JsonEntry modalities, ObjectNode line, List<String> facts) {
        ObjectNode known = line.putObject("modalities");
        List<String> outputs = Modalities.put(modalities, "output", known, "output");
        Modalities.put(modalities, "input", known, "input");
        modalities.ignoreRest();
        if (known.isEmpty()) {
            line.remove("modalities");
        } else {
            facts.add("modalities");
        }
        return outputs;
    }

    /** What the model is for, only where the file leaves no doubt. */
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
                entry.note("status", "is a status that there is no word for here, and is left out");
                yield Optional.<String>empty();
            }
        });
    }

    private void links(JsonEntry entry, ObjectNode line, List<String> facts) {
        Map<String, String> links = new LinkedHashMap<>();
        for (JsonEntry weights : entry.entries("weights")) {
            url(weights, "url").ifPresent(url -> links.putIfAbsent(url, "weights"));
            weights.node("label");
            weights.ignoreRest();
        }
        for (JsonEntry link : entry.entries("links")) {
            String type =
                    link.text("type").orElse("other").toLowerCase(Locale.ROOT).replaceAll("[ -]+", "_");
            url(link, "url").ifPresent(url -> links.putIfAbsent(url, LINK_TYPES.getOrDefault(type, "other")));
            link.node("label");
            link.ignoreRest();
        }
        if (!links.isEmpty()) {
            ArrayNode known = line.putArray("links");
            links.forEach((url, type) -> known.addObject().put("type", type).put("url", url));
            facts.add("links");
        }
    }

    private static Optional<String> url(JsonEntry entry, String key) {
        return entry.text(key).filter(url -> {
            boolean usable = URL.matcher(url).matches();
            if (!usable) {
                entry.note(key, "is no link and is left out");
            }
            return usable;
        });
    }

    private void limits(JsonEntry entry, String id, List<ObjectNode> lines) {
        entry.entry("limit").ifPresent(limit -> {
            Optional<String> date = entry.date("last_updated");
            limit(limit.tokens("context"), id, BenchmarkNames.CONTEXT_WINDOW, date, lines);
            limit(limit.tokens("output"), id, BenchmarkNames.MAX_OUTPUT, date, lines);
            limit.ignoreRest();
        });
    }

    private void limit(
            OptionalLong tokens,
            String model,
            BenchmarkNames.Benchmark benchmark,
            Optional<String> date,
            List<ObjectNode> lines) {
        if (tokens.isPresent()) {
            known(benchmark, lines);
            ObjectNode line = JsonSource.line("measurement")
                    .put("id", benchmark.id() + ".models-dev")
                    .put("model", model)
                    .put("benchmark", benchmark.id())
                    .put("raw", tokens.getAsLong())
                    .put("source", SOURCE);
            date.ifPresent(day -> line.put("date", day));
            lines.add(line);
        }
    }

    private void known(BenchmarkNames.Benchmark benchmark, List<ObjectNode> lines) {
        if (benchmarks.add(benchmark.id())) {
            lines.add(benchmark.line());
        }
    }

    /** Each measurement is right or broken by itself; the same one said twice is one. */
    private void measurements(JsonEntry entry, String id, List<ObjectNode> lines) {
        Set<ObjectNode> there = new HashSet<>();
        for (JsonEntry measured : entry.entries("benchmarks")) {
            try {
                List<ObjectNode> own = new ArrayList<>();
                measurement(measured, id, own).ifPresent(line -> {
                    if (there.add(line)) {
                        lines.addAll(own);
                        lines.add(line);
                    } else {
                        said.note(
                                measured.at(),
                                "is the same measurement again",
                                line.get("raw").asText());
                    }
                });
                measured.ignoreRest();
            } catch (MalformedEntry broken) {
                broken.tell(said);
            }
        }
    }

    private Optional<ObjectNode> measurement(JsonEntry measured, String id, List<ObjectNode> benchmarkLine) {
        String name = measured.text("name").orElseThrow(() -> measured.broken("name", "must name a benchmark"));
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
        known(benchmark, benchmarkLine);
        ObjectNode line = JsonSource.line("measurement")
                .put("model", id)
                .put("benchmark", benchmark.id())
                .put("raw", score.get())
                .put("source", source);
        measured.date("date").ifPresent(date -> line.put("date", date));
        if (INDEPENDENT.contains(URI.create(host(source)).getHost())) {
            line.put("verified", true);
        }
        String harness = Stream.of(
                        measured.text("harness"),
                        measured.text("variant"),
                        measured.text("dataset")
                                .filter(dataset -> dataset.equalsIgnoreCase("public"))
                                .map(dataset -> "public dataset"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        if (!harness.isEmpty()) {
            line.put("harness", shortened(harness));
        }
        return Optional.of(line);
    }

    /** Only scheme and host, which a URI can be made of even where the rest has braces or blanks. */
    private static String host(String url) {
        int end = url.indexOf('/', url.indexOf("//") + 2);
        return end < 0 ? url : url.substring(0, end);
    }

    private Optional<BigDecimal> score(JsonEntry measured) {
        JsonNode score = measured.node("score").orElseThrow(() -> measured.broken("score", "must be given"));
        BigDecimal value;
        if (score.isTextual()) {
            String text = score.textValue().strip();
            if (PLACEHOLDERS.contains(text.toLowerCase(Locale.ROOT))) {
                measured.note("score", "says that there is no score");
                return Optional.empty();
            }
            String digits = text.replaceFirst("\\s*%$", "");
            if (!NUMBER.matcher(digits).matches()) {
                throw measured.broken("score", "is a text that is no number");
            }
            value = new BigDecimal(digits);
            measured.note("score", "is a text and is read as a number");
        } else if (score.isNumber()) {
            value = score.decimalValue();
        } else {
            throw measured.broken("score", "must be a number");
        }
        if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(1e15)) > 0) {
            throw measured.broken("score", "must be a number from 0 to 1e15");
        }
        if (value.signum() != 0 && value.doubleValue() == 0) {
            throw measured.broken("score", "is too near to zero");
        }
        return Optional.of(value);
    }
}
