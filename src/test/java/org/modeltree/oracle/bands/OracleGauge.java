package org.modeltree.oracle.bands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.modeltree.oracle.Expect;
import org.modeltree.oracle.Oracle;

/** Expected gauge of context windows. */
public final class OracleGauge {
    static final int FROM = 2_048;
    static final int TO = 10_485_760;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private record Tick(int raw, String label, String en, String zh) {
        String caption(String lang) {
            return lang.equals("zh") ? zh : en;
        }

        /** The label in thousands: a window of 128,000 tokens reaches the tick 128K. */
        long reachedAt() {
            long number = Long.parseLong(label.substring(0, label.length() - 1));
            return label.endsWith("M") ? number * 1_000_000 : number * 1_000;
        }
    }

    private static final List<Tick> TICKS = List.of(
            new Tick(2_048, "2K", "Short prompt", "短提示"),
            new Tick(4_096, "4K", "Chat", "聊天"),
            new Tick(32_768, "32K", "Long docs", "长文档"),
            new Tick(131_072, "128K", "Books", "整本书"),
            new Tick(409_600, "400K", "Multi-doc", "多文档"),
            new Tick(1_048_576, "1M", "Codebase", "整个代码库"),
            new Tick(10_485_760, "10M", null, null));

    private OracleGauge() {}

    static double fraction(double x, double from, double to, boolean log) {
        double fraction = log ? Math.log(x / from) / Math.log(to / from) : (x - from) / (to - from);
        return Math.min(1, Math.max(0, fraction));
    }

    static ArrayNode ticks(String lang) {
        ArrayNode ticks = JSON.arrayNode();
        for (Tick tick : TICKS) {
            ObjectNode view = ticks.addObject()
                    .put("raw", BigDecimal.valueOf(tick.raw()))
                    .put("label", tick.label())
                    .put("caption", tick.caption(lang))
                    .put("fraction", fraction(tick.raw(), FROM, TO, true));
            if (tick.en() == null) {
                view.putNull("captions");
            } else {
                view.putObject("captions").put("en", tick.en()).put("zh", tick.zh());
            }
        }
        return ticks;
    }

    /** The context section of a card. */
    public static ObjectNode section(Long tokens, String status, String lang) {
        ObjectNode context = JSON.objectNode();
        context.put("tokens", tokens);
        context.put("status", Oracle.status(tokens != null, status));
        context.put("from", FROM);
        context.put("to", TO);
        context.set("ticks", ticks(lang));
        if (tokens == null) {
            List.of("label", "caption", "tier", "fraction").forEach(context::putNull);
            return context;
        }
        context.set("label", label(tokens));
        context.set("caption", caption(tokens, lang));
        context.put("tier", tier(tokens, lang));
        context.put("fraction", fraction(tokens.doubleValue(), FROM, TO, true));
        return context;
    }

    private static JsonNode caption(long tokens, String lang) {
        String grouped = String.format(Locale.ROOT, "%,d", tokens);
        return lang.equals("en")
                ? JSON.textNode("Up to " + grouped + " tokens")
                : Expect.that("words with " + grouped, node -> node.asText().contains(grouped));
    }

    /** Caption of the highest tick reached that has one; null for smaller windows. */
    private static String tier(long tokens, String lang) {
        String tier = null;
        for (Tick tick : TICKS) {
            if (tick.reachedAt() <= tokens && tick.caption(lang) != null) {
                tier = tick.caption(lang);
            }
        }
        return tier;
    }

    /** Exact where the examples of the contract are (128,000 is 128K although 1,024 divides it); approximate elsewhere. */
    static JsonNode label(long tokens) {
        int base = tokens % 1000 == 0 ? 1000 : tokens % 1024 == 0 ? 1024 : 0;
        boolean millionsAndMore = base == 1000 && tokens > 1_000_000 && tokens % 1_000_000 != 0;
        if (base != 0 && !millionsAndMore) {
            long thousands = tokens / base;
            return JSON.textNode(thousands >= base && thousands % base == 0 ? thousands / base + "M" : thousands + "K");
        }
        return Expect.that("a short label of about " + tokens, node -> {
            String text = node.asText();
            if (!text.matches("[0-9]+(\\.[0-9]+)?[KM]?")) {
                return false;
            }
            double unit = text.endsWith("M") ? 1_000_000 : text.endsWith("K") ? 1_000 : 1;
            double value = Double.parseDouble(text.replaceAll("[KM]", "")) * unit;
            return Math.abs(value - tokens) <= 0.05 * tokens;
        });
    }
}
