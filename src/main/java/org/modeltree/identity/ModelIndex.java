package org.modeltree.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.modeltree.catalog.query.SearchText;

/** Index of models in memory, such as those that an import is about to create. */
public final class ModelIndex implements KnownModels {

    private static final int MAX_STARTING_WITH = 5;

    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, String> offerings = new HashMap<>();
    private final Map<String, List<String>> links = new HashMap<>();
    private final NavigableMap<String, List<Spelled>> slugs = new TreeMap<>();
    private final Map<String, List<Spelled>> spellings = new HashMap<>();
    private final Map<String, Known> models = new HashMap<>();
    private final Map<String, List<Spelled>> names = new HashMap<>();

    /** A model's id, and the id or alias by which it is found. */
    private record Spelled(String id, String spelled) {}

    /** Whether there is no model. */
    public boolean isEmpty() {
        return models.isEmpty();
    }

    /** Adds the record of a model; a further record of the same model adds its aliases, links and what was unknown. */
    public void add(ObjectNode model) {
        String id = model.get("id").asText().toLowerCase(Locale.ROOT);
        boolean first = !id.equals(keys.put(SearchText.idKey(id), id));
        Known known = new Known(
                id,
                model.path("name").asText(),
                model.path("releaseDate").asText(""),
                model.path("openWeights").asBoolean(false),
                model.path("kind").asText(""),
                id);
        models.merge(id, known, (one, other) -> one.completedBy(other));
        if (first) {
            Spelled own = new Spelled(id, id);
            slugs.computeIfAbsent(Spelling.compact(known.slug()), key -> new ArrayList<>())
                    .add(own);
            names.computeIfAbsent(SearchText.nameKey(known.name()), key -> new ArrayList<>())
                    .add(own);
            spelled(own);
        }
        for (JsonNode alias : model.path("aliases")) {
            String key = SearchText.idKey(alias.asText());
            if (keys.putIfAbsent(key, id) == null) {
                spelled(new Spelled(id, key));
            }
        }
        addLinks(model);
    }

    /** Adds only the links of a model's record, which may be that of a model elsewhere. */
    public void addLinks(ObjectNode model) {
        String id = model.get("id").asText().toLowerCase(Locale.ROOT);
        for (JsonNode link : model.path("webLinks")) {
            List<String> linking =
                    links.computeIfAbsent(link.path("url").asText().toLowerCase(Locale.ROOT), key -> new ArrayList<>());
            if (!linking.contains(id)) {
                linking.add(id);
            }
        }
    }

    private void spelled(Spelled one) {
        String slug = one.spelled().substring(one.spelled().lastIndexOf('/') + 1);
        spellings
                .computeIfAbsent(Spelling.compact(slug), compact -> new ArrayList<>())
                .add(one);
    }

    /** Adds an offering with its model, which may be a model elsewhere. */
    public void addOffering(String provider, String id, String model) {
        offerings.put(provider + " " + id, model);
    }

    @Override
    public Map<String, String> byKey(Collection<String> asked) {
        return subset(keys, asked);
    }

    @Override
    public Map<String, String> byOffering(Collection<String> asked) {
        return subset(offerings, asked);
    }

    @Override
    public Map<String, List<String>> byLink(Collection<String> asked) {
        return subset(links, asked);
    }

    @Override
    public Map<String, List<Known>> byCompact(Collection<String> asked) {
        return known(subset(spellings, asked));
    }

    @Override
    public Map<String, List<Known>> byName(Collection<String> asked) {
        return known(subset(names, asked));
    }

    @Override
    public Map<String, List<Known>> startingWith(Collection<String> asked) {
        Map<String, List<Spelled>> found = new HashMap<>();
        for (String beginning : asked) {
            List<Spelled> few = slugs.subMap(beginning, beginning + Character.MAX_VALUE).values().stream()
                    .flatMap(List::stream)
                    .limit(MAX_STARTING_WITH)
                    .toList();
            if (!few.isEmpty()) {
                found.put(beginning, few);
            }
        }
        return known(found);
    }

    private Map<String, List<Known>> known(Map<String, List<Spelled>> found) {
        Map<String, List<Known>> known = new HashMap<>();
        found.forEach((key, spelled) -> known.put(
                key,
                spelled.stream()
                        .map(one -> models.get(one.id()).spelledAs(one.spelled()))
                        .toList()));
        return known;
    }

    @Override
    public Map<String, List<Known>> newestOf(Collection<String> vendors) {
        Map<String, List<Known>> newest = new HashMap<>();
        for (String vendor : vendors) {
            List<Known> ofVendor = models.values().stream()
                    .filter(model -> model.vendor().equals(vendor)
                            && !model.releaseDate().isEmpty())
                    .sorted(Comparator.comparing(Known::releaseDate)
                            .thenComparing(Known::id)
                            .reversed())
                    .limit(MAX_NEWEST)
                    .toList();
            if (!ofVendor.isEmpty()) {
                newest.put(vendor, ofVendor);
            }
        }
        return newest;
    }

    private static <V> Map<String, V> subset(Map<String, V> all, Collection<String> asked) {
        Map<String, V> found = new HashMap<>();
        for (String key : asked) {
            V value = all.get(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return found;
    }
}
