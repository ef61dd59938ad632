package org.modeltree.bench.generator;

import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Generator of an invented catalog with realistic distributions; the same seed gives the same bytes. Run it from the top level:
 *
 * <pre>java src/bench/java/org/modeltree/bench/generator/GenerateCatalog.java 100000 [seed [file]]</pre>
 *
 * <p>Benchmarks and capabilities are those of the starter catalog, so the file can be imported alone or in addition to it.
 * A parent always precedes its children, which rules out cycles.
 */
public final class GenerateCatalog {

    private static final Path STARTER = Path.of("target/classes/catalog/starter.ndjson");
    private static final int VENDORS = 200;
    private static final int PROVIDERS = 60;
    private static final int DEEPEST = 12;
    private static final int MODELS_OF_A_FAMILY = 30;
    private static final LocalDate FIRST_DAY = LocalDate.of(2018, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2026, 6, 30);
    // Growth of the release rate over the whole period: e to the power of this.
    private static final double ACCELERATION = 4;

    private static final String[] SYLLABLES =
            ("al an ar bel bor cal cor dal den dor el fen gal hel in jor kal kel lan lor lum mar mel mir nal nor ol or pal"
                            + " per quil ral ren sal sol tal ter ul val ver vol wen xan yor zan zel")
                    .split(" ");

    /** Weighted choice of values: weights and values, separated by spaces and commas. */
    private record Choice(List<String> values, List<Double> upTo) {

        static Choice of(String weightsAndValues) {
            List<String> values = new ArrayList<>();
            List<Double> upTo = new ArrayList<>();
            double sum = 0;
            for (String each : weightsAndValues.strip().split(",\\s+")) {
                String[] weightAndValue = each.split(" ", 2);
                sum += Double.parseDouble(weightAndValue[0]);
                upTo.add(sum);
                values.add(weightAndValue[1]);
            }
            return new Choice(values, upTo);
        }

        String pick(Random random) {
            double at = random.nextDouble() * upTo.get(upTo.size() - 1);
            int index = 0;
            while (at >= upTo.get(index)) {
                index++;
            }
            return values.get(index);
        }
    }

    // The frequencies are those of the starter catalog.
    private static final Choice CONTEXTS = Choice.of("""
            72 131072, 67 2048, 60 128000, 53 4096, 37 262144, 36 200000, 32 8192, 31 32768, 30 512, 28 1000000, 21 1024,
            18 256000, 18 1048576, 17 400000, 9 16384, 8 204800, 6 65536, 5 448, 4 1050000, 3 1047576, 3 8191, 2 300000,
            2 9000, 2 100000, 2 4097, 1 2097152, 1 128, 1 3500000, 1 4000000, 1 196608, 1 512000, 1 32000, 1 8001, 1 16385,
            1 2000000, 1 64000
            """);
    private static final Choice OUTPUTS = Choice.of("""
            35 128000, 31 65536, 25 8192, 24 131072, 19 16384, 18 32768, 14 64000, 13 4096, 12 262144, 8 100000, 5 256000,
            4 384000, 3 4000, 1 2048
            """);
    private static final Choice LICENCES = Choice.of("""
            116 Apache-2.0, 65 MIT, 53 Llama 3.1 Community License, 12 CC-BY-NC-4.0, 8 Gemma Terms of Use,
            5 BigCode OpenRAIL-M, 3 BSD-3-Clause
            """);
    private static final Choice SPECIAL_KINDS = Choice.of("""
            21 encoder, 13 image_generation, 9 embedding, 8 speech, 6 moderation, 2 translation, 2 video_generation,
            2 other, 1 reranking
            """);
    private static final Choice INPUTS =
            Choice.of("417 text, 87 text image, 38 text image pdf, 14 text image video, 15 text image audio video pdf");
    private static final Choice LIFECYCLES = Choice.of("88 released, 6 retired, 4 deprecated, 2 announced");
    private static final Choice INSIDE_A_FAMILY = Choice.of("""
            45 successor:, 20 variant:smaller, 10 variant:larger, 5 variant:, 12 fine_tune:sft, 8 continued_pretraining:
            """);
    private static final Choice BETWEEN_FAMILIES = Choice.of("""
            40 fine_tune:sft, 15 fine_tune:dpo, 10 fine_tune:rlhf, 12 quantization:gptq, 12 adapter:lora, 8 distillation:,
            3 continued_pretraining:
            """);
    private static final Choice BENCHMARKS = Choice.of("""
            31 aider-polyglot, 28 scicode, 26 swe-bench-pro, 26 swe-bench-verified, 26 terminal-bench-2-1,
            21 terminal-bench-hard, 10 mrcr-v2, 8 gpqa-diamond, 4 livecodebench
            """);
    private static final double[] SIZES_IN_BILLIONS = {0.5, 1, 1.5, 3, 7, 8, 13, 14, 32, 34, 70, 72, 120, 235, 405, 671
    };
    private static final String[] VARIANTS = {"", "-instruct", "-thinking", "-coder", "-chat"};
    private static final String[] KINDS = {"base", "instruct", "reasoning", "code", "instruct"};

