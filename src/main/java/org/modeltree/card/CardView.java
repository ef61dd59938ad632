package org.modeltree.card;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.modeltree.bands.capability.Axis;
import org.modeltree.bands.capability.Gauge;
import org.modeltree.bands.capability.ScoreBand;
import org.modeltree.bands.capability.TokenLabel;
import org.modeltree.bands.score.ScoreService;
import org.modeltree.bands.score.ScoreView;
import org.modeltree.bands.standing.ModelStanding;
import org.modeltree.bands.standing.ModelStandings;
import org.modeltree.card.words.Explanation;
import org.modeltree.card.words.Labels;
import org.modeltree.card.words.LabelsJson;
import org.modeltree.card.words.ValueText;
import org.modeltree.card.words.Words;
import org.modeltree.catalog.Fact;
import org.modeltree.catalog.FactValue;
import org.modeltree.catalog.ModelView;
import org.modeltree.catalog.measurement.BenchmarkLabels;
import org.modeltree.catalog.vendor.VendorRef;
import org.modeltree.http.value.JsonFields;
import org.modeltree.http.value.JsonMembers;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PartialDate;
import org.modeltree.lineage.LineageSummary;
import org.modeltree.offering.PriceUnit;

/**
 * JSON view of a card: everything that a page shows about a model, in the reader's language.
 *
 * @param performance scores of the capabilities that have a measurement, in catalog order
 * @param releaseDateText release date in words; null if unknown
 * @param webLinks web pages about the model
 * @param facts facts with their sources
 * @param contentLanguage language of the prose, {@code en} or {@code zh}: the reader's, unless there is prose in English only
 * @param labels words of the page
 * @param revision revision of the catalog that last changed the model
 */
