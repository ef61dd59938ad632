package org.modeltree.pages.card;

import java.util.List;
import java.util.Map;
import org.modeltree.bands.capability.Gauge;
import org.modeltree.card.CardView;
import org.modeltree.lineage.LineageSummary;

/**
 * A card with what its page draws beside it.
 *
 * @param card the card as the API has it
 * @param ticks marks of the gauge of context windows
 * @param window position of the model's context window on the gauge; null if it is unknown
 * @param claims core capabilities with what was measured
 * @param availability kinds of availability with their names
 * @param offers today's offerings, the cheapest first
 * @param performance scores with their bars
 * @param parents models that it comes from
 * @param children models that come from it, with a limit
 * @param siblings other children of its parents, with a limit
 * @param links web pages about it, with their kinds
 * @param facts facts with their sources
 * @param structured the model for search engines, as JSON-LD that is safe inside a script element
 * @param picture address of its picture, for previews of links
 */
public record CardPage(
        CardView card,
        List<Tick> ticks,
        String window,
        List<Claim> claims,
        List<Way> availability,
        List<Offer> offers,
        List<Performance> performance,
        List<Relative> parents,
        List<Relative> children,
        List<Relative> siblings,
        List<Source> links,
        List<SourcedFact> facts,
        String structured,
        String picture) {

    /**
     * A mark on the gauge.
     *
     * @param x its position
     * @param caption what is enough for, in the language of the page; null without one
     * @param other the same in the other language; null without one
     * @param otherLanguage tag of the other language
     * @param reached whether the model's window is at least as large
     */
    public record Tick(String x, String label, String caption, String other, String otherLanguage, boolean reached) {

        static Tick of(Gauge.Tick tick, boolean chinese, Long tokens) {
            Gauge.Captions captions = tick.captions();
            String other = captions == null ? null : chinese ? captions.en() : captions.zh();
            return new Tick(
                    Position.of(tick.fraction()),
                    tick.label(),
                    tick.caption(),
                    other,
                    chinese ? "en" : "zh",
                    tokens != null && tokens >= tick.raw().doubleValue());
        }
    }

    /**
     * A claim.
     *
     * @param style {@code good}, {@code bad}, {@code open}, or empty if the claim requires nothing
     * @param note what the measurement says; null if the claim requires nothing
     * @param measured the measured value; null without one
     */
    public record Claim(String label, String description, String style, String note, String measured) {}

    /**
     * A way to use the model.
     *
     * @param style {@code good}, {@code bad} or {@code open}
     * @param contradiction the fact that says otherwise, in words; null if none does
     * @param derived whether the status follows from the facts
     */
    public record Way(String name, String status, String style, String contradiction, boolean derived) {}

    /**
     * An offering of today.
     *
     * @param providerId id of the provider
     * @param input price of 1M tokens of input, with its currency; null if unknown
     * @param output price of 1M tokens of output, with its currency; null if unknown
     * @param kind how it is paid for, in words
     * @param tokens of the context window; null if unknown
     * @param contextWindow the same in a few characters; null if unknown
     */
    public record Offer(
            String provider,
            String providerId,
            String id,
            String input,
            String output,
            String kind,
            Long tokens,
            String contextWindow) {}

    /**
     * A score with its bars.
     *
     * @param clamped note on a value beyond the scale; null for others
     */
    public record Performance(
            String capability,
            String label,
            String basis,
            String text,
            String score,
            String clamped,
            String lower,
            String upper,
            List<Bar> bars) {}

    /**
     * A relative.
     *
     * @param kind relation and method in words; null for siblings
     */
    public record Relative(String id, String name, String kind) {

        static Relative of(
                LineageSummary.RelativeView view, Map<String, String> relations, Map<String, String> methods) {
            String relation = relations.getOrDefault(view.relation(), view.relation());
            return new Relative(
                    view.id(),
                    view.name(),
                    view.method() == null
                            ? relation
                            : relation + " · " + methods.getOrDefault(view.method(), view.method()));
        }
    }

    /**
     * A web page.
     *
     * @param text its kind, or its host
     * @param host its host, without www
     */
    public record Source(String text, String url, String host) {

        /** Only of http and https, because others could be scripts. */
        public static boolean isSafe(String url) {
            return url != null && url.matches("(?i)https?://.+");
        }

        static String host(String url) {
            return url.replaceFirst("(?i)^https?://(www\\.)?", "").replaceFirst("[/?#].*", "");
        }
    }

    /**
     * A fact.
     *
     * @param model id of the model that the value means; null for other values
     * @param source where it comes from, in words; null if unknown
     * @param url address of the source; null if it has none
     */
    public record SourcedFact(String label, String text, String model, String source, String url, String date) {}
}
