package org.modeltree.bands;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.modeltree.bands.capability.BenchmarkRef;
import org.modeltree.bands.capability.Capability;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.CapabilityStandings;
import org.modeltree.bands.capability.ScoreBand;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.bands.cohort.Interval;
import org.modeltree.bands.cohort.MonthlyReleases;
import org.modeltree.bands.cohort.ReleaseWindow;
import org.modeltree.bands.cohort.Tallies;
import org.modeltree.bands.standing.CohortStandings;
import org.modeltree.bands.standing.Standings;
import org.modeltree.catalog.FilterSuggestions;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.http.FilterSuggestion;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.value.JsonBytes;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;
import org.modeltree.scoring.Distribution;
import org.modeltree.scoring.Tally;

/** Percentile bands of cohorts and their history. */
@ApplicationScoped
@InSnapshot
public class BandService {

    private static final Tally EMPTY = new Tally(List.of());

    /** Percentiles and bins which take, for all capabilities, less than the millisecond that an event loop has for them. */
    private static final int MAX_NUMBERS_AT_ONCE = 10;

    private final CapabilityStandings capabilities;
    private final Standings standings;
    private final Tallies tallies;
    private final NamedCohorts cohorts;
    private final ModelService models;
    private final FilterSuggestions suggestions;
    private final Snapshot snapshot;
    private final AnswerParts parts;
    private final KeptBands kept;

    BandService(
            CapabilityStandings capabilities,
            Standings standings,
            Tallies tallies,
            NamedCohorts cohorts,
            ModelService models,
            FilterSuggestions suggestions,
            Snapshot snapshot,
            AnswerParts parts,
            KeptBands kept) {
        this.capabilities = capabilities;
        this.standings = standings;
        this.tallies = tallies;
        this.cohorts = cohorts;
        this.models = models;
        this.suggestions = suggestions;
        this.snapshot = snapshot;
        this.parts = parts;
        this.kept = kept;
    }

    /**
     * The band of every capability over a cohort, each written as a JSON object. Suggestions are those of the list; its bands
     * have none of their own.
     */
    ListView<JsonBytes> bands(BandView.Question question, Cohort named, Language language, RequestLink link) {
        KeptBands.Asked asked = kept.asked(Optional.empty(), question, named, language);
        Optional<List<JsonBytes>> known = kept.find(asked);
        if (known.isPresent()) {
            return ListView.complete(known.get(), link);
        }
        if (numbers(question) > MAX_NUMBERS_AT_ONCE) {
            snapshot.leaveMemory();
        }
        Cohort cohort = inWindow(named);
        List<KeptBands.Made> bands = made(question, cohort, language);
        boolean found = bands.stream().anyMatch(KeptBands.Made::hasModels);
        List<Part> made = parts(capabilities.parts(), named, found);
        List<FilterSuggestion> unknown = unknown(cohort, found);
        List<JsonBytes> written = bands.stream().map(kept::written).toList();
        if (found && unknown.isEmpty()) {
            kept.keep(asked, written, made);
        }
        return ListView.complete(written, link).suggesting(unknown);
    }

    private static int numbers(BandView.Question question) {
        return (question.percentiles() == null ? 0 : question.percentiles().size())
                + (question.bins() == null ? 0 : question.bins());
    }

    /** The band of one capability over a cohort, written as a JSON object. */
    Object bandOf(String capabilityId, BandView.Question question, Cohort named, Language language) {
        KeptBands.Asked asked = kept.asked(Optional.of(capabilityId), question, named, language);
        Optional<List<JsonBytes>> known = kept.find(asked);
        if (known.isPresent()) {
            return known.get().get(0);
        }
        Cohort cohort = inWindow(named);
        KeptBands.Made band = made(capabilityId, question, cohort, language);
        List<Part> made = parts(capabilities.parts(capabilityId), named, band.hasModels());
        List<FilterSuggestion> unknown = unknown(cohort, band.hasModels());
        if (!band.hasModels() || !unknown.isEmpty()) {
            return band.view().suggesting(unknown);
        }
        JsonBytes written = kept.written(band);
        kept.keep(asked, List.of(written), made);
        return written;
    }

    /** The band of every capability over a cohort. */
    public List<BandView> views(BandView.Question question, Cohort named, Language language) {
        List<KeptBands.Made> bands = made(question, inWindow(named), language);
        parts(capabilities.parts(), named, bands.stream().anyMatch(KeptBands.Made::hasModels));
        return bands.stream().map(KeptBands.Made::view).toList();
    }

    /** The band of one capability over a cohort. */
    public BandView view(String capabilityId, BandView.Question question, Cohort named, Language language) {
        KeptBands.Made band = made(capabilityId, question, inWindow(named), language);
        parts(capabilities.parts(capabilityId), named, band.hasModels());
        return band.view();
    }

    /** The cohort with its window. The bands of all models are in memory, so only the revision is read for them. */
    private Cohort inWindow(Cohort named) {
        if (named.name().equals(Cohort.ALL) && named.hasNoFilter()) {
            snapshot.expectOneRoundTrip();
        }
        return cohorts.inWindow(named);
    }

    private List<KeptBands.Made> made(BandView.Question question, Cohort cohort, Language language) {
        List<CapabilityStanding> all = capabilities.inOrder();
        Map<String, Tally> byBenchmark = tallies(all, cohort);
        Map<String, CohortStandings> beside = standings.asOf(cohort.asOf(), language);
        return all.stream()
                .map(standing -> made(standing, byBenchmark, beside, question, cohort, language))
                .toList();
    }

