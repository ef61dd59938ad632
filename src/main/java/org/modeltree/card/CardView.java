package org.modeltree.card;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.modeltree.bands.capability.Gauge;
import org.modeltree.bands.capability.TokenLabel;
import org.modeltree.catalog.Fact;
import org.modeltree.catalog.ModelView;
import org.modeltree.catalog.vendor.VendorRef;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PartialDate;
import org.modeltree.lineage.LineageSummary;

/**
 * JSON view of a card: everything that a page shows about a model, in the reader's language.
 *
 * @param performance scores of the capabilities that have a measurement, in catalog order
 * @param links links of the model
 * @param facts facts with their sources
 * @param contentLanguage language of the prose: {@code en} or {@code zh}
 * @param revision revision of the catalog that last changed the model
 */
record CardView(
        String id,
        String name,
        VendorRef vendor,
        PartialDate releaseDate,
        String subtitle,
        String summary,
        ContextView context,
        String whyItMatters,
        List<ClaimView> coreCapabilities,
        AvailabilityView availability,
        PricingView pricing,
        List<PerformanceView> performance,
        List<String> feelsLike,
        List<String> bestFor,
        List<ToolView> tools,
        List<String> notFor,
        LineageSummary lineage,
        List<ModelView.Link> links,
        List<Fact> facts,
        String contentLanguage,
        long revision) {

    /**
     * JSON view of the context window on its gauge.
     *
     * @param tokens context window, in tokens; null if unknown, as are the next four texts and the position
     * @param status {@code known}, or why the context window is not known
     * @param label the tokens in a few characters, such as {@code 128K}
     * @param caption the tokens as a sentence
     * @param tier what a window of this size is enough for
     * @param position position on the gauge, from 0 to 1
     * @param from tokens at the start of the gauge
     * @param to tokens at the end of the gauge
     * @param ticks marks on the gauge
     */
    record ContextView(
            Long tokens,
            String status,
            String label,
            String caption,
            String tier,
            Double position,
            long from,
            long to,
            List<Gauge.Tick> ticks) {

        static ContextView of(ModelView model, Language language) {
            Long tokens = model.contextWindow();
            return new ContextView(
                    tokens,
                    model.contextWindowStatus(),
                    tokens == null ? null : TokenLabel.of(tokens),
                    tokens == null ? null : Labels.contextCaption(tokens, language),
                    tokens == null ? null : Gauge.contextTier(tokens, language),
                    tokens == null ? null : Gauge.contextPosition(tokens),
                    Gauge.CONTEXT_FROM,
                    Gauge.CONTEXT_TO,
                    Gauge.ofContext(language).ticks());
        }
    }

    /**
     * JSON view of a claim: an ability of the model.
     *
     * @param requires what the claim requires; null if it requires no capability
     * @param consistent whether the counting measurement supports the claim; null without a requirement or a measurement
     */
    record ClaimView(String id, String label, String description, Requirement requires, Boolean consistent) {

        /** JSON view of the raw value of a capability that a claim requires, in the benchmark's unit. */
        record Requirement(String capability, Number raw) {}
    }

    /** JSON view of a status with its label in the reader's language. */
    record Statement(String status, String label) {

        static Statement of(String status, Language language) {
            return new Statement(status, Labels.availability(status, language));
        }
    }

    /** JSON view of where the model is available. */
    record AvailabilityView(Statement api, Statement product, Statement openSource, Statement enterprise) {}

    /**
     * JSON view of how the model is paid for.
     *
     * @param kind {@code metered}, {@code free}, {@code subscription}, {@code dynamic} or {@code unknown}
     * @param label the kind, in the reader's language
     * @param note explanation of the kind; null if there is none
     * @param summary the kind in one or two words
     */
    record PricingView(String kind, String label, String note, String summary) {

        static PricingView of(String kind, String note, Language language) {
            return new PricingView(
                    kind,
                    Labels.pricingLabel(kind, language),
                    note == null ? Labels.pricingNote(kind, language) : note,
                    Labels.pricingSummary(kind, language));
        }
    }

    /**
     * JSON view of the model's score on one capability, rounded for display.
     *
     * @param capability id of the capability
     * @param label label of the capability
     * @param basis what the score is based on, in a few words, with the settings of the counting measurement
     * @param settings settings of the counting measurement, by name; null if its source states none
     * @param status {@code ok}, or {@code insufficient} if fewer than 5 models report
     * @param n number of models that report
     * @param score score rounded to one decimal, in [0, 10]
     * @param lower score at the 20th percentile, rounded; null without a band
     * @param upper score at the 80th percentile, rounded; null without a band
     * @param percentileRank percent of the models that score strictly below, in [0, 100)
     * @param position {@code below_lower}, {@code within} or {@code above_upper}; null without a band
     */
    record PerformanceView(
            String capability,
            String label,
            String basis,
            Map<String, String> settings,
            String status,
            long n,
            BigDecimal score,
            BigDecimal lower,
            BigDecimal upper,
            Double percentileRank,
            String position) {}

    /** JSON view of a tool to try the model in. */
    record ToolView(String name, String url) {}
}
