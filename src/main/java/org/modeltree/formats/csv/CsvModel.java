package org.modeltree.formats.csv;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.modeltree.catalog.query.Feature;
import org.modeltree.catalog.query.Kind;
import org.modeltree.catalog.query.Lifecycle;
import org.modeltree.catalog.query.Modality;
import org.modeltree.formats.source.CsvCells;
import org.modeltree.http.problem.DidYouMean;

/** One row of our CSV table, converted to records. */
final class CsvModel {

    private static final Pattern FAMILY = Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}");
    private static final Pattern PARENT =
            Pattern.compile("([^\\s()]+)(?:\\s*\\(\\s*([a-z_]+)(?:[\\s,]+([a-z0-9][a-z0-9_-]{0,39}))?\\s*\\))?");
    private static final Pattern LINK = Pattern.compile("(?:([a-z_]+)\\s*:?\\s+)?(https?://\\S{1,1980})");
    private static final int MAX_TEXT = 200;
    private static final BigDecimal MAX_TOKENS = new BigDecimal("1e12");
    private static final BigDecimal MAX_QUANTITY = new BigDecimal("1e15");
    private static final Set<String> RELATIONS = Set.of(
            "successor",
            "fine_tune",
            "distillation",
            "merge",
            "quantization",
            "adapter",
            "continued_pretraining",
            "variant");
    private static final Set<String> LINK_TYPES = Set.of(
            "homepage", "announcement", "paper", "repository", "weights", "documentation", "model_card", "other");

    /**
     * Records of a row.
     *
     * @param vendor record of the vendor, if the row names it
     * @param known record of a model that the catalog has, if the row states facts about it without its name
     * @param others records of a model with its name, of measurements and of parents
     * @param notes what is stored differently than the row may mean, by reason, with the values
     */
    record RowRecords(
            Optional<ObjectNode> vendor,
            Optional<ObjectNode> known,
            List<ObjectNode> others,
            Map<String, String> notes) {}

    /** Source of measurements in a row without one. */
    private static final String TABLE = "CSV table";

    private final CsvRow row;
    private final KnownRows existing;
    private final Map<String, String> notes = new LinkedHashMap<>();

    /**
     * A row.
     *
     * @param existing what the catalog has under the id and the aliases of the row
     */
    CsvModel(CsvRow row, KnownRows existing) {
        this.row = row;
        this.existing = existing;
    }

    /** Converts the row to records. */
    RowRecords records() throws InvalidCell {
        String id = row.id();
        List<ObjectNode> others = new ArrayList<>();
        boolean named = row.isNamed();
        Optional<ObjectNode> model = model(id, named);
        model.filter(record -> named).ifPresent(others::add);
        measured(
                        id,
                        "context-window",
                        CsvColumn.CONTEXT_WINDOW,
                        CsvColumn.CONTEXT_WINDOW_SOURCE,
                        CsvColumn.CONTEXT_WINDOW_DATE)
                .ifPresent(others::add);
        measured(id, "max-output", CsvColumn.MAX_OUTPUT, CsvColumn.MAX_OUTPUT_SOURCE, CsvColumn.MAX_OUTPUT_DATE)
                .ifPresent(others::add);
        for (Map.Entry<String, Integer> column : row.benchmarks().entrySet()) {
            Optional<String> raw = row.cellAt(column.getValue());
            if (raw.isPresent()) {
                others.add(measurement(
                        id,
                        column.getKey(),
                        quantity(column.getKey(), raw.get()),
                        row.source(CsvColumn.SOURCE),
                        row.date(CsvColumn.DATE)));
            }
        }
        if (others.stream().anyMatch(record -> record.path("source").asText().equals(TABLE))) {
            notes.put("has no source, so its values name the table as their source", "");
        }
        for (String parent : row.cells(CsvColumn.PARENTS)) {
            others.add(edge(id, parent));
        }
        Optional<ObjectNode> vendor = row.text(CsvColumn.VENDOR)
                .map(name -> newRecord("vendor")
                        .put("id", id.substring(0, id.indexOf('/')).toLowerCase(Locale.ROOT))
                        .put("name", name));
        return new RowRecords(vendor, model.filter(record -> !named), others, notes);
    }

    /** The record of the model; empty if the row states nothing about one that the catalog has. */
    private Optional<ObjectNode> model(String id, boolean named) throws InvalidCell {
        ObjectNode record = newRecord("model").put("id", id);
        row.text(CsvColumn.NAME).ifPresent(name -> record.put("name", name));
        Optional<String> family = row.cell(CsvColumn.FAMILY).map(cell -> cell.toLowerCase(Locale.ROOT));
        if (family.isPresent() && !FAMILY.matcher(family.get()).matches()) {
            throw new InvalidCell(
                    CsvColumn.FAMILY, "must be a word of letters, digits, `.`, `_` and `-`", family.get());
        }
        family.ifPresent(value -> record.put("family", value));
        word(record, CsvColumn.KIND, Kind.values());
        word(record, CsvColumn.LIFECYCLE, Lifecycle.values());
        for (CsvColumn column : List.of(
                CsvColumn.RELEASE_DATE,
                CsvColumn.ANNOUNCED_DATE,
                CsvColumn.DEPRECATED_DATE,
                CsvColumn.RETIRED_DATE,
                CsvColumn.KNOWLEDGE_CUTOFF)) {
            row.date(column).ifPresent(date -> record.put(column.header(), date));
        }
        Optional<String> successor = row.cell(CsvColumn.SUCCESSOR);
        if (successor.isPresent() && !CsvRow.ID.matcher(successor.get()).matches()) {
            throw new InvalidCell(CsvColumn.SUCCESSOR, "must be an id such as vendor/slug", successor.get());
        }
        successor.ifPresent(value -> record.put("successor", value));
        row.wholeNumber(CsvColumn.PARAMETERS, MAX_QUANTITY).ifPresent(number -> record.put("parameters", number));
        row.flag(CsvColumn.OPEN_WEIGHTS).ifPresent(open -> record.put("openWeights", open));
        row.text(CsvColumn.LICENCE).ifPresent(licence -> record.put("licence", licence));
        modalities(record);
        features(record);
        links(record);
        List<String> facts = new ArrayList<>();
        record.fieldNames().forEachRemaining(facts::add);
        facts.removeAll(List.of("type", "id"));
        aliases(record);
        if (!named) {
            requireExisting(id);
            if (record.size() == 2) {
                return Optional.empty();
            }
            // Every record of a model has a name; this one does not rename it.
            record.put("name", id);
        }
        Optional<String> source = row.source(CsvColumn.SOURCE);
        Optional<String> date = row.date(CsvColumn.DATE);
        if (!facts.isEmpty()) {
            ObjectNode sourced = record.putArray("sources").addObject();
            ArrayNode sourcedFacts = sourced.putArray("facts");
            facts.forEach(sourcedFacts::add);
            source.ifPresent(value -> sourced.put("source", value));
            date.ifPresent(value -> sourced.put("date", value));
        }
        return Optional.of(record);
    }

    private void requireExisting(String id) throws InvalidCell {
        String similar = existing.similar().get(id);
        if (existing.model(id).isPresent() || id.equalsIgnoreCase(similar)) {
            return;
        }
        Optional<String> successor = existing.successorOfDeleted(id);
        if (successor.isPresent()) {
            throw new InvalidCell(
                    CsvColumn.ID,
                    "is that of a deleted model"
                            + (successor.get().isEmpty() ? "" : "; use its successor " + successor.get()),
                    id);
        }
        throw new InvalidCell(
                CsvColumn.NAME,
                "is required for a new model, and no model has the id " + id,
                similar == null ? List.of() : List.of(similar),
                "");
    }

    /** A new id with an alias of a known model means this model, so the two must be of one vendor. */
    private void requireSameVendor(String id, String alias) throws InvalidCell {
        Optional<String> model = existing.model(alias);
        if (model.isEmpty() || existing.model(id).isPresent()) {
            return;
        }
        if (!vendor(model.get()).equalsIgnoreCase(vendor(id))) {
            throw new InvalidCell(
                    CsvColumn.ALIASES,
                    "must not name the known model " + model.get() + " of another vendor; for facts about that model,"
                            + " write its id in the column id",
                    alias);
        }
        notes.put("has the alias of a known model, so it is stored as that model", id + " = " + model.get());
    }

    private static String vendor(String id) {
        return id.substring(0, id.indexOf('/'));
    }

    private void word(ObjectNode record, CsvColumn column, Enum<?>[] words) throws InvalidCell {
        Optional<String> cell = row.cell(column);
        if (cell.isPresent()) {
            record.put(column.header(), oneOf(column, cell.get(), words));
        }
    }

    private static String oneOf(CsvColumn column, String cell, Enum<?>[] words) throws InvalidCell {
        Set<String> known = Arrays.stream(words)
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        String word = cell.toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
        if (!known.contains(word)) {
            throw new InvalidCell(
                    column, "must be one of " + String.join(", ", known), DidYouMean.similar(cell, known), cell);
        }
        return word;
    }

    private void modalities(ObjectNode record) throws InvalidCell {
        ObjectNode modalities = JsonNodeFactory.instance.objectNode();
        modalities(modalities, "input", CsvColumn.INPUT_MODALITIES);
        modalities(modalities, "output", CsvColumn.OUTPUT_MODALITIES);
        if (!modalities.isEmpty()) {
            record.set("modalities", modalities);
        }
    }

    private void modalities(ObjectNode modalities, String direction, CsvColumn column) throws InvalidCell {
        Set<String> words = new LinkedHashSet<>();
        for (String cell : row.cells(column)) {
            words.add(oneOf(column, cell, Modality.values()));
        }
        if (!words.isEmpty()) {
            words.forEach(modalities.putArray(direction)::add);
        }
    }

    private void features(ObjectNode record) throws InvalidCell {
        ObjectNode flags = JsonNodeFactory.instance.objectNode();
        for (String cell : row.cells(CsvColumn.SUPPORTS)) {
            flags.put(feature(CsvColumn.SUPPORTS, cell), true);
        }
        for (String cell : row.cells(CsvColumn.LACKS)) {
            if (flags.path(feature(CsvColumn.LACKS, cell)).asBoolean()) {
                throw new InvalidCell(CsvColumn.LACKS, "must not name a feature that supports names", cell);
            }
            flags.put(feature(CsvColumn.LACKS, cell), false);
        }
        if (!flags.isEmpty()) {
            record.set("supports", flags);
        }
    }

    private static String feature(CsvColumn column, String cell) throws InvalidCell {
        String folded = CsvColumn.folded(cell);
        for (Feature feature : Feature.values()) {
            if (CsvColumn.folded(feature.key()).equals(folded)) {
                return feature.key();
            }
        }
        throw new InvalidCell(
                column, "must be one of " + String.join(", ", Feature.keys()), Feature.meantBy(cell), cell);
    }

    private void links(ObjectNode record) throws InvalidCell {
        List<String> cells = row.cells(CsvColumn.LINKS);
        if (cells.isEmpty()) {
            return;
        }
        ArrayNode links = record.putArray("webLinks");
        for (String cell : cells) {
            Matcher link = LINK.matcher(cell);
            if (!link.matches() || (link.group(1) != null && !LINK_TYPES.contains(link.group(1)))) {
                throw new InvalidCell(
                        CsvColumn.LINKS,
                        "must be URLs, each optionally after its type and a space",
                        link.matches() ? DidYouMean.similar(link.group(1), LINK_TYPES) : List.of(),
                        cell);
            }
            String type = link.group(1) == null ? "other" : link.group(1);
            links.addObject().put("type", type).put("url", link.group(2));
        }
    }

    private void aliases(ObjectNode record) throws InvalidCell {
        List<String> aliases = row.cells(CsvColumn.ALIASES);
        for (String alias : aliases) {
            if (alias.length() > MAX_TEXT) {
                throw new InvalidCell(CsvColumn.ALIASES, "must have at most 200 characters each", alias);
            }
            requireSameVendor(row.id(), alias);
        }
        if (!aliases.isEmpty()) {
            aliases.forEach(record.putArray("aliases")::add);
        }
    }

    private Optional<ObjectNode> measured(
            String id, String benchmark, CsvColumn value, CsvColumn ownSource, CsvColumn ownDate) throws InvalidCell {
        Optional<Long> tokens = row.wholeNumber(value, MAX_TOKENS);
        Optional<String> own = row.source(ownSource);
        Optional<String> source = own.isPresent() ? own : row.source(CsvColumn.SOURCE);
        // The row's date belongs to the row's source, so a value with its own source does not inherit it.
        Optional<String> date = row.cell(ownSource).isPresent()
                ? row.date(ownDate)
                : row.date(ownDate).or(() -> row.cell(CsvColumn.DATE));
        return tokens.map(BigDecimal::valueOf).map(raw -> measurement(id, benchmark, raw, source, date));
    }

    private static ObjectNode measurement(
            String id, String benchmark, BigDecimal raw, Optional<String> source, Optional<String> date) {
        ObjectNode record =
                newRecord("measurement").put("id", benchmark + ".csv").put("model", id);
        record.put("benchmark", benchmark).put("raw", raw).put("source", source.orElse(TABLE));
        date.ifPresent(day -> record.put("date", day));
        return record;
    }

    private static BigDecimal quantity(String benchmark, String cell) throws InvalidCell {
        return CsvCells.number(cell)
                .filter(raw -> raw.signum() >= 0 && raw.compareTo(MAX_QUANTITY) <= 0)
                .orElseThrow(() -> new InvalidCell(
                        benchmark,
                        "must be a number from 0 to " + MAX_QUANTITY.toPlainString() + " without a unit",
                        cell));
    }

    private ObjectNode edge(String id, String cell) throws InvalidCell {
        Matcher parent = PARENT.matcher(cell);
        if (!parent.matches() || !CsvRow.ID.matcher(parent.group(1)).matches()) {
            throw new InvalidCell(CsvColumn.PARENTS, "must be model ids such as vendor/slug (fine_tune sft)", cell);
        }
        String relation = parent.group(2) == null ? "fine_tune" : parent.group(2);
        if (!RELATIONS.contains(relation)) {
            throw new InvalidCell(
                    CsvColumn.PARENTS,
                    "the relation must be one of " + RELATIONS.stream().sorted().collect(Collectors.joining(", ")),
                    DidYouMean.similar(relation, RELATIONS),
                    cell);
        }
        if (parent.group(2) == null) {
            notes.putIfAbsent("names parents without a relation, which are stored as fine_tune", cell);
        }
        if (parent.group(1).equalsIgnoreCase(id)) {
            throw new InvalidCell(CsvColumn.PARENTS, "a model cannot be its own parent", cell);
        }
        ObjectNode record = newRecord("edge")
                .put("child", id)
                .put("parent", parent.group(1))
                .put("relation", relation);
        if (parent.group(3) != null) {
            record.put("method", parent.group(3));
        }
        row.source(CsvColumn.SOURCE).ifPresent(source -> record.put("source", source));
        row.date(CsvColumn.DATE).ifPresent(date -> record.put("date", date));
        return record;
    }

    private static ObjectNode newRecord(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
