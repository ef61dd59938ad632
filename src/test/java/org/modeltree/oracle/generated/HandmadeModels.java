package org.modeltree.oracle.generated;

import java.util.ArrayList;
import java.util.List;

/** Models with ids, names, aliases and dates that software often gets wrong. */
public final class HandmadeModels {
    /** The model with every odd alias. */
    public static final String MANY_NAMES = "borealis/many-names";

    /** The model that has only a name. */
    public static final String BARE = "c3/bare";

    public static final String DIAMOND_TOP = "aurora/diamond-top";
    public static final String DIAMOND_BOTTOM = "c3-labs/diamond-bottom";

    static final List<String> ODD_ALIASES = List.of(
            "text-zorro-001",
            "Meta-Llamish/Foo-7B:free",
            "MiniMaxi-M2.1",
            "UPPER CASE NAME",
            "with space",
            "a/b/c/deep",
            "a//b",
            "colon:colon:latest",
            "百川/大模型-13B",
            "😀/emoji",
            "éclair/été",
            "50%-off",
            // Decoding this twice gives another string.
            "%41lpha",
            "100%",
            "c++-coder",
            "a+b",
            "what?",
            "who?x=1&y=2",
            "trailing...",
            "dots/trailing..",
            "semi;colon=1",
            "hash#tag",
            "at@home",
            "back\\slash",
            "quo\"te",
            "<b>bold</b>",
            "star*",
            "{curly}",
            "pipe|pipe",
            "[square]",
            "'single'",
            "comma,separated",
            "accounts/fireplace/models/zorro-v1");

    private HandmadeModels() {}

    public static List<ModelBuilder> all() {
        List<ModelBuilder> models = new ArrayList<>();
        models.add(new ModelBuilder(BARE, "Bare"));
        models.add(new ModelBuilder(MANY_NAMES, "Many Names")
                .released("2021-11")
                .alias(ODD_ALIASES.toArray(new String[0])));
        odd(models);
        sorting(models);
        dates(models);
        relatives(models);
        return models;
    }

    private static void odd(List<ModelBuilder> models) {
        models.add(new ModelBuilder("Aurora/Falconet-Zanzibar-7B", "Falconet Zanzibar").released("2022-03-15"));
        models.add(new ModelBuilder("C3/Wyvern_Quixote.V2", "Wyvern Quixote")
                .released("2022-08-01")
                .alias("wyvernette", "Wyvern:Latest"));
        models.add(new ModelBuilder("HOLLOW/LOUD-MODEL", "LOUD MODEL").released("2020"));
        models.add(new ModelBuilder("fuxi/damoxing", "伏羲大模型")
                .released("2023-06-01")
                .alias("伏羲/大模型 一号"));
        models.add(new ModelBuilder("fuxi/tiangong-2", "天工２号 Tiangong").released("2024-01"));
        models.add(new ModelBuilder("borealis/quote", "Quo\"te's <script>alert(1)</script>").released("2021-02-03"));
        models.add(new ModelBuilder("gale_force/wildcards", "100%_wild\\card").released("2021-02-04"));
        models.add(new ModelBuilder("c3.ai/zeta..2", "Zeta..2").released("2021-02-05"));
        models.add(new ModelBuilder("c3.ai/dots-end.", "Dots End...").released("2021-02-06"));
        String hundred = "long-" + "x".repeat(95);
        models.add(new ModelBuilder("hollow/" + hundred, "Long " + "y".repeat(195)).released("2019"));
    }

    /** Some of these are equal in lower-case NFKC; in UTF-16 order the emoji would come before the sesame dot. */
    private static void sorting(List<ModelBuilder> models) {
        models.add(new ModelBuilder("aurora/echo", "ECHO").released("2020-05-05"));
        models.add(new ModelBuilder("c3/echo-b", "echo").released("2020-05-05"));
        models.add(new ModelBuilder("c3-labs/echo-c", "Ｅｃｈｏ").released("2020-05-05"));
        models.add(new ModelBuilder("c3/twin-1", "Twin"));
        models.add(new ModelBuilder("c3-labs/twin-2", "Twin"));
        models.add(new ModelBuilder("aurora/eclair", "Éclair Prime").released("2019-09"));
        models.add(new ModelBuilder("aurora/cedille", "Çedille").released("2019-10"));
        models.add(new ModelBuilder("aurora/sharp", "ßharp").released("2019-11"));
        models.add(new ModelBuilder("aurora/angstrom", "Ångström").released("2019-12"));
        models.add(new ModelBuilder("aurora/etude", "étude").released("2019-08"));
        models.add(new ModelBuilder("borealis/smiley", "😀 Smiley").released("2018-07-07"));
        models.add(new ModelBuilder("borealis/sesame", "﹅ Sesame").released("2018-07-08"));
    }

    private static void dates(List<ModelBuilder> models) {
        models.add(new ModelBuilder("c3/new-year-b", "New Year B").released("2023-01-01"));
        models.add(new ModelBuilder("c3/new-year-a", "New Year A").released("2023"));
        models.add(new ModelBuilder("c3/new-year-c", "New Year C").released("2023-01"));
        for (String letter : List.of("d", "b", "a", "c", "e")) {
            models.add(new ModelBuilder("fuxi/same-day-" + letter, "Same Day").released("2023-05-17"));
        }
        models.add(new ModelBuilder("fuxi/may", "May").released("2023-05"));
        models.add(new ModelBuilder("gale_force/leap", "Leap").released("2024-02-29"));
        models.add(new ModelBuilder("gale_force/eve", "Eve").released("2023-12-31"));
        models.add(new ModelBuilder("gale_force/old", "Old").released("2011-06-30"));
        models.add(new ModelBuilder("gale_force/future", "Future").released("2031-01-01"));
    }

    private static void relatives(List<ModelBuilder> models) {
        models.add(new ModelBuilder(DIAMOND_TOP, "Diamond Top").released("2019-01-01"));
        models.add(new ModelBuilder("aurora/diamond-left", "Diamond Left").released("2020"));
        models.add(new ModelBuilder("borealis/diamond-right", "Diamond Right"));
        models.add(new ModelBuilder(DIAMOND_BOTTOM, "Diamond Bottom").released("2018-01-01"));
        for (int i = 0; i < 9; i++) {
            models.add(new ModelBuilder("hollow/chain-" + i, "Chain " + i).released("202" + (i % 4) + "-04"));
        }
        models.add(new ModelBuilder("hollow/merge-of-three", "Merge of Three").released("2024-07-01"));
        models.add(new ModelBuilder("hollow/merge-of-merges", "Merge of Merges"));
    }
}
