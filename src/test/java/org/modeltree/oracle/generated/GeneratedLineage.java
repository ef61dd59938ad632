package org.modeltree.oracle.generated;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.modeltree.oracle.generated.InputRecords.EdgeRecord;

/** Generates edges. In a fixed order of all models every parent comes before its children, so there is no cycle. */
final class GeneratedLineage {
    private static final List<String> RELATIONS = List.of(
            "successor",
            "fine_tune",
            "distillation",
            "merge",
            "quantization",
            "adapter",
            "continued_pretraining",
            "variant");

    private final SeededRandom random;
    private final List<EdgeRecord> edges = new ArrayList<>();
    private final Set<String> pairs = new HashSet<>();

    GeneratedLineage(SeededRandom random) {
        this.random = random;
    }

    List<EdgeRecord> edges(List<ModelBuilder> models) {
        handmade();
        Set<String> handmade = new HashSet<>();
        for (EdgeRecord edge : edges) {
            handmade.add(edge.child());
        }
        List<ModelBuilder> order = random.shuffled(models);
        for (int i = 1; i < order.size(); i++) {
            String child = order.get(i).id;
            // Handmade children get no further parents, which could come after them and make a cycle.
            if (handmade.contains(child.toLowerCase(Locale.ROOT)) || child.contains("/chain-")) {
                continue;
            }
            for (int parents = parents(); parents > 0; parents--) {
                int earliest = random.percent(60) ? Math.max(0, i - 12) : 0;
                String parent = order.get(random.between(earliest, i - 1)).id;
                if (!handmade.contains(parent.toLowerCase(Locale.ROOT))) {
                    add(child, parent, random.of(RELATIONS));
                }
            }
        }
        return List.copyOf(edges);
    }

    private int parents() {
        int throwOf100 = random.below(100);
        return throwOf100 < 30 ? 0 : throwOf100 < 80 ? 1 : throwOf100 < 92 ? 2 : 3;
    }

    /** A diamond with a shortcut, a chain of eight edges, a merge of three and a merge of merges. */
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
            String method = random.any(null, null, "rlhf", "sft", "dpo", "q4_k_m");
            String source = random.percent(30)
                    ? "https://" + (pairs.size() % 4 == 0 ? "models.dev/" : "edges.example/") + pairs.size()
                    : null;
            // A record may name a model in the spelling of the model's own record or by its canonical id.
            String from = random.percent(50) ? parent : parent.toLowerCase(Locale.ROOT);
            edges.add(new EdgeRecord(child, from, relation, method, source, random.any(null, "2024", "2024-05-06")));
        }
    }
}
