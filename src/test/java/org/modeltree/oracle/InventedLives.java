package org.modeltree.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.modeltree.oracle.Lines.DeletedLine;
import org.modeltree.oracle.Lines.SourceItem;

/**
 * Invents when models were announced, deprecated and retired, what follows them, and who said so. Days are in order,
 * and long ago or far off, so that none is near the day of the test.
 */
final class InventedLives {
    private static final List<String> FACTS = List.of(
            "announcedDate",
            "deprecatedDate",
            "retiredDate",
            "successor",
            "parametersStatus",
            "contextWindowStatus",
            "maxOutputStatus",
            "pricingStatus",
            "links",
            "texts");
    private static final int LAST_YEAR_BEFORE_THE_PAST = 2021;

    private final Dice dice;

    InventedLives(Dice dice) {
        this.dice = dice;
    }

    /** Models that are no more; of the vendor `vanished` there is nothing else. */
    static List<DeletedLine> deleted() {
        return List.of(
                new DeletedLine("aurora/gone", null),
                new DeletedLine("Borealis/Gone-Too", "C3/Wyvern_Quixote.V2"),
                new DeletedLine("c3.ai/gone..5", "aurora/echo"),
                new DeletedLine("vanished/only-one", HandmadeModels.MANY_NAMES));
    }

    /** The first model stays bare. */
    void lead(List<ModelDraft> drafts) {
        for (int i = 1; i < drafts.size(); i++) {
            ModelDraft draft = drafts.get(i);
            announce(draft);
            end(draft);
            if (dice.percent(20) && i + 1 < drafts.size()) {
                String next = drafts.get(dice.between(i + 1, drafts.size() - 1)).id;
                draft.successor = dice.any(next, next.toUpperCase(Locale.ROOT), next.toLowerCase(Locale.ROOT));
            }
            source(draft);
        }
    }

    /** In the year before, or as vaguely as can be in the year of the release. */
    private void announce(ModelDraft draft) {
        if (draft.releaseDate != null ? dice.percent(40) : dice.percent(10)) {
            String release = draft.releaseDate == null ? "2016" : draft.releaseDate;
            int year = Integer.parseInt(release.substring(0, 4));
            draft.announcedDate = dice.any(
                    String.valueOf(year - 1), (year - 1) + "-12", (year - 1) + "-02-28", String.valueOf(year), release);
        }
    }

    private void end(ModelDraft draft) {
        boolean old = draft.releaseDate == null
                || Integer.parseInt(draft.releaseDate.substring(0, 4)) <= LAST_YEAR_BEFORE_THE_PAST;
        boolean retired = "retired".equals(draft.lifecycle);
        // Now and then what a model is said to be and what its days say are two things.
        boolean past = old && dice.percent(retired || "deprecated".equals(draft.lifecycle) ? 90 : 15);
        boolean future = !past && dice.percent(retired ? 15 : 30);
        if ((past || future) && dice.percent(60)) {
            draft.deprecatedDate =
                    past ? dice.any("2022", "2022-06", "2022-06-30") : dice.any("2097", "2097-06", "2097-06-30");
        }
        if ((past && retired) || ((past || future) && dice.percent(40))) {
            draft.retiredDate = past
                    ? dice.any("2022", "2022-06", "2022-06-30", "2023", "2023-02", "2024-02-29")
                    : dice.any("2097", "2097-06", "2097-06-30", "2098-12-31", "2098", "2098-02");
        }
    }

    /** More facts and origins for the sources that are there, and some that nobody but an origin vouches for. */
    private void source(ModelDraft draft) {
        for (int i = 0; i < draft.sources.size(); i++) {
            SourceItem item = draft.sources.get(i);
            List<String> facts = new ArrayList<>(item.facts());
            if (dice.percent(50)) {
                facts.addAll(dice.some(FACTS, dice.between(1, 3)));
            }
            draft.sources.set(i, new SourceItem(dice.shuffled(facts), item.source(), item.date(), origin()));
        }
        if (!draft.sources.isEmpty() && dice.percent(30)) {
            // The same source of other facts: one entry of the document, not two.
            SourceItem item = dice.of(draft.sources);
            draft.sources.add(new SourceItem(dice.some(FACTS, 2), item.source(), item.date(), item.origin()));
        }
        if (dice.percent(15)) {
            List<String> facts = List.of(dice.any("licence", "kind", "family"), dice.of(FACTS));
            draft.sources.add(new SourceItem(facts, null, dice.any(null, "2024-03"), dice.any("curator", null)));
        }
    }

    private String origin() {
        return dice.any(null, "curator", "modeltree", "models.dev", "openrouter");
    }
}
