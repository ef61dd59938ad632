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
 * Reads Epoch AI's tables of models: a row is a model, its {@code Base model} what it was trained on from.
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

    /** Kinds by tasks; a model has one if all of its tasks are among those of the kind. */
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
    public void read(InputStream catalog, CatalogSink said) throws IOException {
        try (CsvRows rows = CsvRows.commas(catalog)) {
            CsvRows.Row header = rows.next().orElseThrow(() -> new MalformedCatalog("The file is empty."));
            Map<String, Integer> columns = new LinkedHashMap<>();
            for (int i = 0; i < header.cells().size(); i++) {
                String column = EpochNames.clean(header.cells().get(i));
                if (!column.isEmpty() && columns.putIfAbsent(column, i) != null) {
                    throw new MalformedCatalog(
                            "The column " + column + " is there twice (line " + header.line() + ").");
                }
            }
            if (!columns.containsKey(MODEL) || !columns.containsKey(ORGANIZATION)) {
                throw new MalformedCatalog("The file is not Epoch's: its header (line " + header.line()
                        + ") has no columns Model and Organization.");
            }
            columns.keySet().stream().filter(column -> !READ.contains(column)).forEach(said::ignored);
            new Reading(rows, columns, header.cells().size(), said).all();
        }
    }

    /** Why a row is not stored. */
    private static final class Broken extends Exception {

        private static final long serialVersionUID = 1;

        private final String value;

        Broken(String reason, String value) {
            super(reason, null, false, false);
            this.value = value;
        }
    }

    /** What tells two rows of one id apart. */
    private record Row(String line, String name, String date, String parameters) {

        boolean saysTheSame(Row other) {
            return name.equals(other.name) && date.equals(other.date) && parameters.equals(other.parameters);
        }
    }

    /** One file on its way through; it remembers names and ids, never rows. */
    private static final class Reading {

        private final CsvRows rows;
        private final Map<String, Integer> columns;
        private final int width;
        private final CatalogSink said;
        private final EpochParents parents;
        private final Map<String, Row> ids = new HashMap<>();
        private final Set<String> aliases = new HashSet<>();
        private final Set<String> vendors = new HashSet<>();

        Reading(CsvRows rows, Map<String, Integer> columns, int width, CatalogSink said) {
            this.rows = rows;
            this.columns = columns;
            this.width = width;
            this.said = said;
            this.parents = new EpochParents(SOURCE, said);
        }

        void all() throws IOException {
            for (Optional<CsvRows.Row> next = rows.next(); next.isPresent(); next = rows.next()) {
                CsvRows.Row row = next.get();
                if (row.cells().size() == width) {
                    try {
                        row(row);
                    } catch (Broken broken) {
                        said.reject(row.at(), broken.getMessage(), broken.value);
                    }
                } else if (rows.endsWithinLine() && row.cells().size() < width) {
                    throw new MalformedCatalog("The file ends within the row of line " + row.line() + ".");
                } else {
                    said.reject(
                            row.at(),
                            "has " + row.cells().size() + " cells where the header has " + width,
                            row.cells().get(0));
                }
            }
            parents.end();
        }

        private String cell(CsvRows.Row row, String column) {
            Integer index = columns.get(column);
            return index == null ? "" : row.cells().get(index);
        }

        private void row(CsvRows.Row row) throws Broken {
            String at = row.at();
            String name = EpochNames.clean(cell(row, MODEL));
            String slug = EpochNames.slug(name);
            if (slug.isEmpty() || name.length() > MAX_NAME) {
                throw new Broken("Model: must be a name of 1 to 200 characters with a letter or digit", name);
            }
            String date = date(row);
            Optional<BigDecimal> parameters = parameters(row);
            EpochOrganizations.Organization vendor = EpochOrganizations.first(cell(row, ORGANIZATION));
            Row said = new Row(
                    at,
                    EpochNames.key(name),
                    date,
                    parameters.map(BigDecimal::toString).orElse(""));
            Optional<String> id = id(vendor.id() + "/" + slug, said);
            if (id.isPresent()) {
                model(row, id.get(), name, vendor, date, parameters);
            }
        }

        /** The id of a row, made longer by the date where an earlier row has it; nothing if that says the same. */
        private Optional<String> id(String plain, Row row) throws Broken {
            Row same = ids.putIfAbsent(plain, row);
            if (same == null) {
                return Optional.of(plain);
            }
            if (same.saysTheSame(row)) {
                said.note(row.line(), "the same model is in an earlier row and is not stored again", plain);
                return Optional.empty();
            }
            String dated = plain + "-" + row.date();
            if (row.date().isEmpty() || dated.length() > MAX_NAME || ids.putIfAbsent(dated, row) != null) {
                throw new Broken("Model: the row of " + same.line() + " has the same id", plain);
            }
            said.note(
                    row.line(),
                    "the row of " + same.line() + " has the same id; the date is put behind this one",
                    plain);
            return Optional.of(dated);
        }

        private void model(
                CsvRows.Row row,
                String id,
                String name,
                EpochOrganizations.Organization vendor,
                String date,
                Optional<BigDecimal> parameters) {
            if (vendor.equals(EpochOrganizations.NOBODY)) {
                said.note(row.at(), "no organization is named; the vendor is unknown", name);
            }
            if (vendors.add(vendor.id())) {
                ObjectNode line = JsonNodeFactory.instance.objectNode();
                said.line(
                        row.at(),
                        line.put("type", "vendor").put("id", vendor.id()).put("name", vendor.name()));
            }
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            line.put("type", "model").put("id", id).put("name", name);
            kind(row).ifPresent(kind -> line.put("kind", kind));
            if (!date.isEmpty()) {
                line.put("releaseDate", date);
            }
            parameters.ifPresent(number -> line.put("parameters", number.longValueExact()));
            accessibility(row, line);
            links(row, line);
            List<String> facts = new ArrayList<>();
            line.fieldNames().forEachRemaining(facts::add);
            facts.removeAll(List.of("type", "id"));
            parents.model(name, id);
            if (aliases.add(EpochNames.key(name))) {
                line.putArray("aliases").add(name);
            } else {
                said.note(row.at(), "an earlier row has the same name, so it is no alias of this one", name);
            }
            ObjectNode source = line.putArray("sources").addObject();
            ArrayNode sourced = source.putArray("facts");
            facts.forEach(sourced::add);
            source.put("source", SOURCE);
            said.line(row.at(), line);
            card(row, id);
            parents.cell(row.at(), id, cell(row, BASE_MODEL));
        }

        private String date(CsvRows.Row row) throws Broken {
            String date = cell(row, DATE).strip();
            if (!date.isEmpty() && !CalendarDates.isDate(date)) {
                throw new Broken("Publication date: must be a date such as 2024-01-31, 2024-01 or 2024", date);
            }
            return date;
        }

        private Optional<BigDecimal> parameters(CsvRows.Row row) throws Broken {
            String cell = cell(row, PARAMETERS).strip();
            if (cell.isEmpty()) {
                return Optional.empty();
            }
            BigDecimal number =
                    CsvCells.number(cell).orElseThrow(() -> new Broken("Parameters: must be a number", cell));
            if (number.signum() == 0) {
                said.note(row.at(), "0 parameters mean that their number is not known", cell);
                return Optional.empty();
            }
            if (number.compareTo(BigDecimal.ONE) < 0 || number.compareTo(MAX_PARAMETERS) > 0) {
                throw new Broken("Parameters: must be a number from 1 to 1e15", cell);
            }
            // Some are what is left of computing with binary fractions: 256999999.99999997.
            BigDecimal whole = number.setScale(0, RoundingMode.HALF_UP);
            if (whole.compareTo(number) != 0) {
                said.note(row.at(), "the number of parameters is rounded to a whole one", cell);
            }
            return Optional.of(whole);
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

        private void accessibility(CsvRows.Row row, ObjectNode line) {
            String accessibility = EpochNames.key(cell(row, ACCESSIBILITY));
            switch (accessibility) {
                case "open weights (unrestricted)",
                        "open weights (restricted use)",
                        "open weights (non-commercial)",
                        "open weights" -> {
                    line.put("openWeights", true);
                    // A licence only where nothing else is said: most of these notes are about code, too.
                    String licence = LICENCES.get(EpochNames.key(cell(row, NOTES)));
                    if (licence != null) {
                        line.put("licence", licence);
                    }
                }
                case "api access", "hosted access (no api)", "unreleased" -> line.put("openWeights", false);
                case "" -> {
                    // Not known.
                }
                default -> said.note(row.at(), "an accessibility that is not known here is left out", accessibility);
            }
        }

        /** Access is no fact of a model but what its card says. */
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
            said.line(row.at(), card);
        }

        private void links(CsvRows.Row row, ObjectNode line) {
            Map<String, String> links = new LinkedHashMap<>();
            Matcher url = URL.matcher(cell(row, LINK));
            while (url.find()) {
                String link = url.group().replaceFirst("[.,;:]+$", "");
                if (link.length() <= 2000 && links.size() < 50) {
                    links.putIfAbsent(link, type(link));
                }
            }
            if (!links.isEmpty()) {
                ArrayNode list = line.putArray("links");
                links.forEach((link, type) -> list.addObject().put("type", type).put("url", link));
            } else if (!cell(row, LINK).isBlank()) {
                said.note(
                        row.at(),
                        "the link is no address and is left out",
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
