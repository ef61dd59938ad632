package org.modeltree.oracle;

import java.util.ArrayList;
import java.util.List;

/** Models whose ids, names, aliases and dates are the ones that software gets wrong. */
final class HandmadeModels {
    /** The model with every odd alias. */
    static final String MANY_NAMES = "borealis/many-names";

    /** Nothing is known of it but its name. */
    static final String BARE = "c3/bare";

    static final String DIAMOND_TOP = "aurora/diamond-top";
    static final String DIAMOND_BOTTOM = "c3-labs/diamond-bottom";

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
            // Decoded once too often this would be another string.
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

    static List<ModelDraft> all() {
        List<ModelDraft> models = new ArrayList<>();
        models.add(new ModelDraft(BARE, "Bare"));
        models.add(
                new ModelDraft(MANY_NAMES, "Many Names").released("2021-11").alias(ODD_ALIASES.toArray(new String[0])));
        odd(models);
        sorting(models);
        dates(models);
        relatives(models);
        return models;
    }

    private static void odd(List<ModelDraft> models) {
        models.add(new ModelDraft("Aurora/Falconet-Zanzibar-7B", "Falconet Zanzibar").released("2022-03-15"));
        models.add(new ModelDraft("C3/Wyvern_Quixote.V2", "Wyvern Quixote")
                .released("2022-08-01")
                .alias("wyvernette", "Wyvern:Latest"));
        models.add(new ModelDraft("HOLLOW/LOUD-MODEL", "LOUD MODEL").released("2020"));
        models.add(
                new ModelDraft("fuxi/damoxing", "伏羲大模型").released("2023-06-01").alias("伏羲/大模型 一号"));
        models.add(new ModelDraft("fuxi/tiangong-2", "天工２号 Tiangong").released("2024-01"));
        models.add(new ModelDraft("borealis/quote", "Quo\"te's <script>alert(1)</script>").released("2021-02-03"));
        models.add(new ModelDraft("gale_force/wildcards", "100%_wild\\card").released("2021-02-04"));
        models.add(new ModelDraft("c3.ai/zeta..2", "Zeta..2").released("2021-02-05"));
        models.add(new ModelDraft("c3.ai/dots-end.", "Dots End...").released("2021-02-06"));
        String hundred = "long-" + "x".repeat(95);
        models.add(new ModelDraft("hollow/" + hundred, "Long " + "y".repeat(195)).released("2019"));
    }

    /** Lower-cased NFKC makes some of these equal; UTF-16 would put the emoji before the sesame dot. */
    private static void sorting(List<ModelDraft> models) {
        models.add(new ModelDraft("aurora/echo", "ECHO").released("2020-05-05"));
        models.add(new ModelDraft("c3/echo-b", "echo").released("2020-05-05"));
        models.add(new ModelDraft("c3-labs/echo-c", "Ｅｃｈｏ").released("2020-05-05"));
        models.add(new ModelDraft("c3/twin-1", "Twin"));
        models.add(new ModelDraft("c3-labs/twin-2", "Twin"));
        models.add(new ModelDraft("aurora/eclair", "Éclair Prime").released("2019-09"));
        models.add(new ModelDraft("aurora/cedille", "Çedille").released("2019-10"));
        models.add(new ModelDraft("aurora/sharp", "ßharp").released("2019-11"));
        models.add(new ModelDraft("aurora/angstrom", "Ångström").released("2019-12"));
        models.add(new ModelDraft("aurora/etude", "étude").released("2019-08"));
        models.add(new ModelDraft("borealis/smiley", "😀 Smiley").released("2018-07-07"));
        models.add(new ModelDraft("borealis/sesame", "﹅ Sesame").released("2018-07-08"));
    }

    private static void dates(List<ModelDraft> models) {
        models.add(new ModelDraft("c3/new-year-b", "New Year B").released("2023-01-01"));
        models.add(new ModelDraft("c3/new-year-a", "New Year A").released("2023"));
        models.add(new ModelDraft("c3/new-year-c", "New Year C").released("2023-01"));
        for (String letter : List.of("d", "b", "a", "c", "e")) {
            models.add(new ModelDraft("fuxi/same-day-" + letter, "Same Day").released("2023-05-17"));
        }
        models.add(new ModelDraft("fuxi/may", "May").released("2023-05"));
        models.add(new ModelDraft("gale_force/leap", "Leap").released("2024-02-29"));
        models.add(new ModelDraft("gale_force/eve", "Eve").released("2023-12-31"));
        models.add(new ModelDraft("gale_force/old", "Old").released("2011-06-30"));
        models.add(new ModelDraft("gale_force/future", "Future").released("2031-01-01"));
    }

    private static void relatives(List<ModelDraft> models) {
        models.add(new ModelDraft(DIAMOND_TOP, "Diamond Top").released("2019-01-01"));
        models.add(new ModelDraft("aurora/diamond-left", "Diamond Left").released("2020"));
        models.add(new ModelDraft("borealis/diamond-right", "Diamond Right"));
        models.add(new ModelDraft(DIAMOND_BOTTOM, "Diamond Bottom").released("2018-01-01"));
        for (int i = 0; i < 9; i++) {
            models.add(new ModelDraft("hollow/chain-" + i, "Chain " + i).released("202" + (i % 4) + "-04"));
        }
        models.add(new ModelDraft("hollow/merge-of-three", "Merge of Three").released("2024-07-01"));
        models.add(new ModelDraft("hollow/merge-of-merges", "Merge of Merges"));
    }
}