public record CardView(
        String id,
        String name,
        VendorRef vendor,
        PartialDate releaseDate,
        String releaseDateText,
        String subtitle,
        String summary,
        ContextWindowView contextWindow,
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
        List<ModelView.Link> webLinks,
        List<FactView> facts,
        String contentLanguage,
        @JsonSerialize(using = LabelsJson.class) Labels labels,
        long revision) {

    /**
     * JSON view of the context window on its gauge.
     *
     * @param tokens context window, in tokens; null if unknown, as are the next three texts and the fraction
     * @param status {@code known}, or why the context window is not known
     * @param label the tokens in a few characters, such as {@code 128K}
     * @param caption the tokens as a sentence
     * @param tier what a window of this size is enough for; null if that is less than the gauge has a caption for
     * @param fraction position on the gauge, from 0 to 1
     * @param from tokens at the start of the gauge
     * @param to tokens at the end of the gauge
     * @param ticks marks on the gauge
     */
    public record ContextWindowView(
            Long tokens,
            String status,
            String label,
            String caption,
            String tier,
            Double fraction,
            Number from,
            Number to,
            List<Gauge.Tick> ticks) {

        static ContextWindowView of(ModelView model, Axis axis, Language language) {
            Gauge gauge = axis.gauge(language);
            Long tokens = model.contextWindow();
            return new ContextWindowView(
                    tokens,
                    model.contextWindowStatus(),
                    tokens == null ? null : TokenLabel.of(tokens),
                    tokens == null ? null : new ValueText(language).contextWindow(tokens),
                    tokens == null ? null : axis.tier(tokens, language),
                    tokens == null ? null : axis.fraction(tokens),
                    gauge.from(),
                    gauge.to(),
                    gauge.ticks());
        }
    }

    /**
     * JSON view of a claim: an ability of the model.
     *
     * @param requires what the claim requires; null if it requires no capability
     * @param consistent whether the counting measurement supports the claim; null without a requirement or a measurement
     */
    public record ClaimView(String id, String label, String description, Requirement requires, Boolean consistent) {

        /** JSON view of the raw value of a capability that a claim requires, in the benchmark's unit. */
        public record Requirement(String capability, Number raw) {}
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
    public record Statement(
            String status, String label, boolean derived, Boolean consistent, ContradictionView contradiction) {}

    /**
     * JSON view of a fact that contradicts a card.
     *
     * @param name key of the model's JSON, {@code offerings/{provider}/{id}} for a current offering, or the {@code
     *     retiredDate} below it for an ended one
     * @param label the name in the reader's language
     * @param value value of the fact; the text {@code current} for a current offering
     * @param text the value in words
     * @param source where the fact comes from; null if unknown
     */
    public record ContradictionView(String name, String label, FactValue value, String text, String source) {}

    /** JSON view of where the model is available. */
    public record AvailabilityView(Statement api, Statement product, Statement openSource, Statement enterprise) {}

    /**
     * JSON view of how the model is paid for.
     *
     * @param kind {@code metered}, {@code free}, {@code subscription}, {@code dynamic} or {@code unknown}
     * @param label the kind, in the reader's language; of a metered model, whether it is paid per token
     * @param note what the author says about the price, otherwise an explanation of the label; null if there is none
     * @param summary the same as {@code label}
     */
    public record PricingView(String kind, String label, String note, String summary) {

        /**
         * How a model is paid for.
         *
         * @param note what the author says about it; null for an explanation in the service's words
         * @param billed units that its metered prices have an amount for
         */
        static PricingView of(String kind, String note, Set<PriceUnit> billed, Language language) {
            PricingText text = PricingText.of(kind, billed, language);
            return new PricingView(kind, text.label(), note == null ? text.note() : note, text.label());
        }
    }

    /**
     * JSON view of the model's score on one capability, with the band of every model that reports.
     *
     * @param capability id of the capability
     * @param label label of the capability
     * @param basis what the score is based on, in a few words, with the settings of the counting measurement
     * @param settings settings of the counting measurement, by name; null if its source states none
     * @param band default band over all models, whose members are members of this view
     * @param score score rounded to one decimal, in [0, 10]
     * @param exact unrounded score, in [0, 10]
     * @param clamped {@code low} or {@code high} if the raw value is beyond that end of the scale; otherwise null
     * @param raw raw value of the counting measurement, in {@code unit}
     * @param text the raw value in words
     * @param percentileRank percent of the models that score strictly below, in [0, 100)
     * @param position {@code below_lower}, {@code within} or {@code above_upper}; null without a band
     * @param explanation what holds for the score and the band, in sentences
     * @param standings places of the score in named cohorts
     */
    public record PerformanceView(
            String capability,
            String label,
            String basis,
            Map<String, String> settings,
            ScoreBand band,
            BigDecimal score,
            double exact,
            Number raw,
            String unit,
            String text,
            String clamped,
            Double percentileRank,
            String position,
            Explanation explanation,
            ModelStandings standings)
            implements JsonMembers {

        private static final SerializedString CAPABILITY = new SerializedString("capability");
        private static final SerializedString LABEL = new SerializedString("label");
        private static final SerializedString BASIS = new SerializedString("basis");
        private static final SerializedString SETTINGS = new SerializedString("settings");
        private static final SerializedString SCORE = new SerializedString("score");
        private static final SerializedString EXACT = new SerializedString("exact");
        private static final SerializedString RAW = new SerializedString("raw");
        private static final SerializedString UNIT = new SerializedString("unit");
        private static final SerializedString TEXT = new SerializedString("text");
        private static final SerializedString CLAMPED = new SerializedString("clamped");
        private static final SerializedString PERCENTILE_RANK = new SerializedString("percentileRank");
        private static final SerializedString POSITION = new SerializedString("position");
        private static final SerializedString EXPLANATION = new SerializedString("explanation");
        private static final SerializedString STANDINGS = new SerializedString("standings");

        static PerformanceView of(ScoreService.PlacedPerformance placed, Language language) {
            ScoreView score = placed.performance().score();
            ModelStanding all = placed.standings().all();
            ValueText text = new ValueText(language);
            String basis = placed.performance().basis();
            return new PerformanceView(
                    score.capability(),
                    score.label(),
                    score.settings() == null ? basis : basis + " · " + text.settings(score.settings()),
                    score.settings(),
                    all.band(),
                    score.score(),
                    score.exact(),
                    score.raw(),
                    score.unit(),
                    text.raw(score.raw(), score.unit()),
                    score.clamped(),
                    all.percentileRank(),
                    all.position(),
                    Explanation.of(placed.shares(), all, score.exact(), language),
                    placed.standings());
        }

        @Override
        public void writeMembers(JsonGenerator out) throws IOException {
            JsonFields.write(out, CAPABILITY, capability);
            JsonFields.write(out, LABEL, label);
            JsonFields.write(out, BASIS, basis);
            JsonFields.write(out, SETTINGS, settings);
            band.writeCount(out);
            JsonFields.write(out, SCORE, score);
            JsonFields.write(out, EXACT, exact);
            JsonFields.write(out, RAW, raw);
            JsonFields.write(out, UNIT, unit);
            JsonFields.write(out, TEXT, text);
            JsonFields.write(out, CLAMPED, clamped);
            band.writeEdges(out);
            JsonFields.write(out, PERCENTILE_RANK, percentileRank);
            JsonFields.write(out, POSITION, position);
            out.writeFieldName(EXPLANATION);
            explanation.serialize(out, null);
            out.writeFieldName(STANDINGS);
            standings.serialize(out, null);
        }
    }

    /**
     * JSON view of a sourced fact.
     *
     * @param name key of the model's JSON, or id of the measured benchmark
     * @param label the name in the reader's language; a date in the future has another one
     * @param text the value in words, with its unit; the name of a successor
     * @param date when the source was read or last changed; null where unknown
     * @param dateText the date in words; null where unknown
     */
    public record FactView(
            String name, String label, FactValue value, String text, String source, PartialDate date, String dateText)
            implements JsonMembers {

        private static final SerializedString NAME = new SerializedString("name");
        private static final SerializedString LABEL = new SerializedString("label");
        private static final SerializedString VALUE = new SerializedString("value");
        private static final SerializedString TEXT = new SerializedString("text");
        private static final SerializedString SOURCE = new SerializedString("source");
        private static final SerializedString DATE = new SerializedString("date");
        private static final SerializedString DATE_TEXT = new SerializedString("dateText");

        /**
         * A fact.
         *
         * @param successor name of the model's successor
         */
        static FactView of(Fact fact, Optional<String> successor, LocalDate today, Language language) {
            Words words = Words.in(language);
            ValueText text = new ValueText(language);
            Fact.Measured measured = fact.benchmark();
            return new FactView(
                    fact.name(),
                    measured == null
                            ? words.fact(fact.name(), fact.value(), today)
                            : BenchmarkLabels.in(language, fact.name(), measured.label()),
                    fact.value(),
                    measured == null
                            ? successor
                                    .filter(name -> fact.name().equals(SuccessorNames.FACT))
                                    .orElseGet(() -> text.fact(fact.name(), fact.value()))
                            : text.raw(fact.value().number(), measured.unit()),
                    fact.source(),
                    fact.date(),
                    fact.date() == null ? null : text.date(fact.date()));
        }

        @Override
        public void writeMembers(JsonGenerator out) throws IOException {
            JsonFields.write(out, NAME, name);
            JsonFields.write(out, LABEL, label);
            out.writeFieldName(VALUE);
            value.serialize(out, null);
            JsonFields.write(out, TEXT, text);
            JsonFields.write(out, SOURCE, source);
            JsonFields.write(out, DATE, date);
            JsonFields.write(out, DATE_TEXT, dateText);
        }

        /** Whether the value is the id of the model to use instead, and the text its name. */
        public boolean namesSuccessor() {
            return name.equals(SuccessorNames.FACT);
        }
    }

    /** JSON view of a tool to try the model in, with its name in the reader's language. */
    public record ToolView(String name, String url) {}
}
