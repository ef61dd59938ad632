package org.modeltree.oracle.generated;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.modeltree.oracle.generated.InputRecords.MeasurementRecord;

/**
 * Generates measurements, some models with several of one benchmark. Measurements that tie in all criteria for counting
 * have the same value, because the contract does not say which of them counts.
 */
public final class GeneratedMeasurements {
    // Powers of two tie and hit percentiles; the extremes are beyond both scales and the gauge.
    private static final List<String> CONTEXT = List.of(
            "512",
            "1024",
            "2048",
            "2048",
            "4096",
            "4097",
            "8192",
            "8192",
            "32768",
            "32768",
            "65536",
            "100000",
            "128000",
            "131072",
            "131072",
            "200000",
            "262144",
            "409600",
            "524288",
            "1000000",
            "1048576",
            "1048576",
            "2097152",
            "4194304",
            "10485760",
            "16777216");
    private static final List<String> OUTPUT =
            List.of("256", "1024", "2048", "4096", "4096", "8192", "16384", "65536", "131072", "262144");
    // 7 scores 0.25 and 27 scores 2.75, for which half-up and half-even rounding differ.
    private static final List<String> FIX_RATE =
            List.of("0", "2.5", "5", "7", "20", "27", "45", "45", "45.4", "84.9", "85", "92.3", "100");
    private static final List<String> PRICE =
            List.of("0.01", "0.05", "0.1", "0.25", "1", "1", "2.5", "3", "15", "30", "60", "75", "150");
    private static final List<String> FIRST_TOKEN =
            List.of("0", "90", "150", "300", "300", "412.5", "1200", "2500", "4000");
    // By code point 'B' sorts before 'a', and the sesame dot before the emoji; UTF-16 order reverses the latter.
    private static final List<String> SOURCES = List.of(
            "https://B.example/lab",
            "https://a.example/report",
            "https://a.example/Report",
            "https://z.example/﹅",
            "https://z.example/😀",
            "https://m.example/x?y=1&z=%20");
    private static final List<String> DATES =
            List.of("2024", "2024-01-01", "2024-01-02", "2024-02-29", "2024-03", "2023-12-31", "2023");

    private static final List<Map<String, String>> SETTINGS = List.of(
            Map.of("reasoning_effort", "high"),
            Map.of("reasoning_effort", "low"),
            Map.of("thinking_tokens", "32000", "tools", "search, \"code\" & 搜索"));

    /** Harnesses and settings, in the order in which values that disagree are reported. */
    public static final List<List<Object>> SETUPS = setups();

    private final SeededRandom random;
    private final List<MeasurementRecord> records = new ArrayList<>();

    GeneratedMeasurements(SeededRandom random) {
        this.random = random;
    }

    List<MeasurementRecord> measurements(List<ModelBuilder> models) {
        for (ModelBuilder model : models) {
            if (model.id.equals(HandmadeModels.BARE)) {
                continue;
            }
            if (random.percent(75)) {
                measure(model, HandmadeScales.CONTEXT_WINDOW, CONTEXT);
            } else {
                model.contextWindowStatus = absence();
            }
            if (random.percent(50)) {
                measure(model, HandmadeScales.MAX_OUTPUT, OUTPUT);
            } else {
                model.maxOutputStatus = absence();
            }
            measureSometimes(model, "fix-rate", 60, FIX_RATE);
            measureSometimes(model, "input-price", 50, PRICE);
            measureSometimes(model, "first-token", 40, FIRST_TOKEN);
            measureSometimes(model, "trivia", 20, List.of("0", "33.3", "100"));
            if (random.percent(45)) {
                String elo = String.format(Locale.ROOT, "%d.%02d", random.between(600, 2700), random.below(100));
                measure(model, "elo", List.of(elo));
            }
        }
        measureExactly(models, 4, "rare-four", List.of("0.25", "1", "8", "100"));
        measureExactly(models, 5, "rare-five", List.of("10", "20", "30", "30", "55.5"));
        measureExactly(models, 7, "all-tied", List.of("31.5"));
        addTieBreaks();
        assignIds();
        addTies();
        addEvidence();
        addSettings();
        resolveIdClashes();
        return List.copyOf(records);
    }

    private static List<List<Object>> setups() {
        List<List<Object>> setups = new ArrayList<>();
        for (String harness : Arrays.asList(null, "<harness>", "harness 1.0")) {
            setups.add(Arrays.asList(harness, null));
            SETTINGS.forEach(settings -> setups.add(Arrays.asList(harness, settings)));
        }
        return setups;
    }

    private String absence() {
        return random.any(null, "unknown", "not_disclosed", "not_applicable");
    }

    private void measureSometimes(ModelBuilder model, String benchmark, int chance, List<String> raws) {
        if (random.percent(chance)) {
            measure(model, benchmark, raws);
        }
    }

    /** Leaves out the first two models: the bare one and the one with the tie-breaks. */
    private void measureExactly(List<ModelBuilder> models, int count, String benchmark, List<String> raws) {
        for (ModelBuilder model : random.some(models.subList(2, models.size()), count)) {
            measure(model, benchmark, raws);
        }
    }

