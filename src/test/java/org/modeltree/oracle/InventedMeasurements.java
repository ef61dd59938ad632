package org.modeltree.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.modeltree.oracle.Lines.MeasurementLine;

/**
 * Invents measurements, several of one benchmark on one model among them. Where all that decides which one counts is
 * equal, so is the value: the contract does not say which of them counts.
 */
final class InventedMeasurements {
    // Powers of two tie with each other and hit band edges; the ends are beyond both scales and both gauges.
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
    // 7 scores 0.25, 27 scores 2.75: where rounding half-up and half-even part.
    private static final List<String> FIX_RATE =
            List.of("0", "2.5", "5", "7", "20", "27", "45", "45", "45.4", "84.9", "85", "92.3", "100");
    private static final List<String> PRICE =
            List.of("0.01", "0.05", "0.1", "0.25", "1", "1", "2.5", "3", "15", "30", "60", "75", "150");
    private static final List<String> FIRST_TOKEN =
            List.of("0", "90", "150", "300", "300", "412.5", "1200", "2500", "4000");
    // 'B' comes before 'a' by code point, and the sesame dot before the emoji, which UTF-16 turns round.
    private static final List<String> SOURCES = List.of(
            "https://B.example/lab",
            "https://a.example/report",
            "https://a.example/Report",
            "https://z.example/﹅",
            "https://z.example/😀",
            "https://m.example/x?y=1&z=%20");
    private static final List<String> DATES =
            List.of("2024", "2024-01-01", "2024-01-02", "2024-02-29", "2024-03", "2023-12-31", "2023");

    private final Dice dice;
    private final List<MeasurementLine> lines = new ArrayList<>();

    InventedMeasurements(Dice dice) {
        this.dice = dice;
    }

    List<MeasurementLine> measurements(List<ModelDraft> models) {
        for (ModelDraft model : models) {
            if (model.id.equals(HandmadeModels.BARE)) {
                continue;
            }
            if (dice.percent(75)) {
                measure(model, InventedScales.CONTEXT_WINDOW, CONTEXT);
            } else {
                model.contextWindowStatus = absence();
            }
            if (dice.percent(50)) {
                measure(model, InventedScales.MAX_OUTPUT, OUTPUT);
            } else {
                model.maxOutputStatus = absence();
            }
            maybe(model, "fix-rate", 60, FIX_RATE);
            maybe(model, "input-price", 50, PRICE);
            maybe(model, "first-token", 40, FIRST_TOKEN);
            maybe(model, "trivia", 20, List.of("0", "33.3", "100"));
            if (dice.percent(45)) {
                String elo = String.format(Locale.ROOT, "%d.%02d", dice.between(600, 2700), dice.below(100));
                measure(model, "elo", List.of(elo));
            }
        }
        exactly(models, 4, "rare-four", List.of("0.25", "1", "8", "100"));
        exactly(models, 5, "rare-five", List.of("10", "20", "30", "30", "55.5"));
        exactly(models, 7, "all-tied", List.of("31.5"));
        tieBreaks();
        nameSome();
        tieSome();
        tellApart();
        return List.copyOf(lines);
    }

    private String absence() {
        return dice.any(null, "unknown", "not_disclosed", "not_applicable");
    }

    private void maybe(ModelDraft model, String benchmark, int chance, List<String> raws) {
        if (dice.percent(chance)) {
            measure(model, benchmark, raws);
        }
    }

    /** The first two models are left out: the bare one and the one with the tie-breaks. */
    private void exactly(List<ModelDraft> models, int count, String benchmark, List<String> raws) {
        for (ModelDraft model : dice.some(models.subList(2, models.size()), count)) {
            measure(model, benchmark, raws);
        }
    }

