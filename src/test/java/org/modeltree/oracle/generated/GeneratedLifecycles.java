package org.modeltree.oracle.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.modeltree.oracle.generated.InputRecords.DeletedRecord;
import org.modeltree.oracle.generated.InputRecords.SourceItem;

/**
 * Generates lifecycle dates, successors and sources of models. Dates are in order, and far in the past or the future, so
 * that none is near the day of the test.
 */
final class GeneratedLifecycles {
    private static final List<String> FACTS = List.of(
            "announcedDate",
            "deprecatedDate",
            "retiredDate",
            "successor",
            "parametersStatus",
            "contextWindowStatus",
            "maxOutputStatus",
            "pricingStatus",
            "webLinks",
            "texts");
    private static final int LAST_YEAR_BEFORE_THE_PAST = 2021;

    private final SeededRandom random;

    GeneratedLifecycles(SeededRandom random) {
        this.random = random;
    }

    /** Deleted models; the vendor `vanished` has no other models. */
    static List<DeletedRecord> deleted() {
        return List.of(
                new DeletedRecord("aurora/gone", null),
                new DeletedRecord("Borealis/Gone-Too", "C3/Wyvern_Quixote.V2"),
                new DeletedRecord("c3.ai/gone..5", "aurora/echo"),
                new DeletedRecord("vanished/only-one", HandmadeModels.MANY_NAMES));
    }

    /** Adds lifecycles to all models but the first, which has only a name. */
    void addTo(List<ModelBuilder> models) {
        for (int i = 1; i < models.size(); i++) {
            ModelBuilder builder = models.get(i);
            announce(builder);
            end(builder);
            if (random.percent(20) && i + 1 < models.size()) {
                String next = models.get(random.between(i + 1, models.size() - 1)).id;
                builder.successor = random.any(next, next.toUpperCase(Locale.ROOT), next.toLowerCase(Locale.ROOT));
            }
            source(builder);
        }
    }

    /** Announced in the year before the release, or on an imprecise date in the same year. */
    private void announce(ModelBuilder builder) {
        if (builder.releaseDate != null ? random.percent(40) : random.percent(10)) {
            String release = builder.releaseDate == null ? "2016" : builder.releaseDate;
            int year = Integer.parseInt(release.substring(0, 4));
            builder.announcedDate = random.any(
                    String.valueOf(year - 1), (year - 1) + "-12", (year - 1) + "-02-28", String.valueOf(year), release);
        }
    }

    private void end(ModelBuilder builder) {
        boolean old = builder.releaseDate == null
                || Integer.parseInt(builder.releaseDate.substring(0, 4)) <= LAST_YEAR_BEFORE_THE_PAST;
        boolean retired = "retired".equals(builder.lifecycle);
        // Sometimes the lifecycle and the dates contradict each other.
        boolean past = old && random.percent(retired || "deprecated".equals(builder.lifecycle) ? 90 : 15);
        boolean future = !past && random.percent(retired ? 15 : 30);
        if ((past || future) && random.percent(60)) {
            builder.deprecatedDate =
                    past ? random.any("2022", "2022-06", "2022-06-30") : random.any("2097", "2097-06", "2097-06-30");
        }
        if ((past && retired) || ((past || future) && random.percent(40))) {
            builder.retiredDate = past
                    ? random.any("2022", "2022-06", "2022-06-30", "2023", "2023-02", "2024-02-29")
                    : random.any("2097", "2097-06", "2097-06-30", "2098-12-31", "2098", "2098-02");
        }
    }

    /** Adds facts and origins to the existing sources, and sources that have only an origin. */
    private void source(ModelBuilder builder) {
        for (int i = 0; i < builder.sources.size(); i++) {
            SourceItem item = builder.sources.get(i);
            List<String> facts = new ArrayList<>(item.facts());
            if (random.percent(50)) {
                facts.addAll(random.some(FACTS, random.between(1, 3)));
            }
            builder.sources.set(i, new SourceItem(random.shuffled(facts), item.source(), item.date(), origin()));
        }
        if (!builder.sources.isEmpty() && random.percent(30)) {
            // The same source for other facts: the document must merge the two entries.
            SourceItem item = random.of(builder.sources);
            builder.sources.add(new SourceItem(random.some(FACTS, 2), item.source(), item.date(), item.origin()));
        }
        if (random.percent(15)) {
            List<String> facts = List.of(random.any("licence", "kind", "family"), random.of(FACTS));
            builder.sources.add(new SourceItem(facts, null, random.any(null, "2024-03"), random.any("curator", null)));
        }
    }

    private String origin() {
        return random.any(null, "curator", "modeltree", "models.dev", "openrouter");
    }
}
