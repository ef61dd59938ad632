package org.modeltree.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Query parameters of a request, which the oracle evaluates too. */
public final class QueryParams {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    public static QueryParams none() {
        return new QueryParams();
    }

    public QueryParams with(String name, String... more) {
        values.computeIfAbsent(name, key -> new ArrayList<>()).addAll(List.of(more));
        return this;
    }

    public QueryParams with(String name, List<String> more) {
        values.computeIfAbsent(name, key -> new ArrayList<>()).addAll(more);
        return this;
    }

    /** The same parameters without one of them. */
    public QueryParams without(String name) {
        QueryParams others = new QueryParams();
        others.values.putAll(values);
        others.values.remove(name);
        return others;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** All values of a parameter; empty if it is not given. */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** The only value of a parameter. */
    public String one(String name, String fallback) {
        return has(name) ? values.get(name).get(0) : fallback;
    }

    public String lang() {
        return one("lang", "en").substring(0, 2).equalsIgnoreCase("zh") ? "zh" : "en";
    }

    /** The query string with its question mark; empty without parameters. */
    String query() {
        StringBuilder query = new StringBuilder();
        values.forEach((name, list) -> query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(Urls.list(list)));
        return query.toString();
    }

    @Override
    public String toString() {
        return query();
    }
}
