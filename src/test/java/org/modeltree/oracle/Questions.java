package org.modeltree.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.modeltree.oracle.Lines.CapabilityLine;

/** Thinks of things to ask. */
final class Questions {
    private static final List<String> MODALITIES = List.of("text", "image", "audio", "video", "pdf", "embedding");
    private static final List<String> FIELDS = List.of(
            "id",
            "name",
            "vendor",
            "family",
            "kind",
            "subtitle",
            "summary",
            "releaseDate",
            "lifecycle",
            "announcedDate",
            "deprecatedDate",
            "retiredDate",
            "successor",
            "contextWindow",
            "contextWindowStatus",
            "maxOutput",
            "maxOutputStatus",
            "parameters",
            "parametersStatus",
            "pricingStatus",
            "openWeights",
            "licence",
            "modalities",
            "knowledgeCutoff",
            "links",
            "aliases",
            "revision",
            "updatedAt");
    private static final List<String> FACETS =
            List.of("vendor", "family", "kind", "openWeights", "modality", "lifecycle");
    private static final List<String> DAYS = List.of(
            "2017-01-01",
            "2020-05-05",
            "2021-02-05",
            "2022-12-31",
            "2023-01-01",
            "2023-01-02",
            "2023-05-01",
            "2023-05-17",
            "2023-12-31",
            "2024-02-29",
            "2025-06-30",
            "2040-01-01");

    private final Oracle oracle;
    private final Dice dice;

    /** Every test has its own dice, so that it asks the same whatever else is run. */
    Questions(Oracle oracle, int test) {
        this.oracle = oracle;
        this.dice = new Dice(oracle.catalog.seed() * 1_000 + test);
    }

    Dice dice() {
        return dice;
    }

    /** Up to three of the filters that cohorts and lists share. */
    Params cohort() {
        Params params = Params.none();
        for (String name : dice.some(
                List.of("vendor", "family", "kind", "openWeights", "modality", "lifecycle", "released", "asOf"),
                dice.between(0, 3))) {
            addCohort(params, name);
        }
        return params;
    }

    private void addCohort(Params params, String name) {
        switch (name) {
            case "vendor" -> params.with(name, dice.some(withNobody(vendors()), dice.between(1, 4)));
            case "family" -> params.with(name, dice.some(withNobody(families()), dice.between(1, 5)));
            case "kind" -> params.with(name, dice.some(InventedModels.KINDS, dice.between(1, 6)));
            case "modality" -> params.with(name, dice.some(MODALITIES, dice.between(1, 3)));
            case "lifecycle" -> params.with(name, dice.some(InventedModels.LIFECYCLES, dice.between(1, 3)));
            case "openWeights" -> params.with(name, dice.any("true", "false"));
            case "asOf" -> params.with(name, dice.of(DAYS));
            default -> {
                String one = dice.of(DAYS);
                String other = dice.of(DAYS);
                boolean inOrder = one.compareTo(other) <= 0;
                if (dice.percent(70)) {
                    params.with("releasedFrom", inOrder ? one : other);
                }
                if (dice.percent(70)) {
                    params.with("releasedTo", inOrder ? other : one);
                }
            }
        }
    }

    private List<String> vendors() {
        return oracle.models().stream().map(OracleModel::vendor).distinct().toList();
    }

    private List<String> families() {
        return oracle.models().stream()
                .map(model -> model.line().family())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static List<String> withNobody(List<String> values) {
        List<String> more = new ArrayList<>(values);
        more.add("nobody-at-all");
        return more;
    }

    /** Filters, sort, paging and all else that a list of models takes, except `q`. */
    Params list() {
        Params params = cohort();
        if (params.has("asOf")) {
            params = Params.none();
        }
        if (dice.percent(15)) {
            params.with("contextMin", dice.any("0", "2048", "2049", "131072", "1000000"));
        }
        if (dice.percent(10)) {
            params.with("contextMax", dice.any("1000000000000000", "1048576", "1048575000", "2000000"));
        }
        if (dice.percent(15)) {
            params.with("ids", ids(dice.between(1, 60)));
        }
        if (dice.percent(10)) {
            params.with("parent", ids(dice.between(1, 40)));
        }
        if (dice.percent(20)) {
            params.with("capability", dice.of(oracle.catalog.capabilities()).id());
            if (dice.percent(70)) {
                // Never exactly a score: that is asked by hand.
                params.with("scoreMin", String.format(Locale.ROOT, "%d.%d37", dice.below(10), dice.below(10)));
            }
        }
        if (dice.percent(70)) {
            params.with("sort", sortKeys());
        }
        addShape(params);
        addLang(params);
        params.with("limit", dice.any("13", "50", "100", "200", "200"));
        return params;
    }

    private void addShape(Params params) {
        if (dice.percent(25)) {
            params.with("fields", dice.some(FIELDS, dice.between(1, 8)));
        }
        if (dice.percent(20)) {
            params.with("include", dice.some(List.of("scores", "lineage", "offerings"), dice.between(1, 3)));
        }
        if (dice.percent(30)) {
            params.with("facets", dice.some(FACETS, dice.between(1, 6)));
        }
    }

    void addLang(Params params) {
        if (dice.percent(30)) {
            params.with("lang", dice.any("zh", "en", "zh-Hant-TW", "EN-us", "ZH"));
        }
    }

    List<String> sortKeys() {
        List<String> keys = new ArrayList<>(
                List.of("id", "name", "vendor", "releaseDate", "contextWindow", "maxOutput", "parameters"));
        for (CapabilityLine capability : oracle.catalog.capabilities()) {
            keys.add("score." + capability.id());
        }
        return dice.some(keys, dice.between(1, 4)).stream()
                .map(key -> dice.percent(50) ? "-" + key : key)
                .toList();
    }

    /** Different models by id, alias or another spelling; some mean no model. A comma would part an alias in two. */
    private List<String> ids(int count) {
        List<String> ids = new ArrayList<>();
        for (OracleModel model : dice.some(oracle.models(), count)) {
            ids.add(dice.percent(8) ? "nobody/" + model.name().length() : nameOf(model));
        }
        return ids.stream().distinct().toList();
    }

    /** One of the ids that mean a model. */
    String nameOf(OracleModel model) {
        List<String> names = new ArrayList<>(model.aliases());
        names.removeIf(alias -> alias.contains(","));
        names.add(model.id());
        names.add(model.id());
        names.add(model.id().toUpperCase(Locale.ROOT));
        return dice.of(names);
    }

    OracleModel model() {
        return dice.of(oracle.models());
    }
}
