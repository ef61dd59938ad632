package org.modeltree.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Models that an offering may be one of. Each question is asked once for a whole batch. */
public interface KnownModels {

    /**
     * A model, as far as matching needs it.
     *
     * @param id canonical
     * @param name for people
     * @param releaseDate with the precision that is known; empty where it is not
     * @param openWeights whether anybody may serve it; false where that is not known
     */
    record Known(String id, String name, String releaseDate, boolean openWeights) {

        String vendor() {
            return id.substring(0, id.indexOf('/'));
        }

        String slug() {
            return id.substring(id.indexOf('/') + 1);
        }
    }

    /** The model that each id or alias means, by what {@code SearchText.idKey} makes of it. */
    Map<String, String> byKey(Collection<String> keys);

    /** The model of each offering that is there already, by provider, a blank and the provider's own id. */
    Map<String, String> byOffering(Collection<String> offerings);

    /** The models that have a link to each address; addresses in lower case. */
    Map<String, List<String>> byLink(Collection<String> urls);

    /** The models whose id behind the slash is each of these, dots, hyphens and underscores aside. */
    Map<String, List<Known>> byCompact(Collection<String> compacts);

    /** The models called each of these, by what {@code SearchText.nameKey} makes of it. */
    Map<String, List<Known>> byName(Collection<String> nameKeys);

    /** A few of the models whose id behind the slash begins with each of these, dots, hyphens and underscores aside. */
    Map<String, List<Known>> startingWith(Collection<String> compacts);

    /** What either of the two knows; what both say of one key is the first one's word. */
    static KnownModels both(KnownModels first, KnownModels second) {
        return new KnownModels() {
            @Override
            public Map<String, String> byKey(Collection<String> keys) {
                return either(first.byKey(keys), second.byKey(keys));
            }

            @Override
            public Map<String, String> byOffering(Collection<String> offerings) {
                return either(first.byOffering(offerings), second.byOffering(offerings));
            }

            @Override
            public Map<String, List<String>> byLink(Collection<String> urls) {
                return all(first.byLink(urls), second.byLink(urls));
            }

            @Override
            public Map<String, List<Known>> byCompact(Collection<String> compacts) {
                return all(first.byCompact(compacts), second.byCompact(compacts));
            }

            @Override
            public Map<String, List<Known>> byName(Collection<String> nameKeys) {
                return all(first.byName(nameKeys), second.byName(nameKeys));
            }

            @Override
            public Map<String, List<Known>> startingWith(Collection<String> compacts) {
                return all(first.startingWith(compacts), second.startingWith(compacts));
            }

            private <V> Map<String, V> either(Map<String, V> one, Map<String, V> other) {
                Map<String, V> merged = new HashMap<>(other);
                merged.putAll(one);
                return merged;
            }

            private <V> Map<String, List<V>> all(Map<String, List<V>> one, Map<String, List<V>> other) {
                Set<String> keys = new LinkedHashSet<>(one.keySet());
                keys.addAll(other.keySet());
                Map<String, List<V>> merged = new HashMap<>();
                for (String key : keys) {
                    merged.put(
                            key,
                            Stream.concat(
                                            one.getOrDefault(key, List.of()).stream(),
                                            other.getOrDefault(key, List.of()).stream())
                                    .distinct()
                                    .toList());
                }
                return merged;
            }
        };
    }
}
