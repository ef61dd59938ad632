package org.modeltree.formats.epoch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.formats.source.CalendarDates;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.CsvCells;
import org.modeltree.formats.source.CsvRows;
import org.modeltree.formats.source.MalformedCatalog;

/**
 * Reader of Epoch AI's tables of models: one row per model, whose {@code Base model} is its parent.
 */
@ApplicationScoped
class EpochReader implements CatalogReader {

    private static final String SOURCE = "https://epoch.ai/data/notable-ai-models";
    private static final int MAX_NAME = 200;
    private static final BigDecimal MAX_PARAMETERS = BigDecimal.valueOf(1_000_000_000_000_000L);
    private static final Pattern URL = Pattern.compile("https?://[^\\s,;]+(?:[,;](?!https?://)[^\\s,;]+)*");

    private static final String MODEL = "Model";
    private static final String ORGANIZATION = "Organization";
    private static final String DATE = "Publication date";
    private static final String PARAMETERS = "Parameters";
    private static final String TASK = "Task";
    private static final String LINK = "Link";
    private static final String BASE_MODEL = "Base model";
    private static final String ACCESSIBILITY = "Model accessibility";
    private static final String NOTES = "Accessibility notes";
    private static final Set<String> READ =
            Set.of(MODEL, ORGANIZATION, DATE, PARAMETERS, TASK, LINK, BASE_MODEL, ACCESSIBILITY, NOTES);

    /** Tasks of each kind; a model is of a kind if all of its tasks are among the kind's. */
    private static final Map<String, Set<String>> KINDS = Map.of(
            "translation",
            Set.of("translation", "machine translation"),
            "image_generation",
            Set.of("image generation", "text-to-image", "image-to-image"),
            "video_generation",
            Set.of("video generation", "text-to-video", "image-to-video", "video-to-video"),
            "speech",
            Set.of(
                    "speech recognition (asr)",
                    "speech-to-text",
                    "speech synthesis",
                    "text-to-speech (tts)",
                    "speech-to-speech",
                    "transcription"),
            "code",
            Set.of("code generation", "code autocompletion"));

    private static final Map<String, String> LICENCES = Map.of(
            "apache 2.0", "Apache-2.0",
            "apache-2.0", "Apache-2.0",
            "apache 2.0 license", "Apache-2.0",
            "apache license 2.0", "Apache-2.0",
            "mit", "MIT",
            "mit license", "MIT",
            "cc by 4.0", "CC-BY-4.0",
            "cc-by-4.0", "CC-BY-4.0",
            "cc by-nc 4.0", "CC-BY-NC-4.0",
            "cc-by-nc-4.0", "CC-BY-NC-4.0");

    private static final Pattern PAPERS = Pattern.compile(
            "https?://([^/]+\\.)?(arxiv\\.org|aclanthology\\.org|openreview\\.net|semanticscholar\\.org|ieeexplore\\.ieee\\.org"
                    + "|dl\\.acm\\.org|nature\\.com|science\\.org|biorxiv\\.org|medrxiv\\.org|link\\.springer\\.com"
                    + "|proceedings\\.neurips\\.cc|papers\\.nips\\.cc|proceedings\\.mlr\\.press|openaccess\\.thecvf\\.com"
                    + "|jmlr\\.org|pnas\\.org|academic\\.oup\\.com|sciencedirect\\.com|citeseerx\\.ist\\.psu\\.edu"
                    + "|ijcai\\.org|ojs\\.aaai\\.org|doi\\.org|isca-speech\\.org|pubmed\\.ncbi\\.nlm\\.nih\\.gov)(/.*)?"
                    + "|.*\\.pdf");
    private static final Pattern ANNOUNCEMENTS = Pattern.compile(
            "https?://(blogs?|news|txt)\\..*|https?://[^/]+/(.*/)?(blog|blogs|news|index|research)(/.*)?");

    @Override
    public String format() {
        return "epoch";
    }

    @Override
    public String mediaType() {
        return "text/csv";
    }

    @Override
    public void read(InputStream catalog, CatalogSink sink) throws IOException {
        try (CsvRows rows = CsvRows.commas(catalog)) {
            CsvRows.Row header = rows.next().orElseThrow(() -> new MalformedCatalog("The file is empty."));
            Map<String, Integer> columns = new LinkedHashMap<>();
            for (int i = 0; i < header.cells().size(); i++) {
                String column = EpochNames.clean(header.cells().get(i));
                if (!column.isEmpty() && columns.putIfAbsent(column, i) != null) {
                    throw new MalformedCatalog(
                            "The header (line " + header.line() + ") has the column " + column + " twice.");
                }
            }
            if (!columns.containsKey(MODEL) || !columns.containsKey(ORGANIZATION)) {
                throw new MalformedCatalog("The file is not a table of Epoch AI: its header (line " + header.line()
                        + ") must have the columns Model and Organization.");
            }
            columns.keySet().stream().filter(column -> !READ.contains(column)).forEach(sink::ignored);
            new Reading(rows, columns, header.cells().size(), sink).all();
        }
    }