    /** Family of models; sizes and variants repeat with each version. */
    private static final class Family {
        private final String name;
        private final int sizes;
        private final int firstSize;
        private final int variants;
        private final String specialKind;
        private final boolean open;
        private int members;
        private int first = -1;
        private int latest = -1;

        Family(String name, Random random) {
            this.name = name;
            this.sizes = 1 + random.nextInt(4);
            this.firstSize = random.nextInt(SIZES_IN_BILLIONS.length - sizes);
            this.specialKind = random.nextInt(10) == 0 ? SPECIAL_KINDS.pick(random) : null;
            this.variants = specialKind == null ? 1 + random.nextInt(VARIANTS.length) : 1;
            this.open = random.nextInt(100) < 65;
        }
    }

    private static final class Vendor {
        private final String id;
        private final List<Family> families = new ArrayList<>();
        private final Set<String> names = new HashSet<>();

        Vendor(String id) {
            this.id = id;
        }
    }

    private final int models;
    private final Random random;
    private final Writer out;
    private final List<Vendor> vendors = new ArrayList<>();
    private final double[] vendorsUpTo = new double[VENDORS];
    private final List<String> providers = new ArrayList<>();
    // Indexed by the number of the model, which is also its order in time.
    private final String[] ids;
    private final int[] parents;
    private final byte[] depths;
    private final int[] contexts;

    private GenerateCatalog(int models, long seed, Writer out) {
        this.models = models;
        this.random = new Random(seed);
        this.out = out;
        this.ids = new String[models];
        this.parents = new int[models];
        this.depths = new byte[models];
        this.contexts = new int[models];
    }

