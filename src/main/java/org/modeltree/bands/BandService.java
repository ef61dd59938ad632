package org.modeltree.bands;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import org.modeltree.bands.capability.BenchmarkRef;
import org.modeltree.bands.capability.Capability;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.CapabilityStandings;
import org.modeltree.bands.capability.ScoreBandView;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.bands.cohort.Interval;
import org.modeltree.bands.cohort.Tallies;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;
import org.modeltree.scoring.Distribution;
import org.modeltree.scoring.Tally;

/** Percentile bands of cohorts and their history. */
@ApplicationScoped
@InSnapshot
class BandService {

    private static final Tally EMPTY = new Tally(List.of());

    private final CapabilityStandings standings;
    private final Tallies tallies;
    private final ModelService models;
    private final Snapshot snapshot;

    BandService(CapabilityStandings standings, Tallies tallies, ModelService models, Snapshot snapshot) {
        this.standings = standings;
        this.tallies = tallies;
        this.models = models;
        this.snapshot = snapshot;
    }

    /** The band of every capability over a cohort. */
    ListView<BandView> bands(BandView.Question question, Cohort cohort, Language language, RequestLink link) {
        List<CapabilityStanding> all = standings.inOrder();
        Map<String, Tally> byBenchmark = tallies(all, cohort);
        List<BandView> bands = all.stream()
                .map(standing -> band(standing, byBenchmark, question, cohort, language))
                .toList();
        return ListView.complete(bands, link, revision());
    }

    /** The band of one capability over a cohort. */
    BandView bandOf(String capabilityId, BandView.Question question, Cohort cohort, Language language) {
        CapabilityStanding standing = standings.required(capabilityId);
        return band(standing, tallies(List.of(standing), cohort), question, cohort, language);
    }

    /** The band of one capability at the end of each period, from the first release in the cohort to the last. */
    HistoryView history(
            String capabilityId, Interval interval, BandView.Question question, Cohort cohort, Language language) {
        Capability capability = standings.required(capabilityId).capability;
        NavigableMap<LocalDate, Tally> released =
                tallies.byRelease(capability.benchmarkId(), interval, cohort.traits(), conditions(cohort));
        List<HistoryView.Point> points = new ArrayList<>();
        Tally cumulative = EMPTY;
        for (LocalDate begins = released.isEmpty() ? null : released.firstKey();
                begins != null && !begins.isAfter(released.lastKey());
                begins = interval.next(begins)) {
            cumulative = cumulative.plus(released.getOrDefault(begins, EMPTY));
            Distribution distribution = new Distribution(cumulative, capability.scale());
            points.add(HistoryView.Point.of(
                    interval,
                    begins,
                    ScoreBandView.of(distribution, distribution.band(question.lower(), question.upper()))));
        }
        return new HistoryView(
                capability.id(),
                language.of(capability.labelEn(), capability.labelZh()),
                BenchmarkRef.of(capability),
                interval.name().toLowerCase(Locale.ROOT),
                points,
                cohort,
                revision());
    }

    private BandView band(
            CapabilityStanding standing,
            Map<String, Tally> tallies,
            BandView.Question question,
            Cohort cohort,
            Language language) {
        Distribution distribution = cohort.hasNoFilter()
                ? standing.distribution
                : new Distribution(tallies.getOrDefault(standing.capability.benchmarkId(), EMPTY), standing.scale);
        return BandView.of(standing.capability, distribution, question, cohort, language, revision());
    }

    /** Tallies of a cohort, by benchmark; empty for the cohort of all models, which uses the standings instead. */
    private Map<String, Tally> tallies(List<CapabilityStanding> requested, Cohort cohort) {
        return cohort.hasNoFilter()
                ? Map.of()
                : tallies.of(
                        requested.stream()
                                .map(standing -> standing.capability.benchmarkId())
                                .distinct()
                                .toList(),
                        cohort.traits(),
                        conditions(cohort));
    }

    private List<SqlCondition> conditions(Cohort cohort) {
        return models.conditions(ModelFilter.of(cohort.traits()));
    }

    private long revision() {
        return snapshot.revision().orElseThrow();
    }
}
