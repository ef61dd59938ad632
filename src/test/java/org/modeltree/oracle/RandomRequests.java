package org.modeltree.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.modeltree.oracle.generated.GeneratedModels;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;
import org.modeltree.oracle.generated.SeededRandom;

/** Random requests. */
public final class RandomRequests {
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
            "webLinks",
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
    private final SeededRandom random;

    /** Every test has its own seed, so that its requests do not depend on other tests. */
    public RandomRequests(Oracle oracle, int test) {
        this.oracle = oracle;
        this.random = new SeededRandom(oracle.catalog.seed() * 1_000 + test);
    }

    public SeededRandom random() {
        return random;
    }

    /** Up to three of the filters that cohorts and lists have in common. */
    QueryParams cohort() {
        QueryParams params = QueryParams.none();
        for (String name : random.some(
                List.of("vendor", "family", "kind", "openWeights", "modality", "lifecycle", "released", "asOf"),
                random.between(0, 3))) {
            addCohort(params, name);
        }
        return params;
    }

    /** A random cohort, every second time within a named one. */
    public QueryParams namedCohort() {
        QueryParams params = cohort();
        switch (random.below(4)) {
            case 0 -> params.with("cohort", "current");
            case 1 -> {
                params = params.without("asOf");
                params.with("cohort", OracleFilter.AT_RELEASE + nameOf(datedModel()));
            }
            case 2 -> params.with("cohort", "all");
            default -> {}
        }
        return params;
    }

    private OracleModel datedModel() {
        return random.of(oracle.models().stream()
                .filter(model -> model.released() != null)
                .toList());
    }

    private void addCohort(QueryParams params, String name) {
        switch (name) {
            case "vendor" -> params.with(name, random.some(withUnknown(vendors()), random.between(1, 4)));
            case "family" -> params.with(name, random.some(withUnknown(families()), random.between(1, 5)));
            case "kind" -> params.with(name, random.some(GeneratedModels.KINDS, random.between(1, 6)));
            case "modality" -> params.with(name, random.some(MODALITIES, random.between(1, 3)));
            case "lifecycle" -> params.with(name, random.some(GeneratedModels.LIFECYCLES, random.between(1, 3)));
            case "openWeights" -> params.with(name, random.any("true", "false"));
            case "asOf" -> params.with(name, random.of(DAYS));
            default -> {
                String one = random.of(DAYS);
                String other = random.of(DAYS);
                boolean inOrder = one.compareTo(other) <= 0;
                if (random.percent(70)) {
                    params.with("releasedFrom", inOrder ? one : other);
                }
                if (random.percent(70)) {
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
                .map(model -> model.record().family())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static List<String> withUnknown(List<String> values) {
        List<String> more = new ArrayList<>(values);
        more.add("nobody-at-all");
        return more;
    }

    /** Random parameters of the list of models: filters, sort, paging and all others except `q`. */
    public QueryParams list() {
        QueryParams params = cohort();
        if (params.has("asOf")) {
            params = QueryParams.none();
        }
        if (random.percent(15)) {
            params.with("contextWindowMin", random.any("0", "2048", "2049", "131072", "1000000"));
        }
        if (random.percent(10)) {
            params.with("contextWindowMax", random.any("1000000000000000", "1048576", "1048575000", "2000000"));
        }
        if (random.percent(15)) {
            params.with("ids", ids(random.between(1, 60)));
        }
        if (random.percent(10)) {
            params.with("parent", ids(random.between(1, 40)));
        }
        if (random.percent(20)) {
            params.with("capability", random.of(oracle.catalog.capabilities()).id());
            if (random.percent(70)) {
                // Never exactly a score; tests with exact scores are handwritten.
                params.with("scoreMin", String.format(Locale.ROOT, "%d.%d37", random.below(10), random.below(10)));
            }
        }
        if (random.percent(70)) {
            params.with("sort", sortKeys());
        }
        addShape(params);
        addLang(params);
        params.with("limit", random.any("13", "50", "100", "200", "200"));
        return params;
    }

    private void addShape(QueryParams params) {
        if (random.percent(25)) {
            params.with("fields", random.some(FIELDS, random.between(1, 8)));
        }
        if (random.percent(20)) {
            params.with("include", random.some(List.of("scores", "lineage", "offerings"), random.between(1, 3)));
        }
        if (random.percent(30)) {
            params.with("facets", random.some(FACETS, random.between(1, 6)));
        }
    }

    public void addLang(QueryParams params) {
        if (random.percent(30)) {
            params.with("lang", random.any("zh", "en", "zh-Hant-TW", "EN-us", "ZH"));
        }
    }

    List<String> sortKeys() {
        List<String> keys = new ArrayList<>(
                List.of("id", "name", "vendor", "releaseDate", "contextWindow", "maxOutput", "parameters"));
        for (CapabilityRecord capability : oracle.catalog.capabilities()) {
            keys.add("score." + capability.id());
        }
        return random.some(keys, random.between(1, 4)).stream()
                .map(key -> random.percent(50) ? "-" + key : key)
                .toList();
    }

    /** Distinct models by id, alias or another spelling, and some unknown ids. Aliases with a comma cannot be listed. */
    private List<String> ids(int count) {
        List<String> ids = new ArrayList<>();
        for (OracleModel model : random.some(oracle.models(), count)) {
            ids.add(random.percent(8) ? "nobody/" + model.name().length() : nameOf(model));
        }
        return ids.stream().distinct().toList();
    }

    /** A random id or alias of a model. */
    public String nameOf(OracleModel model) {
        List<String> names = new ArrayList<>(model.aliases());
        names.removeIf(alias -> alias.contains(","));
        names.add(model.id());
        names.add(model.id());
        names.add(model.id().toUpperCase(Locale.ROOT));
        return random.of(names);
    }

    OracleModel model() {
        return random.of(oracle.models());
    }
}
