package org.modeltree.formats.csv;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.modeltree.formats.source.CalendarDates;
import org.modeltree.formats.source.CsvCells;
import org.modeltree.formats.source.CsvRows;
import org.modeltree.http.value.VisibleText;

/** One row of our CSV table, converted to records. */
final class CsvModel {

    private static final Pattern ID =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}/[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern FAMILY = Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}");
    private static final Pattern PARENT =
            Pattern.compile("([^\\s()]+)(?:\\s*\\(\\s*([a-z_]+)(?:[\\s,]+([a-z0-9][a-z0-9_-]{0,39}))?\\s*\\))?");
    private static final Pattern LINK = Pattern.compile("(?:([a-z_]+)\\s*:?\\s+)?(https?://\\S{1,1980})");
    private static final int MAX_TEXT = 200;
    private static final int MAX_SOURCE = 2000;
    private static final BigDecimal MAX_TOKENS = new BigDecimal("1e12");
    private static final BigDecimal MAX_QUANTITY = new BigDecimal("1e15");
    private static final Set<String> YES = Set.of("true", "yes", "y", "1");
    private static final Set<String> NO = Set.of("false", "no", "n", "0");
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
     * @param others records of the model, its measurements and its parents
     * @param sourceless whether a measurement has no source but the table itself
     */
    record RowRecords(Optional<ObjectNode> vendor, List<ObjectNode> others, boolean sourceless) {}

    /** Source of measurements in a row without one. */
    private static final String TABLE = "CSV table";

    private final CsvRows.Row row;
    private final CsvColumns columns;

    CsvModel(CsvRows.Row row, CsvColumns columns) {
        this.row = row;
        this.columns = columns;
    }

    CsvRows.Row row() {
        return row;
    }

    private Optional<String> cell(CsvColumn column) {
        return cellAt(columns.known().get(column));
    }

    private Optional<String> cellAt(Integer index) {
        return index == null
                ? Optional.empty()
                : Optional.of(CsvCells.unguarded(row.cells().get(index)).strip())
                        .filter(cell -> !cell.isEmpty());
    }

    private List<String> cells(CsvColumn column) {
        return cell(column).map(CsvCells::values).orElse(List.of());
    }

    /** The model's id. */
    String id() throws InvalidCell {
        String id = cell(CsvColumn.ID).orElse("");
        if (!ID.matcher(id).matches()) {
            throw new InvalidCell(CsvColumn.ID, "must be an id such as vendor/slug", id);
        }
        return id;
    }

    /** Converts the row to records. */
    RowRecords records() throws InvalidCell {
        String id = id();
        List<ObjectNode> others = new ArrayList<>();
        model(id).ifPresent(others::add);
        measured(
                        id,
                        "context-window",
                        CsvColumn.CONTEXT_WINDOW,
                        CsvColumn.CONTEXT_WINDOW_SOURCE,
                        CsvColumn.CONTEXT_WINDOW_DATE)
                .ifPresent(others::add);
        measured(id, "max-output", CsvColumn.MAX_OUTPUT, CsvColumn.MAX_OUTPUT_SOURCE, CsvColumn.MAX_OUTPUT_DATE)
                .ifPresent(others::add);
        for (Map.Entry<String, Integer> column : columns.benchmarks().entrySet()) {
            Optional<String> raw = cellAt(column.getValue());
            if (raw.isPresent()) {
                others.add(measurement(
                        id,
                        column.getKey(),
                        quantity(column.getKey(), raw.get()),
                        source(CsvColumn.SOURCE),
                        date(CsvColumn.DATE)));
            }
        }
        boolean sourceless = others.stream()
                .anyMatch(record -> record.path("source").asText().equals(TABLE));
        for (String parent : cells(CsvColumn.PARENTS)) {
            others.add(edge(id, parent));
        }
        Optional<ObjectNode> vendor = text(CsvColumn.VENDOR)
                .map(name -> newRecord("vendor")
                        .put("id", id.substring(0, id.indexOf('/')).toLowerCase(Locale.ROOT))
                        .put("name", name));
        return new RowRecords(vendor, others, sourceless);
    }

    private Optional<ObjectNode> model(String id) throws InvalidCell {
        ObjectNode record = newRecord("model").put("id", id);
        text(CsvColumn.NAME).ifPresent(name -> record.put("name", name));
        Optional<String> family = cell(CsvColumn.FAMILY).map(cell -> cell.toLowerCase(Locale.ROOT));
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
            date(column).ifPresent(date -> record.put(column.header(), date));
        }
        Optional<String> successor = cell(CsvColumn.SUCCESSOR);
        if (successor.isPresent() && !ID.matcher(successor.get()).matches()) {
            throw new InvalidCell(CsvColumn.SUCCESSOR, "must be an id such as vendor/slug", successor.get());
        }
        successor.ifPresent(value -> record.put("successor", value));
        wholeNumber(CsvColumn.PARAMETERS, MAX_QUANTITY).ifPresent(number -> record.put("parameters", number));
        flag(CsvColumn.OPEN_WEIGHTS).ifPresent(open -> record.put("openWeights", open));
        text(CsvColumn.LICENCE).ifPresent(licence -> record.put("licence", licence));
        modalities(record);
        features(record);
        links(record);
        List<String> facts = new ArrayList<>();
        record.fieldNames().forEachRemaining(facts::add);
        facts.removeAll(List.of("type", "id"));
        aliases(record);
        boolean named = record.has("name");
        if (!named && record.size() > 2) {
            throw new InvalidCell(CsvColumn.NAME, "is required", "");
        }
        Optional<String> source = source(CsvColumn.SOURCE);
        Optional<String> date = date(CsvColumn.DATE);
        ObjectNode sourced = record.putArray("sources").addObject();
        ArrayNode sourcedFacts = sourced.putArray("facts");
        facts.forEach(sourcedFacts::add);
        source.ifPresent(value -> sourced.put("source", value));
        date.ifPresent(value -> sourced.put("date", value));
        return named ? Optional.of(record) : Optional.empty();
    }

    private void word(ObjectNode record, CsvColumn column, Enum<?>[] words) throws InvalidCell {
        Optional<String> cell = cell(column);
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
            throw new InvalidCell(column, "must be one of " + String.join(", ", known), cell);
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
        for (String cell : cells(column)) {
            words.add(oneOf(column, cell, Modality.values()));
        }
        if (!words.isEmpty()) {
            words.forEach(modalities.putArray(direction)::add);
        }
    }

    private void features(ObjectNode record) throws InvalidCell {
        ObjectNode flags = JsonNodeFactory.instance.objectNode();
        for (String cell : cells(CsvColumn.SUPPORTS)) {
            flags.put(feature(CsvColumn.SUPPORTS, cell), true);
        }
        for (String cell : cells(CsvColumn.LACKS)) {
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
        String known = Arrays.stream(Feature.values()).map(Feature::key).collect(Collectors.joining(", "));
        throw new InvalidCell(column, "must be one of " + known, cell);
    }

    private void links(ObjectNode record) throws InvalidCell {
        List<String> cells = cells(CsvColumn.LINKS);
        if (cells.isEmpty()) {
            return;
        }
        ArrayNode links = record.putArray("webLinks");
        for (String cell : cells) {
            Matcher link = LINK.matcher(cell);
            if (!link.matches() || (link.group(1) != null && !LINK_TYPES.contains(link.group(1)))) {
                throw new InvalidCell(
                        CsvColumn.LINKS, "must be URLs, each optionally after its type and a space", cell);
            }
            String type = link.group(1) == null ? "other" : link.group(1);
            links.addObject().put("type", type).put("url", link.group(2));
        }
    }

    private void aliases(ObjectNode record) throws InvalidCell {
        List<String> aliases = cells(CsvColumn.ALIASES);
        for (String alias : aliases) {
            if (alias.length() > MAX_TEXT) {
                throw new InvalidCell(CsvColumn.ALIASES, "must have at most 200 characters each", alias);
            }
        }
        if (!aliases.isEmpty()) {
            aliases.forEach(record.putArray("aliases")::add);
        }
    }

    private Optional<ObjectNode> measured(
            String id, String benchmark, CsvColumn value, CsvColumn ownSource, CsvColumn ownDate) throws InvalidCell {
        Optional<Long> tokens = wholeNumber(value, MAX_TOKENS);
        Optional<String> own = source(ownSource);
        Optional<String> source = own.isPresent() ? own : source(CsvColumn.SOURCE);
        // The row's date belongs to the row's source, so a value with its own source does not inherit it.
        Optional<String> date =
                cell(ownSource).isPresent() ? date(ownDate) : date(ownDate).or(() -> cell(CsvColumn.DATE));
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
        if (!parent.matches() || !ID.matcher(parent.group(1)).matches()) {
            throw new InvalidCell(CsvColumn.PARENTS, "must be model ids such as vendor/slug (fine_tune sft)", cell);
        }
        String relation = parent.group(2) == null ? "fine_tune" : parent.group(2);
        if (!RELATIONS.contains(relation)) {
            throw new InvalidCell(
                    CsvColumn.PARENTS,
                    "the relation must be one of " + RELATIONS.stream().sorted().collect(Collectors.joining(", ")),
                    cell);
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
        source(CsvColumn.SOURCE).ifPresent(source -> record.put("source", source));
        date(CsvColumn.DATE).ifPresent(date -> record.put("date", date));
        return record;
    }

    private Optional<String> text(CsvColumn column) throws InvalidCell {
        Optional<String> text = cell(column);
        if (text.isPresent() && text.get().length() > MAX_TEXT) {
            throw new InvalidCell(column, "must have at most 200 characters", text.get());
        }
        return text;
    }

    private Optional<String> source(CsvColumn column) throws InvalidCell {
        Optional<String> source = cell(column);
        Optional<String> fault = source.flatMap(VisibleText::faultOfSource)
                .or(() -> source.filter(text -> text.length() > MAX_SOURCE)
                        .map(text -> "must have at most " + MAX_SOURCE + " characters"));
        if (fault.isPresent()) {
            throw new InvalidCell(column, fault.get(), source.get());
        }
        return source;
    }

    private Optional<String> date(CsvColumn column) throws InvalidCell {
        Optional<String> date = cell(column);
        if (date.isPresent() && !CalendarDates.isDate(date.get())) {
            throw new InvalidCell(column, "must be a date such as 2024-01-31, 2024-01 or 2024", date.get());
        }
        return date;
    }

    private Optional<Boolean> flag(CsvColumn column) throws InvalidCell {
        Optional<String> cell = cell(column);
        if (cell.isEmpty()) {
            return Optional.empty();
        }
        String word = cell.get().toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            throw new InvalidCell(column, "must be true or false", cell.get());
        }
        return Optional.of(YES.contains(word));
    }

    private Optional<Long> wholeNumber(CsvColumn column, BigDecimal max) throws InvalidCell {
        Optional<String> cell = cell(column);
        if (cell.isEmpty()) {
            return Optional.empty();
        }
        Optional<Long> number = CsvCells.number(cell.get())
                .filter(value -> value.compareTo(BigDecimal.ONE) >= 0
                        && value.compareTo(max) <= 0
                        && value.stripTrailingZeros().scale() <= 0)
                .map(BigDecimal::longValueExact);
        if (number.isEmpty()) {
            throw new InvalidCell(column, "must be a whole number between 1 and " + max.toPlainString(), cell.get());
        }
        return number;
    }

    private static ObjectNode newRecord(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