    /** A cell is invalid, so the row is not stored. */
    private static final class InvalidRow extends Exception {

        private static final long serialVersionUID = 1;

        private final String value;

        InvalidRow(String reason, String value) {
            super(reason, null, false, false);
            this.value = value;
        }
    }

    /** Facts that distinguish two rows with the same id. */
    private record Row(String at, String name, String date, String parameters) {

        boolean hasSameFacts(Row other) {
            return name.equals(other.name) && date.equals(other.date) && parameters.equals(other.parameters);
        }
    }

    /** State of reading one file: names and ids, never whole rows. */
    private static final class Reading {

        private final CsvRows rows;
        private final Map<String, Integer> columns;
        private final int width;
        private final CatalogSink sink;
        private final EpochParents parents;
        private final Map<String, Row> ids = new HashMap<>();
        private final Set<String> aliases = new HashSet<>();
        private final Set<String> vendors = new HashSet<>();

        Reading(CsvRows rows, Map<String, Integer> columns, int width, CatalogSink sink) {
            this.rows = rows;
            this.columns = columns;
            this.width = width;
            this.sink = sink;
            this.parents = new EpochParents(SOURCE, sink);
        }

        void all() throws IOException {
            for (Optional<CsvRows.Row> next = rows.next(); next.isPresent(); next = rows.next()) {
                CsvRows.Row row = next.get();
                if (row.cells().size() == width) {
                    try {
                        row(row);
                    } catch (InvalidRow invalid) {
                        sink.reject(row.at(), invalid.getMessage(), invalid.value);
                    }
                } else if (rows.endsWithinLine() && row.cells().size() < width) {
                    throw new MalformedCatalog(
                            "The file ends inside the row at line " + row.line() + ". Send the complete file.");
                } else {
                    sink.reject(
                            row.at(),
                            "has " + row.cellCount() + ", but the header has " + width,
                            row.cells().get(0));
                }
            }
            parents.end();
        }

        private String cell(CsvRows.Row row, String column) {
            Integer index = columns.get(column);
            return index == null ? "" : row.cells().get(index);
        }

        private void row(CsvRows.Row row) throws InvalidRow {
            String at = row.at();
            String name = EpochNames.clean(cell(row, MODEL));
            String slug = EpochNames.slug(name);
            if (slug.isEmpty() || name.length() > MAX_NAME) {
                throw new InvalidRow("Model: must have 1 to 200 characters, with a letter or a digit", name);
            }
            String date = date(row);
            Optional<BigDecimal> parameters = parameters(row);
            EpochOrganizations.Organization vendor = EpochOrganizations.first(cell(row, ORGANIZATION));
            Row facts = new Row(
                    at,
                    EpochNames.key(name),
                    date,
                    parameters.map(BigDecimal::toString).orElse(""));
            Optional<String> id = id(vendor.id() + "/" + slug, facts);
            if (id.isPresent()) {
                model(row, id.get(), name, vendor, date, parameters);
            }
        }

        /** The id of a row, with the date appended if an earlier row has the id; empty if that row has the same facts. */
        private Optional<String> id(String plain, Row row) throws InvalidRow {
            Row same = ids.putIfAbsent(plain, row);
            if (same == null) {
                return Optional.of(plain);
            }
            if (same.hasSameFacts(row)) {
                sink.note(row.at(), "duplicates an earlier row, not stored again", plain);
                return Optional.empty();
            }
            String dated = plain + "-" + row.date();
            if (row.date().isEmpty() || dated.length() > MAX_NAME || ids.putIfAbsent(dated, row) != null) {
                throw new InvalidRow("Model: has the same id as " + same.at(), plain);
            }
            sink.note(row.at(), "has the same id as " + same.at() + "; the date is appended to this id", plain);
            return Optional.of(dated);
        }

        private void model(
                CsvRows.Row row,
                String id,
                String name,
                EpochOrganizations.Organization vendor,
                String date,
                Optional<BigDecimal> parameters) {
            if (vendor.equals(EpochOrganizations.UNKNOWN)) {
                sink.note(row.at(), "no organization; the vendor is stored as unknown", name);
            }
            if (vendors.add(vendor.id())) {
                ObjectNode record = JsonNodeFactory.instance.objectNode();
                sink.record(
                        row.at(),
                        record.put("type", "vendor").put("id", vendor.id()).put("name", vendor.name()));
            }
            ObjectNode record = JsonNodeFactory.instance.objectNode();
            record.put("type", "model").put("id", id).put("name", name);
            kind(row).ifPresent(kind -> record.put("kind", kind));
            if (!date.isEmpty()) {
                record.put("releaseDate", date);
            }
            parameters.ifPresent(number -> record.put("parameters", number.longValueExact()));
            accessibility(row, record);
            links(row, record);
            List<String> facts = new ArrayList<>();
            record.fieldNames().forEachRemaining(facts::add);
            facts.removeAll(List.of("type", "id"));
            parents.model(name, id);
            if (aliases.add(EpochNames.key(name))) {
                record.putArray("aliases").add(name);
            } else {
                sink.note(row.at(), "an earlier row has the same name, so it is not stored as an alias", name);
            }
            ObjectNode source = record.putArray("sources").addObject();
            ArrayNode sourced = source.putArray("facts");
            facts.forEach(sourced::add);
            source.put("source", SOURCE);
            sink.record(row.at(), record);
            card(row, id);
            parents.cell(row.at(), id, cell(row, BASE_MODEL));
        }

