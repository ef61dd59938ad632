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
import org.modeltree.catalog.query.Kind;
import org.modeltree.catalog.query.Lifecycle;
import org.modeltree.catalog.query.Modality;
import org.modeltree.formats.source.CalendarDates;
import org.modeltree.formats.source.CsvCells;
import org.modeltree.formats.source.CsvRows;

/** One row of our table on its way to lines. */
final class CsvModel {

    private static final Pattern ID =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}/[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern FAMILY = Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}");
    private static final Pattern URL = Pattern.compile("https?://\\S{1,1980}");
    private static final Pattern PARENT =
            Pattern.compile("([^\\s()]+)(?:\\s*\\(\\s*([a-z_]+)(?:[\\s,]+([a-z0-9][a-z0-9_-]{0,39}))?\\s*\\))?");
    private static final Pattern LINK = Pattern.compile("(?:([a-z_]+)\\s*:?\\s+)?(https?://\\S{1,1980})");
    private static final int MAX_TEXT = 200;
    private static final BigDecimal MAX_TOKENS = new BigDecimal("1e12");
    private static final BigDecimal MAX_PARAMETERS = new BigDecimal("1e15");
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

    /** Why a row is not stored. */
    static final class WrongCell extends Exception {

        private static final long serialVersionUID = 1;

        private final String value;

        WrongCell(CsvColumn column, String reason, String value) {
            super(column.header() + ": " + reason, null, false, false);
            this.value = value;
        }

        String value() {
            return value;
        }
    }

    /**
     * What a row says.
     *
     * @param vendor the vendor's name, where it is there
     * @param others the model, what it measures and what it was made from
     */
    record Lines(Optional<ObjectNode> vendor, List<ObjectNode> others) {}

    private final CsvRows.Row row;
    private final Map<CsvColumn, Integer> columns;

    CsvModel(CsvRows.Row row, Map<CsvColumn, Integer> columns) {
        this.row = row;
        this.columns = columns;
    }

    CsvRows.Row row() {
        return row;
    }

    private Optional<String> cell(CsvColumn column) {
        Integer index = columns.get(column);
        return index == null
                ? Optional.empty()
                : Optional.of(CsvCells.unguarded(row.cells().get(index)).strip())
                        .filter(cell -> !cell.isEmpty());
    }

    private List<String> cells(CsvColumn column) {
        return cell(column).map(CsvCells::values).orElse(List.of());
    }

    /** The model's id. */
    String id() throws WrongCell {
        String id = cell(CsvColumn.ID).orElse("");
        if (!ID.matcher(id).matches()) {
            throw new WrongCell(CsvColumn.ID, "must be vendor/slug", id);
        }
        return id;
    }

    /** All that the row says. */
    Lines lines() throws WrongCell {
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
        for (String parent : cells(CsvColumn.PARENTS)) {
            others.add(edge(id, parent));
        }
        Optional<ObjectNode> vendor = text(CsvColumn.VENDOR)
                .map(name -> line("vendor")
                        .put("id", id.substring(0, id.indexOf('/')).toLowerCase(Locale.ROOT))
                        .put("name", name));
        return new Lines(vendor, others);
    }

    private Optional<ObjectNode> model(String id) throws WrongCell {
        ObjectNode line = line("model").put("id", id);
        text(CsvColumn.NAME).ifPresent(name -> line.put("name", name));
        Optional<String> family = cell(CsvColumn.FAMILY).map(cell -> cell.toLowerCase(Locale.ROOT));
        if (family.isPresent() && !FAMILY.matcher(family.get()).matches()) {
            throw new WrongCell(CsvColumn.FAMILY, "must be a word of letters, digits, dots and hyphens", family.get());
        }
        family.ifPresent(value -> line.put("family", value));
        word(line, CsvColumn.KIND, Kind.values());
        word(line, CsvColumn.LIFECYCLE, Lifecycle.values());
        for (CsvColumn column : List.of(
                CsvColumn.RELEASE_DATE,
                CsvColumn.ANNOUNCED_DATE,
                CsvColumn.DEPRECATED_DATE,
                CsvColumn.RETIRED_DATE,
                CsvColumn.KNOWLEDGE_CUTOFF)) {
            date(column).ifPresent(date -> line.put(column.header(), date));
        }
        Optional<String> successor = cell(CsvColumn.SUCCESSOR);
        if (successor.isPresent() && !ID.matcher(successor.get()).matches()) {
            throw new WrongCell(CsvColumn.SUCCESSOR, "must be vendor/slug", successor.get());
        }
        successor.ifPresent(value -> line.put("successor", value));
        whole(CsvColumn.PARAMETERS, MAX_PARAMETERS).ifPresent(number -> line.put("parameters", number));
        flag(CsvColumn.OPEN_WEIGHTS).ifPresent(open -> line.put("openWeights", open));
        text(CsvColumn.LICENCE).ifPresent(licence -> line.put("licence", licence));
        modalities(line);
        links(line);
        List<String> facts = new ArrayList<>();
        line.fieldNames().forEachRemaining(facts::add);
        facts.removeAll(List.of("type", "id"));
        aliases(line);
        boolean named = line.has("name");
        if (!named && line.size() > 2) {
            throw new WrongCell(CsvColumn.NAME, "must be there", "");
        }
        Optional<String> source = address(CsvColumn.SOURCE);
        Optional<String> date = date(CsvColumn.DATE);
        ObjectNode sourced = line.putArray("sources").addObject();
        ArrayNode sourcedFacts = sourced.putArray("facts");
        facts.forEach(sourcedFacts::add);
        source.ifPresent(value -> sourced.put("source", value));
        date.ifPresent(value -> sourced.put("date", value));
        return named ? Optional.of(line) : Optional.empty();
    }

    private void word(ObjectNode line, CsvColumn column, Enum<?>[] words) throws WrongCell {
        Optional<String> cell = cell(column);
        if (cell.isPresent()) {
            line.put(column.header(), oneOf(column, cell.get(), words));
        }
    }

    private static String oneOf(CsvColumn column, String cell, Enum<?>[] words) throws WrongCell {
        Set<String> known = Arrays.stream(words)
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        String word = cell.toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
        if (!known.contains(word)) {
            throw new WrongCell(column, "must be one of " + String.join(", ", known), cell);
        }
        return word;
    }

    private void modalities(ObjectNode line) throws WrongCell {
        ObjectNode modalities = JsonNodeFactory.instance.objectNode();
        modalities(modalities, "input", CsvColumn.INPUT_MODALITIES);
        modalities(modalities, "output", CsvColumn.OUTPUT_MODALITIES);
        if (!modalities.isEmpty()) {
            line.set("modalities", modalities);
        }
    }

    private void modalities(ObjectNode modalities, String direction, CsvColumn column) throws WrongCell {
        Set<String> words = new LinkedHashSet<>();
        for (String cell : cells(column)) {
            words.add(oneOf(column, cell, Modality.values()));
        }
        if (!words.isEmpty()) {
            words.forEach(modalities.putArray(direction)::add);
        }
    }

    private void links(ObjectNode line) throws WrongCell {
        List<String> cells = cells(CsvColumn.LINKS);
        if (cells.isEmpty()) {
            return;
        }
        ArrayNode links = line.putArray("links");
        for (String cell : cells) {
            Matcher link = LINK.matcher(cell);
            if (!link.matches() || (link.group(1) != null && !LINK_TYPES.contains(link.group(1)))) {
                throw new WrongCell(
                        CsvColumn.LINKS, "must be addresses, each alone or behind its type and a blank", cell);
            }
            String type = link.group(1) == null ? "other" : link.group(1);
            links.addObject().put("type", type).put("url", link.group(2));
        }
    }

    private void aliases(ObjectNode line) throws WrongCell {
        List<String> aliases = cells(CsvColumn.ALIASES);
        for (String alias : aliases) {
            if (alias.length() > MAX_TEXT) {
                throw new WrongCell(CsvColumn.ALIASES, "must have at most 200 characters each", alias);
            }
        }
        if (!aliases.isEmpty()) {
            aliases.forEach(line.putArray("aliases")::add);
        }
    }

    private Optional<ObjectNode> measured(
            String id, String benchmark, CsvColumn value, CsvColumn ownSource, CsvColumn ownDate) throws WrongCell {
        Optional<Long> tokens = whole(value, MAX_TOKENS);
        Optional<String> source = address(ownSource).or(() -> cell(CsvColumn.SOURCE));
        // With a source of its own it has no date but its own.
        Optional<String> date =
                cell(ownSource).isPresent() ? date(ownDate) : date(ownDate).or(() -> cell(CsvColumn.DATE));
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        if (source.isEmpty()) {
            throw new WrongCell(CsvColumn.SOURCE, "must be there, since there is a " + value.header(), "");
        }
        ObjectNode line = line("measurement").put("id", benchmark + ".csv").put("model", id);
        line.put("benchmark", benchmark).put("raw", tokens.get()).put("source", source.get());
        date.ifPresent(day -> line.put("date", day));
        return Optional.of(line);
    }

    private ObjectNode edge(String id, String cell) throws WrongCell {
        Matcher parent = PARENT.matcher(cell);
        if (!parent.matches() || !ID.matcher(parent.group(1)).matches()) {
            throw new WrongCell(CsvColumn.PARENTS, "must be ids, such as vendor/slug (fine_tune sft)", cell);
        }
        String relation = parent.group(2) == null ? "fine_tune" : parent.group(2);
        if (!RELATIONS.contains(relation)) {
            throw new WrongCell(
                    CsvColumn.PARENTS,
                    "the relation must be one of " + RELATIONS.stream().sorted().collect(Collectors.joining(", ")),
                    cell);
        }
        if (parent.group(1).equalsIgnoreCase(id)) {
            throw new WrongCell(CsvColumn.PARENTS, "a model is not its own parent", cell);
        }
        ObjectNode line =
                line("edge").put("child", id).put("parent", parent.group(1)).put("relation", relation);
        if (parent.group(3) != null) {
            line.put("method", parent.group(3));
        }
        address(CsvColumn.SOURCE).ifPresent(source -> line.put("source", source));
        date(CsvColumn.DATE).ifPresent(date -> line.put("date", date));
        return line;
    }

    private Optional<String> text(CsvColumn column) throws WrongCell {
        Optional<String> text = cell(column);
        if (text.isPresent() && text.get().length() > MAX_TEXT) {
            throw new WrongCell(column, "must have at most 200 characters", text.get());
        }
        return text;
    }

    private Optional<String> address(CsvColumn column) throws WrongCell {
        Optional<String> address = cell(column);
        if (address.isPresent() && !URL.matcher(address.get()).matches()) {
            throw new WrongCell(column, "must be an address that begins with http:// or https://", address.get());
        }
        return address;
    }

    private Optional<String> date(CsvColumn column) throws WrongCell {
        Optional<String> date = cell(column);
        if (date.isPresent() && !CalendarDates.isDate(date.get())) {
            throw new WrongCell(column, "must be a date: 2024-01-31, 2024-01 or 2024", date.get());
        }
        return date;
    }

    private Optional<Boolean> flag(CsvColumn column) throws WrongCell {
        Optional<String> cell = cell(column);
        if (cell.isEmpty()) {
            return Optional.empty();
        }
        String word = cell.get().toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            throw new WrongCell(column, "must be true or false", cell.get());
        }
        return Optional.of(YES.contains(word));
    }

    private Optional<Long> whole(CsvColumn column, BigDecimal most) throws WrongCell {
        Optional<String> cell = cell(column);
        if (cell.isEmpty()) {
            return Optional.empty();
        }
        Optional<Long> whole = CsvCells.number(cell.get())
                .filter(number -> number.compareTo(BigDecimal.ONE) >= 0
                        && number.compareTo(most) <= 0
                        && number.stripTrailingZeros().scale() <= 0)
                .map(BigDecimal::longValueExact);
        if (whole.isEmpty()) {
            throw new WrongCell(column, "must be a whole number from 1 to " + most.toPlainString(), cell.get());
        }
        return whole;
    }

    private static ObjectNode line(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
