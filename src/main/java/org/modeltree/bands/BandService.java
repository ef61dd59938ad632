package org.modeltree.bands;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import org.modeltree.catalog.Condition;
import org.modeltree.catalog.ModelFilter;
import org.modeltree.catalog.ModelService;
import org.modeltree.http.Language;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;
import org.modeltree.scoring.Distribution;
import org.modeltree.scoring.Tally;

/** Says where the middle of a cohort lies. */
@ApplicationScoped
@InSnapshot
class BandService {

    private static final Tally NONE = new Tally(List.of());

    private final Capabilities capabilities;
    private final Tallies tallies;
    private final ModelService models;
    private final Snapshot snapshot;

    BandService(Capabilities capabilities, Tallies tallies, ModelService models, Snapshot snapshot) {
        this.capabilities = capabilities;
        this.tallies = tallies;
        this.models = models;
        this.snapshot = snapshot;
    }

    /** The band of every capability over a cohort. */
    ListView<BandView> bands(BandView.Question question, Cohort cohort, Language language, RequestLink link) {
        List<Capability> all = capabilities.inOrder();
        Map<String, Tally> tally = tallies(all, cohort);
        List<BandView> bands = all.stream()
                .map(capability -> band(capability, tally, question, cohort, language))
                .toList();
        return ListView.whole(bands, link, revision());
    }

    /** The band of one capability over a cohort. */
    BandView bandOf(String capabilityId, BandView.Question question, Cohort cohort, Language language) {
        Capability capability = capabilities.required(capabilityId);
        return band(capability, tallies(List.of(capability), cohort), question, cohort, language);
    }

    /** The band of one capability at the end of each period, from the cohort's first dated model to its last. */
    HistoryView history(
            String capabilityId, Interval interval, BandView.Question question, Cohort cohort, Language language) {
        Capability capability = capabilities.required(capabilityId);
        NavigableMap<LocalDate, Tally> released =
                tallies.byRelease(capability.benchmarkId, interval.name().toLowerCase(Locale.ROOT), conditions(cohort));
        List<HistoryView.Point> points = new ArrayList<>();
        Tally sofar = NONE;
        for (LocalDate begins = released.isEmpty() ? null : released.firstKey();
                begins != null && !begins.isAfter(released.lastKey());
                begins = interval.next(begins)) {
            sofar = sofar.plus(released.getOrDefault(begins, NONE));
            Distribution distribution = new Distribution(sofar, capability.scale());
            points.add(HistoryView.Point.of(
                    interval,
                    begins,
                    ScoreBandView.of(distribution, distribution.band(question.lower(), question.upper()))));
        }
        return new HistoryView(
                capability.id,
                language.of(capability.labelEn, capability.labelZh),
                BenchmarkRef.of(capability),
                interval.name().toLowerCase(Locale.ROOT),
                points,
                cohort,
                revision());
    }

    private BandView band(
            Capability capability,
            Map<String, Tally> tally,
            BandView.Question question,
            Cohort cohort,
            Language language) {
        Distribution distribution =
                new Distribution(tally.getOrDefault(capability.benchmarkId, NONE), capability.scale());
        return BandView.of(capability, distribution, question, cohort, language, revision());
    }

    private Map<String, Tally> tallies(List<Capability> of, Cohort cohort) {
        if (cohort.isEverything()) {
            return of.size() == 1
                    ? Map.of(of.get(0).benchmarkId, tallies.ofAll(of.get(0).benchmarkId))
                    : tallies.ofAll();
        }
        List<String> benchmarks =
                of.stream().map(capability -> capability.benchmarkId).distinct().toList();
        return tallies.of(benchmarks, conditions(cohort));
    }

    private List<Condition> conditions(Cohort cohort) {
        return models.conditions(ModelFilter.of(cohort.traits()));
    }

    private long revision() {
        return snapshot.revision().orElseThrow();
    }
}
