package org.modeltree.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Models that offerings are matched against. Each lookup serves a whole batch; keys without a model are left out. */
public interface KnownModels {

    /** Number of models with the same slug beyond which the slug means none of them. */
    int MAX_ALIKE = 20;

    /** Number of models of a vendor among which the latest of a series is looked for. */
    int MAX_NEWEST = 200;

    /**
     * Facts of a model that matching needs.
     *
     * @param id canonical id
     * @param name name of the model
     * @param releaseDate date with its precision, such as {@code 2024-05}; empty if unknown
     * @param openWeights whether the weights are open, so that anybody may serve the model; false if unknown
     * @param kind kind of model, such as {@code instruct}; empty if unknown
     * @param spelled the id, or the alias in lower case, by which the model was found
     */
    record Known(String id, String name, String releaseDate, boolean openWeights, String kind, String spelled) {

        /** Kinds whose weights follow instructions, so that a suffix that says so adds nothing. */
        private static final Set<String> TUNED = Set.of("instruct", "code");

        String vendor() {
            return id.substring(0, id.indexOf('/'));
        }

        String slug() {
            return id.substring(id.indexOf('/') + 1);
        }

        /** The model as it is found by another spelling. */
        Known spelledAs(String other) {
            return new Known(id, name, releaseDate, openWeights, kind, other);
        }

        /** The facts of this model, and what only another record of it knows. */
        Known completedBy(Known other) {
            return new Known(
                    id,
                    name.isEmpty() ? other.name() : name,
                    releaseDate.isEmpty() ? other.releaseDate() : releaseDate,
                    openWeights || other.openWeights(),
                    kind.isEmpty() ? other.kind() : kind,
                    spelled);
        }

        /** Whether the model follows instructions. */
        boolean isTuned() {
            return TUNED.contains(kind);
        }

        /** Whether the model is certainly no base model: it follows instructions, or only its publisher has the weights. */
        boolean isNoBase() {
            return kind.equals("instruct") || (!kind.isEmpty() && !kind.equals("base") && !openWeights);
        }

        /** Words and numbers of the id or alias by which the model was found, without its vendor. */
        List<String> spelledShape() {
            return Spelling.shape(spelled.substring(spelled.lastIndexOf('/') + 1));
        }

        /** Whether a vendor publishes the model, or is the vendor in the alias by which it was found. */
        boolean isOf(String vendor) {
            return VendorNames.canonical(vendor()).equals(vendor)
                    || (spelled.indexOf('/') > 0
                            && VendorNames.canonical(spelled.substring(0, spelled.indexOf('/')))
                                    .equals(vendor));
        }
    }

    /** Models by id or alias, each as {@code SearchText.idKey} normalizes it. */
    Map<String, String> byKey(Collection<String> keys);

    /** Ids of the successors of deleted models, by the ids of these; empty texts for those without one. */
    default Map<String, String> deleted(Collection<String> ids) {
        return Map.of();
    }

    /** Models by known offering, written as the provider's id, a space and the offering's id. */
    Map<String, String> byOffering(Collection<String> offerings);

    /** Models by linked URL, in lower case. */
    Map<String, List<String>> byLink(Collection<String> urls);

    /**
     * Models by slug without separators, of their id or of an alias, once for each such id and alias. If there are more
     * than {@value #MAX_ALIKE}, they are incomplete.
     */
    Map<String, List<Known>> byCompact(Collection<String> compacts);

    /** Models by name, as {@code SearchText.nameKey} normalizes it. */
    Map<String, List<Known>> byName(Collection<String> nameKeys);

    /** A few models by prefix of their slug without separators. */
    Map<String, List<Known>> startingWith(Collection<String> compacts);

    /** The models of vendors that were released last, the newest first, at most {@value #MAX_NEWEST} for each. */
    Map<String, List<Known>> newestOf(Collection<String> vendors);

    /** The union of two sets of models; if both have a single model for a key, the first one wins. */
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

            @Override
            public Map<String, List<Known>> newestOf(Collection<String> vendors) {
                return all(first.newestOf(vendors), second.newestOf(vendors));
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
