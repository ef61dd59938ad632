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

/** Says where the middle of a cohort lies. */
@ApplicationScoped
@InSnapshot
class BandService {

    private static final Tally NONE = new Tally(List.of());

    private final CapabilityStandings fields;
    private final Tallies tallies;
    private final ModelService models;
    private final Snapshot snapshot;

    BandService(CapabilityStandings fields, Tallies tallies, ModelService models, Snapshot snapshot) {
        this.fields = fields;
        this.tallies = tallies;
        this.models = models;
        this.snapshot = snapshot;
    }

    /** The band of every capability over a cohort. */
    ListView<BandView> bands(BandView.Question question, Cohort cohort, Language language, RequestLink link) {
        List<CapabilityStanding> all = fields.inOrder();
        Map<String, Tally> tally = tallies(all, cohort);
        List<BandView> bands = all.stream()
                .map(field -> band(field, tally, question, cohort, language))
                .toList();
        return ListView.complete(bands, link, revision());
    }

    /** The band of one capability over a cohort. */
    BandView bandOf(String capabilityId, BandView.Question question, Cohort cohort, Language language) {
        CapabilityStanding field = fields.required(capabilityId);
        return band(field, tallies(List.of(field), cohort), question, cohort, language);
    }

    /** The band of one capability at the end of each period, from the cohort's first dated model to its last. */
    HistoryView history(
            String capabilityId, Interval interval, BandView.Question question, Cohort cohort, Language language) {
        Capability capability = fields.required(capabilityId).capability;
        NavigableMap<LocalDate, Tally> released =
                tallies.byRelease(capability.benchmarkId(), interval, cohort.traits(), conditions(cohort));
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
                capability.id(),
                language.of(capability.labelEn(), capability.labelZh()),
                BenchmarkRef.of(capability),
                interval.name().toLowerCase(Locale.ROOT),
                points,
                cohort,
                revision());
    }

    private BandView band(
            CapabilityStanding field,
            Map<String, Tally> tally,
            BandView.Question question,
            Cohort cohort,
            Language language) {
        Distribution distribution = cohort.hasNoFilter()
                ? field.distribution
                : new Distribution(tally.getOrDefault(field.capability.benchmarkId(), NONE), field.scale);
        return BandView.of(field.capability, distribution, question, cohort, language, revision());
    }

    /** The tallies of a cohort, by benchmark; of everything there are those of the fields. */
    private Map<String, Tally> tallies(List<CapabilityStanding> of, Cohort cohort) {
        return cohort.hasNoFilter()
                ? Map.of()
                : tallies.of(
                        of.stream()
                                .map(field -> field.capability.benchmarkId())
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
