package org.modeltree.formats.huggingface;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.formats.source.CalendarDates;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.JsonEntry;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.MalformedEntry;

/** One model object of the Hub's API. */
final class HubEntry {

    private static final BigDecimal MAX_PARAMETERS = BigDecimal.valueOf(1_000_000_000_000_000L);
    private static final Pattern TIME = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})T\\d{2}:\\d{2}:\\d{2}.*");

    /** The Hub recorded no times before; all older repositories have this one. */
    private static final String FIRST_TIME = "2022-03-02T23:29:0";

    private static final Pattern WEIGHTS = Pattern.compile(
            ".*\\.(safetensors|gguf|ggml|bin|pt|pth|ckpt|h5|msgpack|onnx|nemo|npz|tflite|mlmodel|pdparams)");

    /** Types of tensors that hold several quantized parameters in one element. */
    private static final Set<String> PACKED = Set.of("I32", "U8", "U32", "I64");

    /** Share of packed elements, as a divisor, from which the number of elements is not that of parameters. */
    private static final BigDecimal PACKED_SHARE = BigDecimal.TEN;

    private final JsonEntry entry;
    private final CatalogSink sink;
    private final String idKey;
    private final String id;

    /**
     * Reads the id of an entry.
     *
     * @throws MalformedEntry if there is no usable id
     */
    HubEntry(JsonEntry entry, CatalogSink sink) {
        this.entry = entry;
        this.sink = sink;
        // Older files have only modelId.
        Optional<String> modern = entry.text("id");
        Optional<String> older = entry.text("modelId");
        this.idKey = modern.isPresent() ? "id" : "modelId";
        this.id = modern.or(() -> older).orElseThrow(() -> entry.broken("id", "is required"));
        if (!BaseModels.ID.matcher(id).matches()) {
            throw entry.broken(idKey, "must be an id such as organization/model");
        }
    }

    String id() {
        return id;
    }

    /** An exception that rejects the entry because of its id. */
    MalformedEntry broken(String reason) {
        return entry.broken(idKey, reason);
    }

    /**
     * Reads the rest.
     *
     * @return empty if the repository is not public
     * @throws MalformedEntry if a value is invalid
     */
    Optional<HubModel> read() {
        if (isHidden("private") || isHidden("disabled")) {
            return Optional.empty();
        }
        Optional<JsonEntry> card = entry.entry("cardData");
        Optional<JsonEntry> config = entry.entry("config");
        Optional<JsonEntry> safetensors = entry.entry("safetensors");
        Optional<JsonEntry> gguf = entry.entry("gguf");
        List<String> tags = new ArrayList<>(entry.texts("tags"));
        entry.entry("baseModels").ifPresent(hub -> tags.addAll(BaseModels.asTags(hub)));
        Set<String> files = files();
        boolean ggufOnly = holds("gguf", gguf, tags, files) && !holds("safetensors", safetensors, tags, files);
        String library = entry.text("library_name")
                .or(() -> card.flatMap(data -> data.text("library_name")))
                .orElse("");
        BaseModels bases = BaseModels.of(
                card, new BaseModels.Content(library, tags, files, ggufOnly, HubConfig.isQuantized(config)), sink);
        boolean converted = bases.isQuantized() || ggufOnly;

        ObjectNode record = JsonSource.newRecord("model").put("name", id.substring(id.indexOf('/') + 1));
        List<String> facts = new ArrayList<>();
        HubTask task = task(card, record, facts);
        released().ifPresent(day -> put(record, facts, "releaseDate", day));
        Optional<BigDecimal> parameters = parameters(safetensors, gguf, bases, converted);
        parameters.ifPresent(number -> {
            record.put("parameters", number.longValueExact());
            facts.add("parameters");
        });
        boolean weights = holds("safetensors", safetensors, tags, files)
                || holds("gguf", gguf, tags, files)
                || files.stream().anyMatch(file -> WEIGHTS.matcher(file).matches());
        if (weights) {
            record.put("openWeights", true);
            facts.add("openWeights");
        }
        HubLicences.of(card, tags).ifPresent(licence -> put(record, facts, "licence", licence));
        record.putArray("webLinks")
                .addObject()
                .put("type", weights ? "weights" : "model_card")
                .put("url", HubModel.page(id));
        facts.add("webLinks");
        record.putArray("aliases").add(id);
        Optional<String> changed = day("lastModified");
        ObjectNode source = record.putArray("sources").addObject();
        ArrayNode sourced = source.putArray("facts");
        facts.forEach(sourced::add);
        source.put("source", HubModel.page(id));
        changed.ifPresent(day -> source.put("date", day));
        OptionalLong context = context(config, task, bases.isAdapter() || converted);
        card.ifPresent(JsonEntry::ignoreRest);
        config.ifPresent(JsonEntry::ignoreRest);
        safetensors.ifPresent(JsonEntry::ignoreRest);
        gguf.ifPresent(JsonEntry::ignoreRest);
        entry.ignoreRest();
        String basesAt = card.filter(data -> data.node(BaseModels.BASE_MODEL).isPresent())
                .map(data -> data.at(BaseModels.BASE_MODEL))
                .orElse(entry.at("tags"));
        return Optional.of(
                new HubModel(entry.at(), entry.at(idKey), basesAt, id, record, context, bases.bases(), changed));
    }

    private static void put(ObjectNode record, List<String> facts, String fact, String value) {
        record.put(fact, value);
        facts.add(fact);
    }

    private boolean isHidden(String key) {
        boolean hidden = entry.flag(key).orElse(false);
        if (hidden) {
            sink.note(entry.at(key), "is a " + key + " repository, left out", id);
        }
        return hidden;
    }

    private Set<String> files() {
        Set<String> files = new LinkedHashSet<>();
        for (JsonEntry file : entry.objects("siblings")) {
            file.text("rfilename").ifPresent(files::add);
        }
        return files;
    }

    /** Whether the repository has weights in a file format: short lists of the API have only the Hub's tag for it. */
    private static boolean holds(String format, Optional<JsonEntry> counted, List<String> tags, Set<String> files) {
        return counted.filter(entry -> !entry.keys().isEmpty()).isPresent()
                || tags.contains(format)
                || files.stream().anyMatch(file -> file.endsWith("." + format));
    }

    private HubTask task(Optional<JsonEntry> card, ObjectNode record, List<String> facts) {
        HubTask task = HubTask.of(entry.text("pipeline_tag").or(() -> card.flatMap(data -> data.text("pipeline_tag"))));
        if (!task.kind().isEmpty()) {
            put(record, facts, "kind", task.kind());
        }
        if (!task.input().isEmpty() || !task.output().isEmpty()) {
            ObjectNode modalities = record.putObject("modalities");
            put(modalities, "input", task.input());
            put(modalities, "output", task.output());
            facts.add("modalities");
        }
        return task;
    }

    private static void put(ObjectNode modalities, String direction, List<String> words) {
        if (!words.isEmpty()) {
            ArrayNode list = modalities.putArray(direction);
            words.forEach(list::add);
        }
    }

    /** Day on which the repository was created; empty if it is older than the Hub's records. */
    private Optional<String> released() {
        Optional<String> created = entry.text("createdAt");
        if (created.filter(time -> time.startsWith(FIRST_TIME)).isPresent()) {
            entry.note("createdAt", "is the time of all repositories that are older; left out");
            return Optional.empty();
        }
        return day("createdAt");
    }

    private Optional<String> day(String key) {
        return entry.text(key).map(time -> {
            Matcher day = TIME.matcher(time);
            if (!day.matches() || !CalendarDates.isDate(day.group(1))) {
                throw entry.broken(key, "must be a time such as 2024-01-31T12:00:00.000Z");
            }
            return day.group(1);
        });
    }

    /** Number of parameters of the model, as far as the files count them. */
    private Optional<BigDecimal> parameters(
            Optional<JsonEntry> safetensors, Optional<JsonEntry> gguf, BaseModels bases, boolean converted) {
        Optional<BigDecimal> counted = safetensors.flatMap(HubEntry::elements);
        Optional<BigDecimal> inGguf = gguf.flatMap(entry -> whole(entry, "total"));
        if (bases.isAdapter()) {
            counted.or(() -> inGguf)
                    .ifPresent(number -> sink.note(
                            entry.at("safetensors"),
                            "counts the parameters of an adapter, not of a model; left out",
                            number.toPlainString()));
            return Optional.empty();
        }
        if (safetensors.isPresent() && (converted || isPacked(safetensors.get(), counted))) {
            counted.ifPresent(number -> sink.note(
                    safetensors.get().at(),
                    "counts elements of quantized weights, not parameters; left out",
                    number.toPlainString()));
            return inGguf;
        }
        return counted.or(() -> inGguf);
    }

    private static Optional<BigDecimal> elements(JsonEntry safetensors) {
        Optional<BigDecimal> total = whole(safetensors, "total");
        Optional<JsonEntry> types = safetensors.entry("parameters");
        return total.or(() -> types.map(entry -> entry.keys().stream()
                        .map(type -> whole(entry, type).orElse(BigDecimal.ZERO))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .filter(sum -> sum.signum() > 0));
    }

    private static boolean isPacked(JsonEntry safetensors, Optional<BigDecimal> counted) {
        BigDecimal packed = safetensors
                .entry("parameters")
                .map(types -> PACKED.stream()
                        .map(type -> whole(types, type).orElse(BigDecimal.ZERO))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .orElse(BigDecimal.ZERO);
        return counted.filter(all -> packed.multiply(PACKED_SHARE).compareTo(all) > 0)
                .isPresent();
    }

    private static Optional<BigDecimal> whole(JsonEntry entry, String key) {
        return entry.number(key).filter(number -> number.signum() != 0).map(number -> {
            if (number.signum() < 0
                    || number.compareTo(MAX_PARAMETERS) > 0
                    || number.stripTrailingZeros().scale() > 0) {
                throw entry.broken(key, "must be a whole number between 0 and 1e15");
            }
            return number.setScale(0);
        });
    }

    private OptionalLong context(Optional<JsonEntry> config, HubTask task, boolean ofBase) {
        OptionalLong tokens = HubConfig.contextTokens(config);
        if (tokens.isEmpty()) {
            return tokens;
        }
        String reason = ofBase
                ? "the context window of a conversion or an adapter is that of its base model; left out"
                : task.text() ? "" : "a model with this task has no context window; left out";
        if (reason.isEmpty()) {
            return tokens;
        }
        sink.note(entry.at("config"), reason, Long.toString(tokens.getAsLong()));
        return OptionalLong.empty();
    }
}