    /** Arguments: number of models, seed, output file. */
    public static void main(String[] arguments) throws IOException {
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        try (OutputStream bytes = arguments.length > 2 ? new FileOutputStream(arguments[2]) : System.out;
                Writer out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16)) {
            new GenerateCatalog(Integer.parseInt(arguments[0]), seed, out).write();
        }
    }

    private void write() throws IOException {
        line("{\"type\":\"catalog\",\"version\":1,\"note\":\"%d invented models.\"}", models);
        definitions();
        vendors();
        providers();
        for (int i = 0; i < models; i++) {
            model(i);
        }
    }

    private void definitions() throws IOException {
        try (Stream<String> lines = Files.lines(STARTER)) {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("{\"type\":\"benchmark\"") || line.startsWith("{\"type\":\"capability\"")) {
                    out.write(line);
                    out.write('\n');
                }
            }
        }
    }

    private void vendors() throws IOException {
        Set<String> names = new HashSet<>();
        double sum = 0;
        for (int i = 0; i < VENDORS; i++) {
            String name = freshWord(names);
            vendors.add(new Vendor(name + "-lab"));
            // Zipf's law: the second has half as many as the first.
            sum += 1.0 / (i + 1);
            vendorsUpTo[i] = sum;
            line(
                    "{\"type\":\"vendor\",\"id\":\"%s-lab\",\"name\":\"%s Lab\",\"url\":\"https://%s.example\"}",
                    name, capital(name), name);
        }
    }

    private void providers() throws IOException {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < PROVIDERS; i++) {
            String name = freshWord(names);
            providers.add(name + "-cloud");
            line("{\"type\":\"provider\",\"id\":\"%s-cloud\",\"name\":\"%s Cloud\"}", name, capital(name));
        }
    }

    private void model(int i) throws IOException {
        Vendor vendor = vendor();
        Family family = family(vendor);
        int member = family.members++;
        int variant = member % family.variants;
        double billions = SIZES_IN_BILLIONS[family.firstSize + member / family.variants % family.sizes];
        int generation = member / (family.variants * family.sizes);
        String slug = family.name + "-" + (1 + generation / 3) + new String[] {"", ".1", ".5"}[generation % 3] + "-"
                + (billions == Math.rint(billions) ? String.valueOf((int) billions) : String.valueOf(billions)) + "b"
                + VARIANTS[variant];
        ids[i] = vendor.id + "/" + slug;
        LocalDate released = day(i);
        String source = "https://" + vendor.id + ".example/" + slug;

        StringBuilder json = new StringBuilder(700).append("{\"type\":\"model\"");
        StringBuilder facts = new StringBuilder("\"name\"");
        text(json, "id", ids[i]);
        text(json, "name", name(slug));
        fact(json, facts, "family", family.name);
        fact(json, facts, "kind", family.specialKind == null ? KINDS[variant] : family.specialKind);
        if (chance(98)) {
            fact(json, facts, "releaseDate", partial(released));
        }
        String lifecycle = LIFECYCLES.pick(random);
        fact(json, facts, "lifecycle", lifecycle);
        if (lifecycle.equals("retired")) {
            fact(
                    json,
                    facts,
                    "retiredDate",
                    released.plusDays(200L + random.nextInt(900)).toString());
        }
        if (family.open || chance(10)) {
            json.append(",\"parameters\":").append(Math.round(billions * 1e9));
            facts.append(",\"parameters\"");
        } else if (chance(70)) {
            fact(json, facts, "parametersStatus", "not_disclosed");
        }
        boolean hasContext = chance(91);
        if (!hasContext && chance(30)) {
            fact(json, facts, "contextWindowStatus", "not_applicable");
        }
        json.append(",\"openWeights\":").append(family.open);
        facts.append(",\"openWeights\"");
        if (family.open) {
            fact(json, facts, "licence", LICENCES.pick(random));
        }
        json.append(",\"modalities\":").append(modalities(family.specialKind));
        facts.append(",\"modalities\"");
        if (chance(24)) {
            fact(
                    json,
                    facts,
                    "knowledgeCutoff",
                    released.minusDays(60L + random.nextInt(300)).toString().substring(0, 7));
        }
        if (chance(80)) {
            json.append(",\"webLinks\":[{\"type\":\"").append(family.open ? "weights" : "announcement");
            json.append("\",\"url\":\"").append(source).append("\"}]");
        }
        if (chance(40)) {
            json.append(",\"aliases\":[\"")
                    .append(vendor.id)
                    .append('.')
                    .append(slug)
                    .append('"');
            if (chance(30)) {
                json.append(",\"")
                        .append(capital(vendor.id))
                        .append('/')
                        .append(name(slug).replace(' ', '-'))
                        .append('"');
            }
            json.append(']');
        }
        if (chance(5)) {
            json.append(",\"texts\":{\"en\":{\"subtitle\":\"")
                    .append(capital(family.name))
                    .append(" for ");
            json.append(word()).append("\",\"summary\":\"").append(prose()).append("\"},\"zh\":{\"subtitle\":\"");
            json.append(capital(family.name)).append(" 系列模型\"}}");
        }
        json.append(",\"sources\":[{\"facts\":[")
                .append(facts)
                .append("],\"source\":\"")
                .append(source)
                .append("\"}]}\n");
        out.append(json);

        int parent = parent(i, family);
        parents[i] = parent;
        if (parent >= 0) {
            edges(i, parent, parent == family.latest || parent == family.first, source);
        }
        contexts[i] = context(parent);
        if (hasContext) {
            measurement(ids[i], "context-window", String.valueOf(contexts[i]), source, null);
        }
        measurements(i, source, released);
        if (chance(20)) {
            offerings(i, vendor, slug, hasContext, source, released);
        }
        if (family.first < 0) {
            family.first = i;
        }
        family.latest = i;
    }

    private Vendor vendor() {
        double at = random.nextDouble() * vendorsUpTo[VENDORS - 1];
        int index = 0;
        while (at >= vendorsUpTo[index]) {
            index++;
        }
        return vendors.get(index);
    }

    private Family family(Vendor vendor) {
        List<Family> families = vendor.families;
        if (families.isEmpty() || random.nextInt(MODELS_OF_A_FAMILY) == 0) {
            families.add(new Family(freshWord(vendor.names), random));
        }
        // Recent families get new versions, old ones do not.
        int back = (int) (-3 * Math.log(1 - random.nextDouble()));
        return families.get(Math.max(0, families.size() - 1 - back));
    }

    /** Number of the parent model, or -1. Popular parents get more children. */
    private int parent(int i, Family family) {
        int choice = random.nextInt(100);
        if (i == 0 || choice < 9) {
            return -1;
        }
        if (family.first >= 0 && choice < 40 && depths[family.latest] < DEEPEST) {
            return family.latest;
        }
        if (family.first >= 0 && choice < 60 && depths[family.first] < DEEPEST) {
            return family.first;
        }
        for (int attempt = 0; attempt < 4; attempt++) {
            int other = random.nextInt(i);
            int parent = parents[other] >= 0 && random.nextInt(3) > 0 ? parents[other] : other;
            if (depths[parent] < DEEPEST && random.nextInt(DEEPEST) >= depths[parent]) {
                return parent;
            }
        }
        return -1;
    }

    private void edges(int i, int parent, boolean inside, String source) throws IOException {
        String[] relation =
                (inside ? INSIDE_A_FAMILY : BETWEEN_FAMILIES).pick(random).split(":", -1);
        Set<Integer> more = new HashSet<>();
        if (i > 1 && random.nextInt(1000) < 15) {
            relation = new String[] {"merge", "slerp"};
            for (int k = 1 + random.nextInt(3); k > 0; k--) {
                more.add(random.nextInt(i));
            }
            more.remove(parent);
            more.removeIf(other -> depths[other] >= DEEPEST);
        }
        edge(i, parent, relation, source);
        for (int other : more) {
            edge(i, other, relation, source);
        }
    }

    private void edge(int i, int parent, String[] relation, String source) throws IOException {
        depths[i] = (byte) Math.max(depths[i], depths[parent] + 1);
        String method = relation[1].isEmpty() ? "" : ",\"method\":\"" + relation[1] + "\"";
        line(
                "{\"type\":\"edge\",\"child\":\"%s\",\"parent\":\"%s\",\"relation\":\"%s\"%s,\"source\":\"%s\"}",
                ids[i], ids[parent], relation[0], method, source);
    }

    private int context(int parent) {
        if (parent >= 0 && chance(40)) {
            return contexts[parent];
        }
        return random.nextInt(200) == 0 ? 1_000 + random.nextInt(300_000) : Integer.parseInt(CONTEXTS.pick(random));
    }

    private void measurements(int i, String source, LocalDate released) throws IOException {
        if (chance(35)) {
            measurement(
                    ids[i],
                    "max-output",
                    String.valueOf(Math.min(contexts[i], Integer.parseInt(OUTPUTS.pick(random)))),
                    source,
                    null);
        }
        if (chance(10)) {
            Set<String> seen = new HashSet<>();
            for (int k = 1 + random.nextInt(5); k > 0; k--) {
                String benchmark = BENCHMARKS.pick(random);
                if (seen.add(benchmark)) {
                    measurement(ids[i], benchmark, percent(), source, released);
                    if (chance(15)) {
                        measurement(ids[i], benchmark, percent(), "https://boards.example/" + benchmark, released);
                    }
                }
            }
        }
    }

    private void measurement(String model, String benchmark, String raw, String source, LocalDate day)
            throws IOException {
        String when = day == null
                ? ""
                : ",\"date\":\"" + day.plusDays(random.nextInt(90)) + "\"" + (chance(50) ? ",\"verified\":true" : "");
        line(
                "{\"type\":\"measurement\",\"model\":\"%s\",\"benchmark\":\"%s\",\"raw\":%s,\"source\":\"%s\"%s}",
                model, benchmark, raw, source, when);
    }

    private void offerings(int i, Vendor vendor, String slug, boolean hasContext, String source, LocalDate released)
            throws IOException {
        int cents = 1 + (int) Math.exp(random.nextDouble() * 7.5);
        if (chance(50)) {
            // The vendor's own price is also a measurement.
            measurement(ids[i], "input-price", dollars(cents), source, released);
            measurement(ids[i], "output-price", dollars(4L * cents), source, released);
        }
        Set<String> serving = new HashSet<>();
        for (int k = 1 + (int) (-1.5 * Math.log(1 - random.nextDouble())); k > 0; k--) {
            String provider = providers.get((int) (PROVIDERS * Math.pow(random.nextDouble(), 2)));
            if (!serving.add(provider)) {
                continue;
            }
            long now = Math.max(1, Math.round(cents * (0.7 + random.nextDouble())));
            LocalDate cut = released.plusDays(100);
            String prices = chance(10)
                    ? "{\"kind\":\"free\"}"
                    : chance(20)
                            ? price(2 * now, ",\"to\":\"" + cut + "\"") + "," + price(now, ",\"from\":\"" + cut + "\"")
                            : price(now, "");
            line(
                    "{\"type\":\"offering\",\"provider\":\"%s\",\"id\":\"%s/%s\",\"model\":\"%s\"%s,\"source\":\"https://%s.example\","
                            + "\"date\":\"%s\",\"prices\":[%s]}",
                    provider,
                    vendor.id,
                    slug,
                    ids[i],
                    hasContext ? ",\"contextWindow\":" + contexts[i] : "",
                    provider,
                    released.plusDays(30),
                    prices);
        }
    }

    private static String price(long cents, String period) {
        return "{\"kind\":\"metered\",\"input\":\"" + dollars(cents) + "\",\"output\":\"" + dollars(4 * cents) + "\""
                + period + "}";
    }

    private static String dollars(long cents) {
        return cents / 100 + "." + (cents % 100 < 10 ? "0" : "") + cents % 100;
    }

    private String percent() {
        return String.valueOf(Math.round((20 + 60 * random.nextDouble() + 10 * random.nextGaussian() / 3) * 10) / 10.0);
    }

    private LocalDate day(int i) {
        double share = Math.log1p((i + random.nextDouble()) / models * Math.expm1(ACCELERATION)) / ACCELERATION;
        return FIRST_DAY.plusDays((long) (share * ChronoUnit.DAYS.between(FIRST_DAY, LAST_DAY)));
    }

    private String partial(LocalDate day) {
        int choice = random.nextInt(100);
        return day.toString().substring(0, choice < 1 ? 4 : choice < 5 ? 7 : 10);
    }

    private String modalities(String specialKind) {
        String[] modalities = (specialKind == null
                        ? INPUTS.pick(random) + ":text"
                        : switch (specialKind) {
                            case "encoder", "embedding" -> "text:embedding";
                            case "image_generation" -> "text:image";
                            case "video_generation" -> "text image:video";
                            case "speech" -> "audio:text";
                            default -> "text:text";
                        })
                .split(":");
        return "{\"input\":[\"" + modalities[0].replace(" ", "\",\"") + "\"],\"output\":[\"" + modalities[1] + "\"]}";
    }

    private static String name(String slug) {
        StringBuilder name = new StringBuilder();
        for (String part : slug.split("-")) {
            name.append(name.isEmpty() ? "" : " ")
                    .append(part.endsWith("b") ? part.toUpperCase(Locale.ROOT) : capital(part));
        }
        return name.toString();
    }

    private String prose() {
        StringBuilder prose = new StringBuilder("Made for ");
        for (int k = 5 + random.nextInt(20); k > 0; k--) {
            prose.append(word()).append(k > 1 ? " " : ".");
        }
        return prose.toString();
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int k = 2 + random.nextInt(2); k > 0; k--) {
            word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        return word.toString();
    }

    /** A new word, added to those taken. */
    private String freshWord(Set<String> taken) {
        String word = word();
        while (!taken.add(word)) {
            word = word + SYLLABLES[random.nextInt(SYLLABLES.length)];
        }
        return word;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static void fact(StringBuilder json, StringBuilder facts, String key, String value) {
        text(json, key, value);
        facts.append(",\"").append(key).append('"');
    }

    // None of the generated values contains a character that JSON would escape.
    private static void text(StringBuilder json, String key, String value) {
        json.append(",\"").append(key).append("\":\"").append(value).append('"');
    }

    private void line(String format, Object... values) throws IOException {
        out.write(String.format(Locale.ROOT, format, values));
        out.write('\n');
    }
}
