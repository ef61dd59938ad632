package org.modeltree.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Query parameters, as a request has them and as the oracle reads them. */
final class Params {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    static Params none() {
        return new Params();
    }

    Params with(String name, String... more) {
        values.computeIfAbsent(name, key -> new ArrayList<>()).addAll(List.of(more));
        return this;
    }

    Params with(String name, List<String> more) {
        values.computeIfAbsent(name, key -> new ArrayList<>()).addAll(more);
        return this;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** All values of a parameter; empty where it is not given. */
    List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** The only value of a parameter. */
    String one(String name, String otherwise) {
        return has(name) ? values.get(name).get(0) : otherwise;
    }

    String lang() {
        return one("lang", "en").substring(0, 2).equalsIgnoreCase("zh") ? "zh" : "en";
    }

    /** The question mark and what follows, or nothing. */
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
