package org.modeltree.oracle.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.modeltree.oracle.generated.InputRecords.LinkItem;
import org.modeltree.oracle.generated.InputRecords.ModalitiesItem;
import org.modeltree.oracle.generated.InputRecords.ModelText;
import org.modeltree.oracle.generated.InputRecords.ModelTexts;
import org.modeltree.oracle.generated.InputRecords.SourceItem;
import org.modeltree.oracle.generated.InputRecords.VendorRecord;

/** Generates vendors and models: handmade ones for known pitfalls, and random ones. */
public final class GeneratedModels {
    private static final int RANDOM_MODELS = 150;

    // c3, c3-labs and c3.ai: '-' and '.' sort before '/' in whole ids, but not if vendors are compared first.
    // The names sort differently from the ids.
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
    public static final List<String> KINDS = List.of(
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
    public static final List<String> LIFECYCLES = List.of("announced", "released", "deprecated", "retired");

    private final SeededRandom random;
    private final GeneratedText words;
    private final List<String> families = new ArrayList<>();

    GeneratedModels(SeededRandom random) {
        this.random = random;
        this.words = new GeneratedText(random);
        for (int i = 0; i < 12; i++) {
            families.add(words.word());
        }
    }

    /** The vendor `hollow` has models but no record; `idle` has a record but no models. */
    List<VendorRecord> vendors() {
        return List.of(
                new VendorRecord("aurora", "Vermilion Institute", "https://aurora.example/"),
                new VendorRecord("borealis", "Borealis \"Labs\" <b>AI</b>", null),
                new VendorRecord("c3", "Zeta C3", "https://c3.example/?a=1&b=2"),
                new VendorRecord("c3-labs", "Alpha C3 Labs", null),
                new VendorRecord("c3.ai", "c3 dot AI", "http://c3.example"),
                new VendorRecord("fuxi", "伏羲智能", "https://fuxi.example/关于"),
                new VendorRecord("gale_force", "Gale & Söhne 100%_\\", null),
                new VendorRecord("idle", "Idle Hands", "https://idle.example"));
    }

    List<ModelBuilder> models() {
        List<ModelBuilder> models = new ArrayList<>();
        for (ModelBuilder builder : HandmadeModels.all()) {
            // The first handmade model has only a name.
            models.add(models.isEmpty() ? builder : filled(builder));
        }
        for (int i = 0; i < RANDOM_MODELS; i++) {
            String word = words.word();
            String size = random.any("7b", "13b", "v2", "1.5", "mini", "x");
            String name = GeneratedText.capitalized(word) + " " + size.toUpperCase(Locale.ROOT);
            String id = random.of(VENDORS) + "/" + word + random.any("-", "_", ".", "") + size;
            ModelBuilder builder = new ModelBuilder(random.percent(10) ? respelled(id) : id, name);
            if (random.percent(25)) {
                builder.alias(word + "-" + random.between(100, 999));
            }
            if (random.percent(10)) {
                builder.alias("Mirror/" + GeneratedText.capitalized(word) + "-" + size.toUpperCase(Locale.ROOT));
            }
            models.add(filled(builder.released(date())));
        }
        return models;
    }

    private String respelled(String id) {
        return random.percent(50) ? id.toUpperCase(Locale.ROOT) : GeneratedText.capitalized(id);
    }

    /** Random date; some are equal, and a year or a month ties with its first day. */
    private String date() {
        if (random.percent(10)) {
            return null;
        }
        if (random.percent(30)) {
            return random.any("2023", "2023-01", "2023-01-01", "2023-05-17", "2023-05-17", "2024-02-29", "2022-12-31");
        }
        int year = random.between(2017, 2026);
        int month = random.between(1, 12);
        int day = random.between(1, 28);
        return switch (random.below(5)) {
            case 0 -> String.valueOf(year);
            case 1 -> String.format(Locale.ROOT, "%d-%02d", year, month);
            default -> String.format(Locale.ROOT, "%d-%02d-%02d", year, month, day);
        };
    }

    private ModelBuilder filled(ModelBuilder builder) {
        builder.family = random.percent(75) ? random.of(families) : null;
        builder.kind = random.percent(85) ? random.of(KINDS) : null;
        builder.lifecycle = random.percent(85) ? random.of(LIFECYCLES) : null;
        if (random.percent(60)) {
            builder.parameters =
                    random.any(1L, 125_000_000L, 7_000_000_000L, 7_000_000_000L, 1_000_000_000_000_000L, 13L);
        } else {
            builder.parametersStatus = random.any(null, "unknown", "not_disclosed", "not_applicable");
        }
        builder.openWeights = random.any(true, false, null);
        builder.licence = random.any(null, "Apache-2.0", "MIT", "Llamish \"Community\" <License>");
        builder.modalities = modalities();
        builder.knowledgeCutoff = random.percent(50) ? date() : null;
        for (int i = random.below(4); i > 0; i--) {
            builder.links.add(
                    new LinkItem(random.any("homepage", "paper", "weights", "other", "model_card"), words.url("l")));
        }
        builder.texts = texts();
        // Several sources may name the same fact, or a fact that is unknown.
        for (int i = random.below(4); i > 0; i--) {
            List<String> facts = random.some(FACTS, random.between(1, 5));
            builder.sources.add(new SourceItem(facts, words.url("s"), date(), null));
        }
        return builder;
    }

    private ModalitiesItem modalities() {
        return switch (random.below(5)) {
            case 0 -> null;
            case 1 -> new ModalitiesItem(random.some(MODALITIES, random.between(1, 3)), null);
            case 2 -> new ModalitiesItem(null, random.some(MODALITIES, 1));
            default -> new ModalitiesItem(List.of("text"), random.some(MODALITIES, random.between(1, 2)));
        };
    }

    private ModelTexts texts() {
        String subtitle = random.percent(70) ? words.sentence() : null;
        String summary = words.sentence();
        ModelText english = new ModelText(subtitle, summary);
        return switch (random.below(4)) {
            case 0 -> null;
            case 1 -> new ModelTexts(english, null);
            // Only half is translated, so the other half must be in English.
            case 2 -> new ModelTexts(english, new ModelText(null, words.chinese()));
            default -> new ModelTexts(english, new ModelText(words.chinese(), words.chinese()));
        };
    }
}