    /** Mostly one measurement, sometimes up to four that differ in what decides which one counts. */
    private void measure(ModelDraft model, String benchmark, List<String> raws) {
        int count = dice.percent(70) ? 1 : dice.between(2, 4);
        Set<String> deciders = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Boolean verified = dice.any(true, false, null);
            String date = dice.percent(25) ? null : dice.of(DATES);
            String source = dice.of(SOURCES);
            String decider = Boolean.TRUE.equals(verified) + " " + PartialDates.firstDay(date) + " " + source;
            if (deciders.add(decider)) {
                String spelling = dice.percent(50) ? model.id : model.id.toLowerCase(Locale.ROOT);
                String harness = dice.any(null, "harness 1.0", "<harness>");
                BigDecimal raw = new BigDecimal(dice.of(raws));
                lines.add(new MeasurementLine(null, spelling, benchmark, raw, source, date, verified, harness, null));
            }
        }
    }

    /** Each rule once by itself, on the model with many names. */
    private void tieBreaks() {
        String model = HandmadeModels.MANY_NAMES;
        lines.removeIf(line -> line.model().equals(model)
                && List.of("fix-rate", "first-token", "elo", "input-price", "trivia")
                        .contains(line.benchmark()));
        // Verified before later.
        one(model, "fix-rate", "45", "https://b.example/", "2020", true);
        one(model, "fix-rate", "84.9", "https://a.example/", "2025-01-01", false);
        // A month is its first day: 2024-03 is later than 2024-02-29 and earlier than 2024-03-02.
        one(model, "first-token", "300", "https://a.example/", "2024-02-29", null);
        one(model, "first-token", "412.5", "https://b.example/", "2024-03", null);
        one(model, "elo", "1700", "https://a.example/", "2024-03", true);
        one(model, "elo", "1800", "https://b.example/", "2024-03-02", true);
        // Undated comes last.
        one(model, "input-price", "1", "https://a.example/", null, null);
        one(model, "input-price", "3", "https://b.example/", "1999", null);
        // A year ties with its first day, then 'B' comes before 'a'.
        one(model, "trivia", "33.3", "https://B.example/", "2024", true);
        one(model, "trivia", "100", "https://a.example/", "2024-01-01", true);
    }

    /** Ids of every shape, some of which come in another order than their letters; the rest are left to be derived. */
    private void nameSome() {
        String longest = "ll" + "-.0".repeat(26);
        for (int i = 0; i < lines.size(); i++) {
            MeasurementLine line = lines.get(i);
            if (dice.percent(30)) {
                String id = dice.any("a-", "a.", "a", "0", "ffffffffff", line.benchmark() + ".paper-", longest);
                // Numbered, so that no two of a model are called the same; the longest leaves room for no number.
                boolean free = lines.stream().noneMatch(other -> longest.equals(other.id()));
                lines.set(i, said(line, id.equals(longest) ? (free ? id : "z" + i) : id + i, line.harness()));
            }
        }
    }

    /** A few are said twice, by another harness or word for word under an id of its own. */
    private void tieSome() {
        for (MeasurementLine line : dice.some(List.copyOf(lines), 40)) {
            boolean wordForWord = dice.percent(50);
            String harness = "<harness>".equals(line.harness()) ? "harness 1.0" : "<harness>";
            lines.add(
                    wordForWord
                            ? said(line, "again." + lines.size(), line.harness())
                            : said(line, dice.any(null, "tied-" + lines.size()), harness));
        }
    }

    /** Only who vouches for it is no part of a derived id, so where two would be called the same one gets a name. */
    private void tellApart() {
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            MeasurementLine line = lines.get(i);
            if (!taken.add(line.model().toLowerCase(Locale.ROOT) + " " + line.idOrDerived())) {
                lines.set(i, said(line, "other." + i, line.harness()));
            }
        }
    }

    private MeasurementLine said(MeasurementLine line, String id, String harness) {
        String origin = dice.any(null, "curator", "epoch", "modeltree", "some_lab.v2");
        return new MeasurementLine(
                id,
                line.model(),
                line.benchmark(),
                line.raw(),
                line.source(),
                line.date(),
                line.verified(),
                harness,
                origin);
    }

    private void one(String model, String benchmark, String raw, String source, String date, Boolean verified) {
        lines.add(new MeasurementLine(null, model, benchmark, new BigDecimal(raw), source, date, verified, null, null));
    }
}