    /** Adds one measurement, sometimes up to four that differ in the criteria for counting. */
    private void measure(ModelBuilder model, String benchmark, List<String> raws) {
        int count = random.percent(70) ? 1 : random.between(2, 4);
        Set<String> deciders = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Boolean verified = random.any(true, false, null);
            String date = random.percent(25) ? null : random.of(DATES);
            String source = random.of(SOURCES);
            String decider = Boolean.TRUE.equals(verified) + " " + PartialDates.firstDay(date) + " " + source;
            if (deciders.add(decider)) {
                String spelling = random.percent(50) ? model.id : model.id.toLowerCase(Locale.ROOT);
                String harness = random.any(null, "harness 1.0", "<harness>");
                BigDecimal raw = new BigDecimal(random.of(raws));
                records.add(new MeasurementRecord(
                        null, spelling, benchmark, raw, null, null, source, date, verified, harness, null, null));
            }
        }
    }

    /** Adds a case for each criterion, on the model with many names. */
    private void addTieBreaks() {
        String model = HandmadeModels.MANY_NAMES;
        records.removeIf(record -> record.model().equals(model)
                && List.of("fix-rate", "first-token", "elo", "input-price", "trivia")
                        .contains(record.benchmark()));
        // Verified wins over later.
        add(model, "fix-rate", "45", "https://b.example/", "2020", true);
        add(model, "fix-rate", "84.9", "https://a.example/", "2025-01-01", false);
        // A month is its first day: 2024-03 is later than 2024-02-29 and earlier than 2024-03-02.
        add(model, "first-token", "300", "https://a.example/", "2024-02-29", null);
        add(model, "first-token", "412.5", "https://b.example/", "2024-03", null);
        add(model, "elo", "1700", "https://a.example/", "2024-03", true);
        add(model, "elo", "1800", "https://b.example/", "2024-03-02", true);
        // Undated loses.
        add(model, "input-price", "1", "https://a.example/", null, null);
        add(model, "input-price", "3", "https://b.example/", "1999", null);
        // A year ties with its first day, then 'B' comes before 'a'.
        add(model, "trivia", "33.3", "https://B.example/", "2024", true);
        add(model, "trivia", "100", "https://a.example/", "2024-01-01", true);
    }

    /** Gives some measurements explicit ids of every valid form, some of which sort unusually; the others are derived. */
    private void assignIds() {
        String longest = "ll" + "-.0".repeat(26);
        for (int i = 0; i < records.size(); i++) {
            MeasurementRecord record = records.get(i);
            if (random.percent(30)) {
                String id = random.any("a-", "a.", "a", "0", "ffffffffff", record.benchmark() + ".paper-", longest);
                // Numbered, so that ids are unique within a model; the longest has no room for a number.
                boolean unused = records.stream().noneMatch(other -> longest.equals(other.id()));
                records.set(i, copy(record, id.equals(longest) ? (unused ? id : "z" + i) : id + i, record.harness()));
            }
        }
    }

    /** Repeats some measurements with another harness, or unchanged under another id. */
    private void addTies() {
        for (MeasurementRecord record : random.some(List.copyOf(records), 40)) {
            boolean unchanged = random.percent(50);
            String harness = "<harness>".equals(record.harness()) ? "harness 1.0" : "<harness>";
            records.add(
                    unchanged
                            ? copy(record, "again." + records.size(), record.harness())
                            : copy(record, random.any(null, "tied-" + records.size()), harness));
        }
    }

    /** Says of some measurements how sure their source is. */
    private void addEvidence() {
        for (int i = 0; i < records.size(); i++) {
            if (random.percent(20)) {
                BigDecimal error = random.any(null, BigDecimal.ZERO, new BigDecimal("0.25"), new BigDecimal("3.1"));
                records.set(i, records.get(i).with(error, random.any(null, 1L, 198L, 1_000_000_000_000L)));
            }
        }
    }

    /** Repeats some measurements with other settings of the model, each with a value of its own, of which the best counts. */
    private void addSettings() {
        Set<String> campaigns = new HashSet<>();
        for (MeasurementRecord record : random.some(List.copyOf(records), 120)) {
            String campaign = String.join(
                    " ",
                    record.model().toLowerCase(Locale.ROOT),
                    record.benchmark(),
                    record.source(),
                    String.valueOf(PartialDates.firstDay(record.date())),
                    String.valueOf(record.countsAsVerified()));
            if (!campaigns.add(campaign) || record.model().equalsIgnoreCase(HandmadeModels.MANY_NAMES)) {
                continue;
            }
            List<BigDecimal> raws = records.stream()
                    .filter(other -> other.benchmark().equals(record.benchmark()))
                    .map(MeasurementRecord::raw)
                    .toList();
            for (Map<String, String> settings : random.some(SETTINGS, random.between(1, SETTINGS.size()))) {
                String id = random.any(null, "with-settings-" + records.size());
                records.add(record.with(id, random.of(raws), settings));
            }
        }
    }

    /** Derived ids do not cover the origin, so where two measurements would share one, the second gets an explicit id. */
    private void resolveIdClashes() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < records.size(); i++) {
            MeasurementRecord record = records.get(i);
            if (!ids.add(record.model().toLowerCase(Locale.ROOT) + " " + record.idOrDerived())) {
                records.set(i, copy(record, "other." + i, record.harness()));
            }
        }
    }

    private MeasurementRecord copy(MeasurementRecord record, String id, String harness) {
        String origin = random.any(null, "curator", "epoch", "modeltree", "some_lab.v2");
        return new MeasurementRecord(
                id,
                record.model(),
                record.benchmark(),
                record.raw(),
                record.standardError(),
                record.sampleSize(),
                record.source(),
                record.date(),
                record.verified(),
                harness,
                record.settings(),
                origin);
    }

    private void add(String model, String benchmark, String raw, String source, String date, Boolean verified) {
        records.add(new MeasurementRecord(
                null, model, benchmark, new BigDecimal(raw), null, null, source, date, verified, null, null, null));
    }
}
