package org.modeltree.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.modeltree.oracle.Lines.EdgeLine;

/** Invents edges. Parents always come earlier in one order of all models, so there can be no cycle. */
final class InventedLineage {
    private static final List<String> RELATIONS = List.of(
            "successor",
            "fine_tune",
            "distillation",
            "merge",
            "quantization",
            "adapter",
            "continued_pretraining",
            "variant");

    private final Dice dice;
    private final List<EdgeLine> edges = new ArrayList<>();
    private final Set<String> pairs = new HashSet<>();

    InventedLineage(Dice dice) {
        this.dice = dice;
    }

    List<EdgeLine> edges(List<ModelDraft> models) {
        handmade();
        Set<String> handmade = new HashSet<>();
        for (EdgeLine edge : edges) {
            handmade.add(edge.child());
        }
        List<ModelDraft> order = dice.shuffled(models);
        for (int i = 1; i < order.size(); i++) {
            String child = order.get(i).id;
            // Handmade children get no more parents: their own would no longer be sure to come earlier.
            if (handmade.contains(child.toLowerCase(Locale.ROOT)) || child.contains("/chain-")) {
                continue;
            }
            for (int parents = parents(); parents > 0; parents--) {
                int earliest = dice.percent(60) ? Math.max(0, i - 12) : 0;
                String parent = order.get(dice.between(earliest, i - 1)).id;
                if (!handmade.contains(parent.toLowerCase(Locale.ROOT))) {
                    add(child, parent, dice.of(RELATIONS));
                }
            }
        }
        return List.copyOf(edges);
    }

    private int parents() {
        int throwOf100 = dice.below(100);
        return throwOf100 < 30 ? 0 : throwOf100 < 80 ? 1 : throwOf100 < 92 ? 2 : 3;
    }

    /** A diamond with a short cut through it, a chain of eight, a merge of three and a merge of merges. */
    private void handmade() {
        add("aurora/diamond-left", HandmadeModels.DIAMOND_TOP, "fine_tune");
        add("borealis/diamond-right", HandmadeModels.DIAMOND_TOP, "distillation");
        add(HandmadeModels.DIAMOND_BOTTOM, "aurora/diamond-left", "merge");
        add(HandmadeModels.DIAMOND_BOTTOM, "borealis/diamond-right", "merge");
        add(HandmadeModels.DIAMOND_BOTTOM, HandmadeModels.DIAMOND_TOP, "merge");
        for (int i = 1; i < 9; i++) {
            add("hollow/chain-" + i, "hollow/chain-" + (i - 1), "successor");
        }
        add("hollow/merge-of-three", "hollow/chain-8", "merge");
        add("hollow/merge-of-three", "hollow/chain-2", "merge");
        add("hollow/merge-of-three", HandmadeModels.DIAMOND_BOTTOM, "merge");
        add("hollow/merge-of-merges", "hollow/merge-of-three", "merge");
        add("hollow/merge-of-merges", HandmadeModels.DIAMOND_BOTTOM, "merge");
        add("hollow/merge-of-merges", "HOLLOW/LOUD-MODEL", "merge");
    }

    private void add(String child, String parent, String relation) {
        if (pairs.add((child + " " + parent).toLowerCase(Locale.ROOT))) {
            String method = dice.any(null, null, "rlhf", "sft", "dpo", "q4_k_m");
            String source = dice.percent(30) ? "https://edges.example/" + pairs.size() : null;
            // A line may name a model as its own line spells it or by its canonical id.
            String from = dice.percent(50) ? parent : parent.toLowerCase(Locale.ROOT);
            edges.add(new EdgeLine(child, from, relation, method, source, dice.any(null, "2024", "2024-05-06")));
        }
    }
}
