package org.modeltree.pages.score;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.bands.BandService;
import org.modeltree.bands.BandView;
import org.modeltree.bands.HistoryView;
import org.modeltree.bands.LeaderboardService;
import org.modeltree.bands.LeaderboardView;
import org.modeltree.bands.RankingView;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.bands.cohort.Interval;
import org.modeltree.card.words.Labels;
import org.modeltree.card.words.ValueText;
import org.modeltree.card.words.Words;
import org.modeltree.catalog.query.Traits;
import org.modeltree.http.PageRequest;
import org.modeltree.http.PublicAddress;
import org.modeltree.http.RequestLink;
import org.modeltree.http.value.Language;
import org.modeltree.pages.card.Band;
import org.modeltree.pages.card.Counts;
import org.modeltree.pages.card.Position;
import org.modeltree.revision.InSnapshot;

/** Pages of capabilities, from the same bands and leaderboards as the API gives. */
@ApplicationScoped
@InSnapshot
public class BandPageService {

    private static final int BINS = 20;
    private static final double SCALE = 10;
    private static final int YEARS_WITH_TEXT = 8;

    private final BandService bands;
    private final LeaderboardService leaderboards;
    private final PublicAddress address;

    BandPageService(BandService bands, LeaderboardService leaderboards, PublicAddress address) {
        this.bands = bands;
        this.leaderboards = leaderboards;
        this.address = address;
    }

    /** All capabilities. */
    public BandsPage bands(Language language) {
        return new BandsPage(
                bands.views(question(null), Cohort.of(Traits.ANY, null), language).stream()
                        .map(band -> new BandsPage.Capability(
                                band.capability(),
                                band.label(),
                                band.benchmark().label(),
                                Counts.of(band.count()),
                                Band.of(band.lower(), band.upper(), band.median())))
                        .toList(),
                Words.in(language).labels());
    }

    /**
     * One capability.
     *
     * @param cohort {@code all} or {@code current}
     */
    public CapabilityPage capability(String id, String cohort, PageRequest page, Language language, RequestLink link) {
        Labels labels = Words.in(language).labels();
        ValueText text = new ValueText(language);
        Cohort named = Cohort.of(Traits.ANY, null, cohort);
        BandView band = bands.view(id, question(BINS), named, language);
        HistoryView history = bands.history(id, Interval.YEAR, question(null), Cohort.of(Traits.ANY, null), language);
        LeaderboardView ranking = leaderboards.leaderboard(id, cohort, page, language, link);
        String next = ranking.meta().nextCursor();
        return new CapabilityPage(
                band.capability(),
                band.label(),
                band.benchmark().label(),
                cohort,
                cohort.equals(Cohort.CURRENT) ? band.standings().current().cohort() : null,
                Counts.of(band.count()),
                Band.of(band.lower(), band.upper(), band.median()),
                columns(band.histogram()),
                years(history.points()),
                ranking.data().stream().map(row -> ranked(row, text)).toList(),
                next == null ? null : URLEncoder.encode(next, StandardCharsets.UTF_8),
                address.of("/api/v1/bands/" + band.capability() + ".png?lang=" + language.tag() + "&width=1200&cohort="
                        + cohort),
                labels);
    }

    private static BandView.Question question(Integer bins) {
        return new BandView.Question(CapabilityStanding.LOWER, CapabilityStanding.UPPER, null, bins);
    }

    private static List<CapabilityPage.Column> columns(List<BandView.BinView> bins) {
        double most = bins.stream().mapToLong(BandView.BinView::count).max().orElse(0);
        return bins.stream()
                .map(bin -> {
                    double from = bin.from().doubleValue() / SCALE;
                    double height = most == 0 ? 0 : bin.count() / most;
                    return new CapabilityPage.Column(
                            bin.from() + "–" + bin.to(),
                            bin.count(),
                            Position.of(from),
                            Position.of(bin.to().doubleValue() / SCALE - from),
                            Position.of(1 - height),
                            Position.of(height));
                })
                .toList();
    }

    private static List<CapabilityPage.Year> years(List<HistoryView.Point> points) {
        List<HistoryView.Point> drawn =
                points.stream().filter(point -> point.lower() != null).toList();
        int every = Math.max(1, (int) Math.ceil(drawn.size() / (double) YEARS_WITH_TEXT));
        List<CapabilityPage.Year> years = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            HistoryView.Point point = drawn.get(i);
            years.add(new CapabilityPage.Year(
                    point.period(),
                    point.count(),
                    point.lower().score().toPlainString(),
                    point.upper().score().toPlainString(),
                    point.median().score().toPlainString(),
                    Position.of((i + 0.5) / drawn.size()),
                    Position.of(1 - point.upper().exact() / SCALE),
                    Position.of((point.upper().exact() - point.lower().exact()) / SCALE),
                    Position.of(1 - point.median().exact() / SCALE),
                    (drawn.size() - 1 - i) % every == 0));
        }
        return years;
    }

    private static CapabilityPage.Ranked ranked(RankingView row, ValueText text) {
        return new CapabilityPage.Ranked(
                row.rank(),
                row.id(),
                row.name(),
                row.vendor().name(),
                row.releaseDate() == null ? null : text.date(row.releaseDate()),
                row.releaseDate() == null ? "" : row.releaseDate().value(),
                row.score().toPlainString(),
                row.exact(),
                text.raw(row.raw(), row.unit()),
                row.raw().toString(),
                Position.of(row.exact() / SCALE));
    }
}
