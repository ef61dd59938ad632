package org.modeltree.card;

import java.math.BigDecimal;
import java.util.List;
import org.modeltree.bands.capability.Gauge;
import org.modeltree.catalog.Fact;
import org.modeltree.catalog.ModelView;
import org.modeltree.catalog.vendor.VendorRef;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PartialDate;
import org.modeltree.lineage.LineageSummary;

/** Everything one page shows about a model, as JSON, in the reader's language. */
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

    /** The context window on its gauge. */
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
                    tokens == null ? null : Words.contextLabel(tokens),
                    tokens == null ? null : Words.contextCaption(tokens, language),
                    tokens == null ? null : Gauge.contextTier(tokens, language),
                    tokens == null ? null : Gauge.contextPosition(tokens),
                    Gauge.CONTEXT_FROM,
                    Gauge.CONTEXT_TO,
                    Gauge.ofContext(language).ticks());
        }
    }

    /**
     * Something the card says the model can do.
     *
     * @param consistent false where the measurement contradicts the claim, null where nothing can
     */
    record ClaimView(String id, String label, String description, Requirement requires, Boolean consistent) {

        /** The raw value that the claim needs. */
        record Requirement(String capability, Number raw) {}
    }

    /** A status and its words. */
    record Statement(String status, String label) {

        static Statement of(String status, Language language) {
            return new Statement(status, Words.availability(status, language));
        }
    }

    /** Where the model can be had. */
    record AvailabilityView(Statement api, Statement product, Statement openSource, Statement enterprise) {}

    /** How it is paid for. */
    record PricingView(String kind, String label, String note, String summary) {

        static PricingView of(String kind, String note, Language language) {
            return new PricingView(
                    kind,
                    Words.pricingLabel(kind, language),
                    note == null ? Words.pricingNote(kind, language) : note,
                    Words.pricingSummary(kind, language));
        }
    }

    /** Where the model stands on one capability, in numbers as a page prints them. */
    record PerformanceView(
            String capability,
            String label,
            String basis,
            String status,
            long n,
            BigDecimal score,
            BigDecimal lower,
            BigDecimal upper,
            Double percentileRank,
            String position) {}

    /** Where to try it. */
    record ToolView(String name, String url) {}
}
