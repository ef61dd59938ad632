package org.modeltree.oracle.generated;

import java.math.BigDecimal;
import java.util.List;
import org.modeltree.oracle.generated.InputRecords.BenchmarkRecord;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;
import org.modeltree.oracle.generated.InputRecords.Localized;
import org.modeltree.oracle.generated.InputRecords.Scale;

/** Benchmarks and capabilities of every kind: log and linear, ascending and descending, with no, too few, just enough and tied models. */
public final class HandmadeScales {
    public static final String CONTEXT_WINDOW = "context-window";
    public static final String MAX_OUTPUT = "max-output";

    private HandmadeScales() {}

    static List<BenchmarkRecord> benchmarks() {
        return List.of(
                new BenchmarkRecord(CONTEXT_WINDOW, "Context window size", "tokens", null),
                new BenchmarkRecord(MAX_OUTPUT, "Longest answer", "tokens", "https://b.example/out?a=1&b=2"),
                new BenchmarkRecord("fix-rate", "Fixed issues, \"strict\"", "percent", "https://b.example/fix"),
                new BenchmarkRecord("input-price", "Input price", "usd_per_1m_tokens", null),
                new BenchmarkRecord("first-token", "Time to first token", "milliseconds", null),
                new BenchmarkRecord("elo", "Arena 竞技场", "index", "https://b.example/elo"),
                new BenchmarkRecord("rare-four", "Measured on four", "percent", null),
                new BenchmarkRecord("rare-five", "Measured on five", "percent", null),
                new BenchmarkRecord("silent", "Measured on none", "index", null),
                new BenchmarkRecord("all-tied", "All the same", "index", null),
                new BenchmarkRecord("trivia", "No capability looks at it", "percent", null));
    }

    static List<CapabilityRecord> capabilities() {
        return List.of(
                new CapabilityRecord(
                        "context",
                        new Localized("Context / memory", "上下文 / 记忆"),
                        new Localized("How much it reads at once.", "一次能读多少。"),
                        new Localized("Context window size · log-scaled", "上下文窗口 · 对数"),
                        CONTEXT_WINDOW,
                        scale("log", "2048", "2097152")),
                // The same benchmark on another scale.
                capability("context-linear", "Context, linear", CONTEXT_WINDOW, scale("linear", "0", "1000000")),
                capability("output", "Long answers", MAX_OUTPUT, scale("log", "1024", "131072")),
                new CapabilityRecord(
                        "coding",
                        new Localized("Coding <&>", "编程"),
                        new Localized("Fixes issues.", null),
                        new Localized("Strict fixes", null),
                        "fix-rate",
                        scale("linear", "5", "85")),
                capability("price", "Price", "input-price", scale("log", "60", "0.05")),
                capability("latency", "Latency", "first-token", scale("linear", "2500", "150")),
                capability("chat", "Chat", "elo", scale("linear", "800", "2400.5")),
                capability("four", "Four", "rare-four", scale("log", "0.5", "64")),
                capability("five", "Five", "rare-five", scale("linear", "0", "100")),
                capability("none-yet", "None yet", "silent", scale("log", "1", "1000")),
                capability("tied", "Tied", "all-tied", scale("log", "1", "1000")));
    }

    private static CapabilityRecord capability(String id, String label, String benchmark, Scale scale) {
        Localized description = new Localized("About " + label + ".", "关于" + label);
        return new CapabilityRecord(id, new Localized(label, null), description, null, benchmark, scale);
    }

    private static Scale scale(String kind, String floor, String ceiling) {
        return new Scale(kind, new BigDecimal(floor), new BigDecimal(ceiling));
    }
}
