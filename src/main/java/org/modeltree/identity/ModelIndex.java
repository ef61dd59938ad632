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
    private final NavigableMap<String, List<Known>> slugs = new TreeMap<>();
    private final Map<String, List<Known>> spellings = new HashMap<>();
    private final Map<String, Known> models = new HashMap<>();
    private final Map<String, List<Known>> names = new HashMap<>();

    /** Adds the record of a model; a further record of the same model adds its aliases and links. */
    public void add(ObjectNode model) {
        String spelled = model.get("id").asText();
        String id = spelled.toLowerCase(Locale.ROOT);
        boolean first = !id.equals(keys.put(SearchText.idKey(id), id));
        String name = model.path("name").asText();
        if (first) {
            Known known = new Known(
                    id,
                    name,
                    model.path("releaseDate").asText(""),
                    model.path("openWeights").asBoolean(false),
                    model.path("kind").asText(""),
                    id);
            models.put(id, known);
            slugs.computeIfAbsent(Spelling.compact(known.slug()), key -> new ArrayList<>())
                    .add(known);
            names.computeIfAbsent(SearchText.nameKey(name), key -> new ArrayList<>())
                    .add(known);
            spelled(known, id);
        }
        for (JsonNode alias : model.path("aliases")) {
            String key = SearchText.idKey(alias.asText());
            if (keys.putIfAbsent(key, id) == null) {
                spelled(models.get(id), key);
            }
        }
        for (JsonNode link : model.path("links")) {
            List<String> linking =
                    links.computeIfAbsent(link.path("url").asText().toLowerCase(Locale.ROOT), key -> new ArrayList<>());
            if (!linking.contains(id)) {
                linking.add(id);
            }
        }
    }

    private void spelled(Known known, String key) {
        spellings
                .computeIfAbsent(
                        Spelling.compact(key.substring(key.lastIndexOf('/') + 1)), compact -> new ArrayList<>())
                .add(new Known(known.id(), known.name(), known.releaseDate(), known.openWeights(), known.kind(), key));
    }

    /** Adds an offering with its model. */
    void offering(String provider, String id, String model) {
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
        return subset(spellings, asked);
    }

    @Override
    public Map<String, List<Known>> byName(Collection<String> asked) {
        return subset(names, asked);
    }

    @Override
    public Map<String, List<Known>> startingWith(Collection<String> asked) {
        Map<String, List<Known>> found = new HashMap<>();
        for (String beginning : asked) {
            List<Known> few = slugs.subMap(beginning, beginning + Character.MAX_VALUE).values().stream()
                    .flatMap(List::stream)
                    .limit(MAX_STARTING_WITH)
                    .toList();
            if (!few.isEmpty()) {
                found.put(beginning, few);
            }
        }
        return found;
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
