package org.modeltree.catalog.query;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.modeltree.http.Cursor;
import org.modeltree.http.problem.Problem;

/** SQL conditions and sort keys on the catalog's own columns of a model. */
@ApplicationScoped
public class ModelCriteria implements SortKeys {

    private static final int MAX_WORDS = 20;

    private static final Map<String, SortKey> KEYS = Map.of(
            "id", SortKey.own("m.id", Cursor.Type.TEXT),
            "name", SortKey.own("m.name_key", Cursor.Type.TEXT),
            "vendor", SortKey.own("m.vendor_id", Cursor.Type.TEXT),
            "releaseDate", SortKey.own("m.release_date", Cursor.Type.DATE),
            "parameters", SortKey.own("m.parameters", Cursor.Type.INTEGER),
            "contextWindow", counting("sort_context", "context-window"),
            "maxOutput", counting("sort_output", "max-output"));

    private static final SqlCondition NONE = new SqlCondition("false", Map.of(), true);

    private final SearchWords searchWords;

    ModelCriteria(SearchWords searchWords) {
        this.searchWords = searchWords;
    }

    private static SortKey counting(String alias, String benchmark) {
        return SortKey.measured(alias, new SortKey.Measured(benchmark, null, null), false);
    }

    @Override
    public Optional<SortKey> find(String name) {
        return Optional.ofNullable(KEYS.get(name));
    }

    /** Conditions of a filter, except those of other features. */
    public List<SqlCondition> of(ModelFilter filter, List<String> canonicalIds) {
        List<SqlCondition> conditions = new ArrayList<>(of(filter.traits()));
        if (filter.ids() != null) {
            conditions.add(canonicalIds.isEmpty() ? NONE : SqlCondition.of("m.id in (:ids)", "ids", canonicalIds));
        }
        if (filter.contextWindowMin() != null || filter.contextWindowMax() != null) {
            conditions.add(new SqlCondition(
                    "exists (select 1 from measurement w where w.model_id = m.id and w.benchmark_id = 'context-window'"
                            + " and w.counting and w.raw between :contextWindowMin and :contextWindowMax)",
                    Map.of(
                            "contextWindowMin",
                            filter.contextWindowMin() == null
                                    ? 0.0
                                    : filter.contextWindowMin().doubleValue(),
                            "contextWindowMax",
                            filter.contextWindowMax() == null
                                    ? Double.MAX_VALUE
                                    : filter.contextWindowMax().doubleValue()),
                    false));
        }
        if (filter.supports() != null) {
            conditions.add(new SqlCondition(
                    "m.supports @> string_to_array(:supports, ',')",
                    Map.of("supports", words(filter.supports())),
                    filter.supports().size() == 1));
        }
        if (filter.q() != null) {
            conditions.add(matching(filter.q()));
        }
        return conditions;
    }

    /** Conditions of the traits. */
    public List<SqlCondition> of(Traits traits) {
        List<SqlCondition> conditions = new ArrayList<>();
        anyOf(conditions, "m.vendor_id", "vendor", traits.vendor());
        anyOf(conditions, "m.family", "family", traits.family());
        anyOf(conditions, "m.kind", "kind", traits.kind());
        anyOf(conditions, "m.lifecycle", "lifecycle", traits.lifecycle());
        if (traits.openWeights() != null) {
            conditions.add(new SqlCondition(
                    "m.open_weights = :openWeights", Map.of("openWeights", traits.openWeights()), true));
        }
        if (traits.modality() != null) {
            conditions.add(new SqlCondition(
                    "m.input_modalities && string_to_array(:modality, ',')"
                            + " or m.output_modalities && string_to_array(:modality, ',')",
                    Map.of("modality", String.join(",", traits.modality())),
                    traits.modality().size() == 1));
        }
        if (traits.releasedFrom() != null) {
            conditions.add(SqlCondition.of("m.release_date >= :releasedFrom", "releasedFrom", traits.releasedFrom()));
        }
        if (traits.releasedTo() != null) {
            conditions.add(SqlCondition.of("m.release_date <= :releasedTo", "releasedTo", traits.releasedTo()));
        }
        return conditions;
    }

    private static void anyOf(List<SqlCondition> conditions, String column, String name, List<String> values) {
        if (values != null) {
            conditions.add(new SqlCondition(column + " in (:" + name + ")", Map.of(name, values), values.size() == 1));
        }
    }

    /** Every word has to match, as given or as a word that it may be a misspelling of. */
    private SqlCondition matching(String q) {
        List<String> words = SearchText.words(q);
        if (words.size() > MAX_WORDS) {
            throw new Problem.InvalidParameter("q", "must have at most " + MAX_WORDS + " words, had " + words.size());
        }
        if (words.isEmpty()) {
            return NONE;
        }
        Map<String, Object> parameters = new HashMap<>();
        List<String> allOf = new ArrayList<>();
        for (List<String> meanings : searchWords.meanings(words)) {
            List<String> anyOf = new ArrayList<>();
            for (String meaning : meanings) {
                String name = "pattern" + parameters.size();
                parameters.put(name, SearchWords.pattern(meaning));
                anyOf.add("f.words like :" + name);
            }
            allOf.add("(" + String.join(" or ", anyOf) + ")");
        }
        return SqlCondition.among(
                "select f.model_id as id from model_search f where " + String.join(" and ", allOf), parameters);
    }

    /** Features as the database names them, separated by commas. */
    private static String words(List<String> features) {
        return features.stream()
                .flatMap(key -> Feature.ofKey(key).stream())
                .map(Feature::word)
                .collect(Collectors.joining(","));
    }
}