        private String date(CsvRows.Row row) throws InvalidRow {
            String date = cell(row, DATE).strip();
            if (!date.isEmpty() && !CalendarDates.isDate(date)) {
                throw new InvalidRow("Publication date: must be a date such as 2024-01-31, 2024-01 or 2024", date);
            }
            return date;
        }

        private Optional<BigDecimal> parameters(CsvRows.Row row) throws InvalidRow {
            String cell = cell(row, PARAMETERS).strip();
            if (cell.isEmpty()) {
                return Optional.empty();
            }
            BigDecimal number =
                    CsvCells.number(cell).orElseThrow(() -> new InvalidRow("Parameters: must be a number", cell));
            if (number.signum() == 0) {
                sink.note(row.at(), "0 parameters means unknown; left out", cell);
                return Optional.empty();
            }
            if (number.compareTo(BigDecimal.ONE) < 0 || number.compareTo(MAX_PARAMETERS) > 0) {
                throw new InvalidRow("Parameters: must be between 1 and 1e15", cell);
            }
            // Some numbers have rounding errors of binary fractions: 256999999.99999997.
            BigDecimal rounded = number.setScale(0, RoundingMode.HALF_UP);
            if (rounded.compareTo(number) != 0) {
                sink.note(row.at(), "the number of parameters is rounded to a whole number", cell);
            }
            return Optional.of(rounded);
        }

        private Optional<String> kind(CsvRows.Row row) {
            Set<String> tasks = new HashSet<>();
            for (String task : EpochParents.divided(cell(row, TASK))) {
                tasks.add(EpochNames.key(task));
            }
            return KINDS.entrySet().stream()
                    .filter(kind -> kind.getValue().containsAll(tasks))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }

        private void accessibility(CsvRows.Row row, ObjectNode record) {
            String accessibility = EpochNames.key(cell(row, ACCESSIBILITY));
            switch (accessibility) {
                case "open weights (unrestricted)",
                        "open weights (restricted use)",
                        "open weights (non-commercial)",
                        "open weights" -> {
                    record.put("openWeights", true);
                    // Only a note that is nothing but a licence counts: most others are about code as well.
                    String licence = LICENCES.get(EpochNames.key(cell(row, NOTES)));
                    if (licence != null) {
                        record.put("licence", licence);
                    }
                }
                case "api access", "hosted access (no api)", "unreleased" -> record.put("openWeights", false);
                case "" -> {
                    // Unknown.
                }
                default -> sink.note(row.at(), "unknown accessibility, left out", accessibility);
            }
        }

        /** Availability is part of the card, not a fact of the model. */
        private void card(CsvRows.Row row, String id) {
            String accessibility = EpochNames.key(cell(row, ACCESSIBILITY)).toLowerCase(Locale.ROOT);
            ObjectNode card = JsonNodeFactory.instance.objectNode();
            card.put("type", "card").put("model", id);
            if (accessibility.equals("api access")) {
                card.putObject("availability").put("api", "available");
            } else if (accessibility.equals("hosted access (no api)")) {
                card.putObject("availability").put("api", "not_available").put("product", "available");
            } else {
                return;
            }
            sink.record(row.at(), card);
        }

        private void links(CsvRows.Row row, ObjectNode record) {
            Map<String, String> links = new LinkedHashMap<>();
            Matcher url = URL.matcher(cell(row, LINK));
            while (url.find()) {
                String link = url.group().replaceFirst("[.,;:]+$", "");
                if (link.length() <= 2000 && links.size() < 50) {
                    links.putIfAbsent(link, type(link));
                }
            }
            if (!links.isEmpty()) {
                ArrayNode list = record.putArray("webLinks");
                links.forEach((link, type) -> list.addObject().put("type", type).put("url", link));
            } else if (!cell(row, LINK).isBlank()) {
                sink.note(
                        row.at(),
                        "the link is not a URL, left out",
                        cell(row, LINK).strip());
            }
        }

        private static String type(String link) {
            if (link.matches("https?://(www\\.)?github\\.com/.*")) {
                return "repository";
            }
            if (link.matches("https?://huggingface\\.co/(?!papers/|blog/|docs/|spaces/|datasets/)[^/]+/[^/]+/?")) {
                return "weights";
            }
            if (PAPERS.matcher(link).matches()) {
                return "paper";
            }
            return ANNOUNCEMENTS.matcher(link).matches() ? "announcement" : "other";
        }
    }
}
