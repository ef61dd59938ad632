package org.modeltree.card;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.modeltree.bands.capability.Gauge;
import org.modeltree.bands.capability.PercentileView;
import org.modeltree.bands.capability.TokenLabel;
import org.modeltree.bands.standing.ModelStanding;
import org.modeltree.bands.standing.ModelStandings;
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

    /**
     * JSON view of one kind of availability.
     *
     * @param status what the card states, otherwise what the facts imply; {@code unknown} if neither is known
     * @param label the status in the reader's language
     * @param derived whether the facts imply the status, because the card states none
     * @param consistent whether the facts support what the card states; null if the card states nothing, or the facts
     *     are silent or contradict each other
     * @param contradiction fact that contradicts the card; null unless {@code consistent} is false
     */
    record Statement(
            String status, String label, boolean derived, Boolean consistent, ContradictionView contradiction) {}

    /**
     * JSON view of a fact that contradicts a card.
     *
     * @param name key of the model's JSON, {@code offerings/{provider}/{id}} for a current offering, or the {@code
     *     retiredDate} below it for an ended one
     * @param label the name in the reader's language
     * @param value value of the fact; {@code current} for a current offering
     * @param source where the fact comes from; null if unknown
     */
    record ContradictionView(String name, String label, Object value, String source) {}

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
     * @param standings places of the score in named cohorts
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
            String position,
            StandingsView standings) {}

    /**
     * JSON view of the places of a score in named cohorts.
     *
     * @param all among every model
     * @param current among the models that write text, released in the 24 months up to today
     * @param atRelease among the models that write text, released in the 24 months up to the model's own release; null for a
     *     model without a release date
     * @param atReleaseReason {@code no_release_date} if {@code atRelease} is null; otherwise null
     */
    record StandingsView(StandingView all, StandingView current, StandingView atRelease, String atReleaseReason) {

        static StandingsView of(ModelStandings standings) {
            return new StandingsView(
                    StandingView.of(standings.all()),
                    StandingView.of(standings.current()),
                    standings.atRelease() == null ? null : StandingView.of(standings.atRelease()),
                    standings.atReleaseReason());
        }
    }

    /**
     * JSON view of the place of a score in a named cohort, rounded for display.
     *
     * @param cohort the cohort in words
     * @param status {@code ok}, or {@code insufficient} if the cohort has fewer than 5 models
     * @param count number of models in the cohort that report
     * @param lower score at the 20th percentile, rounded; null without a band
     * @param upper score at the 80th percentile, rounded; null without a band
     * @param median score at the 50th percentile, rounded; null without a band
     * @param percentileRank percent of the cohort that scores strictly below, in [0, 100]; null for an empty cohort
     * @param position {@code below_lower}, {@code within} or {@code above_upper}; null without a band
     */
    record StandingView(
            String cohort,
            String status,
            long count,
            BigDecimal lower,
            BigDecimal upper,
            BigDecimal median,
            Double percentileRank,
            String position) {

        static StandingView of(ModelStanding standing) {
            return new StandingView(
                    standing.cohort(),
                    standing.status(),
                    standing.count(),
                    rounded(standing.lower()),
                    rounded(standing.upper()),
                    rounded(standing.median()),
                    standing.percentileRank(),
                    standing.position());
        }

        private static BigDecimal rounded(PercentileView percentile) {
            return percentile == null ? null : percentile.score();
        }
    }

    /** JSON view of a tool to try the model in, with its name in the reader's language. */
    record ToolView(String name, String url) {}
}
