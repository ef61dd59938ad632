package org.modeltree.oracle;

import java.math.BigDecimal;
import java.util.List;
import org.modeltree.oracle.Lines.BenchmarkLine;
import org.modeltree.oracle.Lines.CapabilityLine;
import org.modeltree.oracle.Lines.Localized;
import org.modeltree.oracle.Lines.Scale;

/** Benchmarks and capabilities of every sort: log and linear, both ways up, empty, too few, just enough, all tied. */
final class InventedScales {
    static final String CONTEXT_WINDOW = "context-window";
    static final String MAX_OUTPUT = "max-output";

    private InventedScales() {}

    static List<BenchmarkLine> benchmarks() {
        return List.of(
                new BenchmarkLine(CONTEXT_WINDOW, "Context window size", "tokens", null),
                new BenchmarkLine(MAX_OUTPUT, "Longest answer", "tokens", "https://b.example/out?a=1&b=2"),
                new BenchmarkLine("fix-rate", "Fixed issues, \"strict\"", "percent", "https://b.example/fix"),
                new BenchmarkLine("input-price", "Input price", "usd_per_1m_tokens", null),
                new BenchmarkLine("first-token", "Time to first token", "milliseconds", null),
                new BenchmarkLine("elo", "Arena 竞技场", "index", "https://b.example/elo"),
                new BenchmarkLine("rare-four", "Measured on four", "percent", null),
                new BenchmarkLine("rare-five", "Measured on five", "percent", null),
                new BenchmarkLine("silent", "Measured on none", "index", null),
                new BenchmarkLine("all-tied", "All the same", "index", null),
                new BenchmarkLine("trivia", "No capability looks at it", "percent", null));
    }

    static List<CapabilityLine> capabilities() {
        return List.of(
                new CapabilityLine(
                        "context",
                        new Localized("Context / memory", "上下文 / 记忆"),
                        new Localized("How much it reads at once.", "一次能读多少。"),
                        new Localized("Context window size · log-scaled", "上下文窗口 · 对数"),
                        CONTEXT_WINDOW,
                        scale("log", "2048", "2097152")),
                // The same benchmark through another scale.
                capability("context-linear", "Context, linear", CONTEXT_WINDOW, scale("linear", "0", "1000000")),
                capability("output", "Long answers", MAX_OUTPUT, scale("log", "1024", "131072")),
                new CapabilityLine(
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

    private static CapabilityLine capability(String id, String label, String benchmark, Scale scale) {
        Localized description = new Localized("About " + label + ".", "关于" + label);
        return new CapabilityLine(id, new Localized(label, null), description, null, benchmark, scale);
    }

    private static Scale scale(String kind, String floor, String ceiling) {
        return new Scale(kind, new BigDecimal(floor), new BigDecimal(ceiling));
    }
}
