package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of benchmarks in foreign catalogs, mapped to one id for all spellings. */
public final class BenchmarkNames {

    /**
     * A benchmark.
     *
     * @param id slug of the benchmark
     * @param label name for people
     * @param unit unit of its values: {@code tokens}, {@code percent}, {@code index}, {@code elo} or {@code score}
     */
    public record Benchmark(String id, String label, String unit) {

        /** The record that defines the benchmark. */
        public ObjectNode record() {
            return JsonSource.newRecord("benchmark")
                    .put("id", id)
                    .put("label", label)
                    .put("unit", unit);
        }
    }

    public static final Benchmark CONTEXT_WINDOW = new Benchmark("context-window", "Context window", "tokens");
    public static final Benchmark MAX_OUTPUT = new Benchmark("max-output", "Output limit", "tokens");

    private static final Pattern NOT_WORDS = Pattern.compile("[^a-z0-9]+");
    private static final Pattern VERSION_IN_WORD = Pattern.compile("(?<=[a-z])(?=v\\d+$)");
    private static final int MAX_ID = 60;

    /** Benchmarks with a fixed label, so that the spelling of a file does not replace it. */
    private static final Map<String, Benchmark> KNOWN = Stream.of(
                    percent("swe-bench-verified", "SWE-bench Verified"),
                    percent("swe-bench-pro", "SWE-bench Pro (public set)"),
                    percent("swe-bench-pro-hard-aa", "SWE-bench Pro, hard subset (Artificial Analysis)"),
                    percent("swe-bench-multilingual", "SWE-bench Multilingual"),
                    percent("aider-polyglot", "Aider polyglot"),
                    percent("terminal-bench-hard", "Terminal-Bench Hard"),
                    percent("terminal-bench-2-0", "Terminal-Bench 2.0"),
                    percent("terminal-bench-2-1", "Terminal-Bench 2.1"),
                    percent("scicode", "SciCode"),
                    index("artificial-analysis-coding-index", "Artificial Analysis Coding Index"),
                    index("artificial-analysis-coding-agent-index", "Artificial Analysis Coding Agent Index"),
                    percent("swe-atlas-qna", "SWE-Atlas Codebase QnA"),
                    percent("swe-atlas-qna-aa", "SWE-Atlas Codebase QnA, pass@1 (Artificial Analysis)"),
                    percent("swe-atlas-refactoring", "SWE-Atlas Refactoring"),
                    percent("swe-atlas-test-writing", "SWE-Atlas Test Writing"),
                    percent("livecodebench", "LiveCodeBench"),
                    percent("livecodebench-pro", "LiveCodeBench Pro"),
                    percent("nl2repo", "NL2Repo"),
                    percent("claw-eval", "Claw-Eval"),
                    percent("gpqa-diamond", "GPQA Diamond"),
                    percent("humanitys-last-exam", "Humanity’s Last Exam"),
                    percent("charxiv-reasoning", "CharXiv Reasoning"),
                    percent("tau3-banking", "τ³ Banking"),
                    percent("long-context-reasoning", "Long Context Reasoning"),
                    percent("mrcr-v2", "MRCR v2"),
                    percent("cti-realm", "CTI-REALM"))
            .collect(Collectors.toMap(Benchmark::id, benchmark -> benchmark));

    /** Other spellings of known benchmarks that {@link #slug} does not unify. */
    private static final Map<String, String> SPELLINGS = Map.of(
            "swe-atlas-codebase-qna", "swe-atlas-qna",
            // The same questions, but scored by the share answered correctly at the first try.
            "swe-atlas-codebase-qna-pass-1", "swe-atlas-qna-aa",
            "swebench-verified", "swe-bench-verified",
            "swebench-pro", "swe-bench-pro",
            "swebench-multilingual", "swe-bench-multilingual",
            "live-code-bench", "livecodebench",
            "live-code-bench-pro", "livecodebench-pro",
            "hle", "humanitys-last-exam",
            "terminal-bench-2", "terminal-bench-2-0");

    private BenchmarkNames() {}

    private static Benchmark percent(String id, String label) {
        return new Benchmark(id, label, "percent");
    }

    private static Benchmark index(String id, String label) {
        return new Benchmark(id, label, "index");
    }

    /**
     * The benchmark that a name means.
     *
     * @param name name in the file: case, hyphens and apostrophes make no difference
     * @param version version of the benchmark; empty if it is not given or is part of the name
     * @param dataset part of the benchmark; empty or {@code public} for the usual one
     * @param metric what is counted; empty if it is not given
     * @throws IllegalArgumentException if the name has no letter or digit
     */
    public static Benchmark of(String name, String version, String dataset, String metric) {
        String slug = slug(name);
        if (slug.isEmpty()) {
            throw new IllegalArgumentException("must contain a letter or a digit");
        }
        String label = name.strip();
        if (!version.isEmpty() && !("-" + slug + "-").contains("-" + slug(version) + "-")) {
            slug = slug + "-" + slug(version);
            label = label + " " + version;
        }
        if (!dataset.isEmpty() && !dataset.equalsIgnoreCase("public")) {
            slug = slug + "-" + slug(dataset);
            label = label + " (" + dataset + ")";
        }
        String ofMetric = slug + "-" + slug(metric);
        String id = SPELLINGS.getOrDefault(ofMetric, SPELLINGS.getOrDefault(slug, slug));
        if (id.length() > MAX_ID) {
            id = id.substring(0, MAX_ID);
        }
        return KNOWN.getOrDefault(id, new Benchmark(id, label, unit(label, metric)));
    }

    /** Words joined by hyphens: {@code MRCRv2} is {@code mrcr-v2}, {@code τ³} is {@code tau3}. */
    private static String slug(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}|['’`]", "")
                .replace("τ", "tau");
        return Stream.of(NOT_WORDS.split(plain))
                .filter(word -> !word.isEmpty())
                .map(word -> VERSION_IN_WORD.matcher(word).replaceFirst("-"))
                .collect(Collectors.joining("-"));
    }

    private static String unit(String label, String metric) {
        String words = (label + " " + metric).toLowerCase(Locale.ROOT);
        if (words.contains("index")) {
            return "index";
        }
        if (words.matches(".*\\belo\\b.*")) {
            return "elo";
        }
        boolean share = Stream.of("percent", "%", "rate", "resolved", "pass@", "accuracy")
                .anyMatch(words::contains);
        return share ? "percent" : "score";
    }
}