    private KeptBands.Made made(String capabilityId, BandView.Question question, Cohort cohort, Language language) {
        CapabilityStanding standing = capabilities.required(capabilityId);
        return made(
                standing,
                tallies(List.of(standing), cohort),
                standings.asOf(cohort.asOf(), language),
                question,
                cohort,
                language);
    }

    /** The parts of an answer, which this names. Suggestions for an empty cohort depend on the values that all models have. */
    private List<Part> parts(List<Part> ofTallies, Cohort named, boolean found) {
        List<Part> made = new ArrayList<>(ofTallies);
        made.addAll(cohorts.parts(named));
        if (found) {
            parts.madeOf(made);
        }
        return made;
    }

    private List<FilterSuggestion> unknown(Cohort cohort, boolean found) {
        return suggestions.of(found, FilterSuggestions.Filter.of(cohort.traits()));
    }

    /**
     * The band of one capability at the end of each period, from the first release in the cohort to the last. The cohort of
     * current models moves: each period has the window that ends with it.
     */
    public HistoryView history(
            String capabilityId, Interval interval, BandView.Question question, Cohort named, Language language) {
        Capability capability = capabilities.required(capabilityId).capability;
        boolean moving = named.name().equals(Cohort.CURRENT);
        LocalDate today = cohorts.today(named);
        Cohort cohort = moving ? named : cohorts.inWindow(named);
        List<HistoryView.Point> points = new ArrayList<>();
        (moving ? releasedInWindows(capability, interval, cohort) : releasedUntil(capability, interval, cohort))
                .forEach((begins, tally) -> {
                    Distribution distribution = new Distribution(tally, capability.scale());
                    LocalDate ends = interval.next(begins).minusDays(1);
                    points.add(HistoryView.Point.of(
                            interval,
                            begins,
                            moving && ends.isAfter(today) ? today : ends,
                            ScoreBand.of(distribution, distribution.band(question.lower(), question.upper()))));
                });
        parts(capabilities.parts(capabilityId), named, !points.isEmpty());
        return new HistoryView(
                capability.id(),
                language.of(capability.labelEn(), capability.labelZh()),
                BenchmarkRef.of(capability, language),
                interval.name().toLowerCase(Locale.ROOT),
                points,
                cohort,
                unknown(cohort, !points.isEmpty()));
    }

    /** Tallies of the models released by the end of each period, by its first day. */
    private NavigableMap<LocalDate, Tally> releasedUntil(Capability capability, Interval interval, Cohort cohort) {
        NavigableMap<LocalDate, Tally> released =
                tallies.byRelease(capability.benchmarkId(), interval, cohort, conditions(cohort));
        NavigableMap<LocalDate, Tally> until = new TreeMap<>();
        Tally cumulative = EMPTY;
        for (LocalDate begins = released.isEmpty() ? null : released.firstKey();
                begins != null && !begins.isAfter(released.lastKey());
                begins = interval.next(begins)) {
            cumulative = cumulative.plus(released.getOrDefault(begins, EMPTY));
            until.put(begins, cumulative);
        }
        return until;
    }

    /** Tallies of the models that were current at the end of each period, by its first day. */
    private NavigableMap<LocalDate, Tally> releasedInWindows(Capability capability, Interval interval, Cohort cohort) {
        MonthlyReleases released = tallies.textWritersByMonth(capability.benchmarkId(), cohort, conditions(cohort));
        NavigableMap<LocalDate, Tally> windows = new TreeMap<>();
        if (!released.months().isEmpty()) {
            LocalDate today = cohorts.today(cohort);
            LocalDate last = interval.begins(released.months().lastKey());
            for (LocalDate begins = interval.begins(released.months().firstKey());
                    !begins.isAfter(last) && !begins.isAfter(today);
                    begins = interval.next(begins)) {
                LocalDate ends = interval.next(begins).minusDays(1);
                windows.put(
                        begins,
                        ends.isAfter(today)
                                ? releasedInWindow(capability, cohort, ReleaseWindow.endingOn(today))
                                : released.endingWith(YearMonth.from(ends)));
            }
        }
        return windows;
    }

    /** Tally of the last window, which ends today although its period does not. */
    private Tally releasedInWindow(Capability capability, Cohort cohort, ReleaseWindow window) {
        return tallies.of(List.of(capability.benchmarkId()), cohort.in(Cohort.CURRENT, window), conditions(cohort))
                .getOrDefault(capability.benchmarkId(), EMPTY);
    }

    private KeptBands.Made made(
            CapabilityStanding standing,
            Map<String, Tally> tallies,
            Map<String, CohortStandings> beside,
            BandView.Question question,
            Cohort cohort,
            Language language) {
        return new KeptBands.Made(
                over(standing, tallies, cohort), beside.get(standing.capability.id()), question, cohort, language);
    }

    private CapabilityStanding over(CapabilityStanding standing, Map<String, Tally> tallies, Cohort cohort) {
        if (cohort.hasNoFilter()) {
            return standing;
        }
        return cohort.hasOnlyWindow()
                ? standings.within(cohort.window(), standing)
                : standing.over(tallies.getOrDefault(standing.capability.benchmarkId(), EMPTY));
    }

    /** Tallies of a cohort, by benchmark; empty for all models and for named cohorts, which use the standings instead. */
    private Map<String, Tally> tallies(List<CapabilityStanding> requested, Cohort cohort) {
        return cohort.hasNoFilter() || cohort.hasOnlyWindow()
                ? Map.of()
                : tallies.of(
                        requested.stream()
                                .map(standing -> standing.capability.benchmarkId())
                                .distinct()
                                .toList(),
                        cohort,
                        conditions(cohort));
    }

    private List<SqlCondition> conditions(Cohort cohort) {
        return models.conditions(ModelFilter.of(cohort.traits()));
    }
}
