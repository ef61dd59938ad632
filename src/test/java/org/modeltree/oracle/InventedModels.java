package org.modeltree.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.modeltree.oracle.Lines.LinkItem;
import org.modeltree.oracle.Lines.ModalitiesItem;
import org.modeltree.oracle.Lines.ModelText;
import org.modeltree.oracle.Lines.ModelTexts;
import org.modeltree.oracle.Lines.SourceItem;
import org.modeltree.oracle.Lines.VendorLine;

/** Invents vendors and models: some by hand, for what is easily got wrong, the rest by dice. */
final class InventedModels {
    private static final int BY_DICE = 150;

    // c3, c3-labs and c3.ai: as whole ids '-' and '.' come before '/', vendor by vendor they would not.
    // The names are in another order than the ids.
    private static final List<String> VENDORS =
            List.of("aurora", "borealis", "c3", "c3-labs", "c3.ai", "fuxi", "gale_force", "hollow");
    private static final List<String> MODALITIES = List.of("text", "image", "audio", "video", "pdf", "embedding");
    private static final List<String> FACTS = List.of(
            "name",
            "family",
            "kind",
            "releaseDate",
            "lifecycle",
            "parameters",
            "openWeights",
            "licence",
            "modalities",
            "knowledgeCutoff");
    static final List<String> KINDS = List.of(
            "base",
            "instruct",
            "reasoning",
            "code",
            "encoder",
            "embedding",
            "reranking",
            "image_generation",
            "video_generation",
            "speech",
            "translation",
            "moderation",
            "other");
    static final List<String> LIFECYCLES = List.of("announced", "released", "deprecated", "retired");

    private final Dice dice;
    private final InventedWords words;
    private final List<String> families = new ArrayList<>();

    InventedModels(Dice dice) {
        this.dice = dice;
        this.words = new InventedWords(dice);
        for (int i = 0; i < 12; i++) {
            families.add(words.word());
        }
    }

    /** Vendor `hollow` has models and no line, `idle` a line and no models. */
    List<VendorLine> vendors() {
        return List.of(
                new VendorLine("aurora", "Vermilion Institute", "https://aurora.example/"),
                new VendorLine("borealis", "Borealis \"Labs\" <b>AI</b>", null),
                new VendorLine("c3", "Zeta C3", "https://c3.example/?a=1&b=2"),
                new VendorLine("c3-labs", "Alpha C3 Labs", null),
                new VendorLine("c3.ai", "c3 dot AI", "http://c3.example"),
                new VendorLine("fuxi", "伏羲智能", "https://fuxi.example/关于"),
                new VendorLine("gale_force", "Gale & Söhne 100%_\\", null),
                new VendorLine("idle", "Idle Hands", "https://idle.example"));
    }

    List<ModelDraft> models() {
        List<ModelDraft> models = new ArrayList<>();
        for (ModelDraft draft : HandmadeModels.all()) {
            // The first handmade model stays bare: nothing is known but its name.
            models.add(models.isEmpty() ? draft : filled(draft));
        }
        for (int i = 0; i < BY_DICE; i++) {
            String word = words.word();
            String size = dice.any("7b", "13b", "v2", "1.5", "mini", "x");
            String name = InventedWords.capitalized(word) + " " + size.toUpperCase(Locale.ROOT);
            String id = dice.of(VENDORS) + "/" + word + dice.any("-", "_", ".", "") + size;
            ModelDraft draft = new ModelDraft(dice.percent(10) ? spelledOddly(id) : id, name);
            if (dice.percent(25)) {
                draft.alias(word + "-" + dice.between(100, 999));
            }
            if (dice.percent(10)) {
                draft.alias("Mirror/" + InventedWords.capitalized(word) + "-" + size.toUpperCase(Locale.ROOT));
            }
            models.add(filled(draft.released(date())));
        }
        return models;
    }

    private String spelledOddly(String id) {
        return dice.percent(50) ? id.toUpperCase(Locale.ROOT) : InventedWords.capitalized(id);
    }

    /** A few dates fall on the same day, and a year or a month alone ties with its first day. */
    private String date() {
        if (dice.percent(10)) {
            return null;
        }
        if (dice.percent(30)) {
            return dice.any("2023", "2023-01", "2023-01-01", "2023-05-17", "2023-05-17", "2024-02-29", "2022-12-31");
        }
        int year = dice.between(2017, 2026);
        int month = dice.between(1, 12);
        int day = dice.between(1, 28);
        return switch (dice.below(5)) {
            case 0 -> String.valueOf(year);
            case 1 -> String.format(Locale.ROOT, "%d-%02d", year, month);
            default -> String.format(Locale.ROOT, "%d-%02d-%02d", year, month, day);
        };
    }

    private ModelDraft filled(ModelDraft draft) {
        draft.family = dice.percent(75) ? dice.of(families) : null;
        draft.kind = dice.percent(85) ? dice.of(KINDS) : null;
        draft.lifecycle = dice.percent(85) ? dice.of(LIFECYCLES) : null;
        if (dice.percent(60)) {
            draft.parameters = dice.any(1L, 125_000_000L, 7_000_000_000L, 7_000_000_000L, 1_000_000_000_000_000L, 13L);
        } else {
            draft.parametersStatus = dice.any(null, "unknown", "not_disclosed", "not_applicable");
        }
        draft.openWeights = dice.any(true, false, null);
        draft.licence = dice.any(null, "Apache-2.0", "MIT", "Llamish \"Community\" <License>");
        draft.modalities = modalities();
        draft.knowledgeCutoff = dice.percent(50) ? date() : null;
        for (int i = dice.below(4); i > 0; i--) {
            draft.links.add(
                    new LinkItem(dice.any("homepage", "paper", "weights", "other", "model_card"), words.url("l")));
        }
        draft.texts = texts();
        // Several sources may name the same fact, and a fact may be named that is not known.
        for (int i = dice.below(4); i > 0; i--) {
            List<String> facts = dice.some(FACTS, dice.between(1, 5));
            draft.sources.add(new SourceItem(facts, words.url("s"), date(), null));
        }
        return draft;
    }

    private ModalitiesItem modalities() {
        return switch (dice.below(5)) {
            case 0 -> null;
            case 1 -> new ModalitiesItem(dice.some(MODALITIES, dice.between(1, 3)), null);
            case 2 -> new ModalitiesItem(null, dice.some(MODALITIES, 1));
            default -> new ModalitiesItem(List.of("text"), dice.some(MODALITIES, dice.between(1, 2)));
        };
    }

    private ModelTexts texts() {
        String subtitle = dice.percent(70) ? words.sentence() : null;
        String summary = words.sentence();
        ModelText english = new ModelText(subtitle, summary);
        return switch (dice.below(4)) {
            case 0 -> null;
            case 1 -> new ModelTexts(english, null);
            // Only half of it is translated: the other half has to come in English.
            case 2 -> new ModelTexts(english, new ModelText(null, words.chinese()));
            default -> new ModelTexts(english, new ModelText(words.chinese(), words.chinese()));
        };
    }
}
