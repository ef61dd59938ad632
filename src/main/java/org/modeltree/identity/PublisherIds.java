package org.modeltree.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.modeltree.catalog.query.SearchText;

/**
 * Finder of the models that publishers' own ids mean, such as {@code meta-llama/Llama-2-7b-hf} on Hugging Face. Unlike for
 * offerings, the part before the slash is always the publisher, and the rest has no region, tier or mode: a suffix makes it
 * another model.
 */
public final class PublisherIds {

    private static final String WEIGHTS = "https://huggingface.co/";

    /** Suffix of weights in the file format of Hugging Face's library. */
    private static final String SAME_WEIGHTS = "-hf";

    private PublisherIds() {}

    /**
     * Models by id; ids without a certain model are left out.
     *
     * @param ids ids as the publishers spell them; one without a slash is only looked up as it is
     */
    public static Map<String, String> models(KnownModels known, Collection<String> ids) {
        Set<String> keys = new LinkedHashSet<>();
        Set<String> links = new LinkedHashSet<>();
        Set<String> compacts = new LinkedHashSet<>();
        for (String id : ids) {
            keys.add(SearchText.idKey(id));
            links.add(link(id));
            for (Spelling spelling : spellings(id)) {
                keys.add(spelling.key());
                compacts.add(spelling.compact());
            }
        }
        compacts.remove("");
        Map<String, String> byKey = known.byKey(keys);
        Map<String, List<String>> byLink = known.byLink(links);
        Map<String, List<KnownModels.Known>> byCompact = known.byCompact(compacts);
        Map<String, String> models = new HashMap<>();
        for (String id : ids) {
            Set<Spelling> spellings = spellings(id);
            Optional.ofNullable(byKey.get(SearchText.idKey(id)))
                    .or(() -> spellings.stream().findFirst().map(own -> byKey.get(own.key())))
                    .or(() -> linking(byLink.getOrDefault(link(id), List.of())))
                    .or(() -> spellings.stream()
                            .map(spelling -> byKey.get(spelling.key()))
                            .filter(model -> model != null)
                            .findFirst())
                    .or(() -> spellings.stream()
                            .map(spelling -> alike(spelling, byCompact.getOrDefault(spelling.compact(), List.of())))
                            .flatMap(Optional::stream)
                            .findFirst())
                    .ifPresent(model -> models.put(id, model));
        }
        return models;
    }

    private static String link(String id) {
        return WEIGHTS + id.toLowerCase(Locale.ROOT);
    }

    /** The id under our name of the publisher, then with and without the publisher's name in front; none without a slash. */
    private static Set<Spelling> spellings(String id) {
        int slash = id.indexOf('/');
        if (slash <= 0 || slash == id.length() - 1) {
            return Set.of();
        }
        String vendor = VendorNames.canonical(id.substring(0, slash));
        String slug = id.substring(slash + 1).toLowerCase(Locale.ROOT);
        Set<Spelling> spellings = new LinkedHashSet<>();
        spellings.add(new Spelling(vendor, slug));
        Spelling.named(spellings, vendor, slug);
        if (slug.endsWith(SAME_WEIGHTS) && slug.length() > SAME_WEIGHTS.length()) {
            String plain = slug.substring(0, slug.length() - SAME_WEIGHTS.length());
            spellings.add(new Spelling(vendor, plain));
            Spelling.named(spellings, vendor, plain);
        }
        return spellings;
    }

    /** The only model of the publisher that has the same words and numbers. */
    private static Optional<String> alike(Spelling spelling, List<KnownModels.Known> sameLetters) {
        if (sameLetters.size() > KnownModels.MAX_ALIKE) {
            return Optional.empty();
        }
        List<String> shape = Spelling.shape(spelling.slug());
        Map<String, KnownModels.Known> alike = new LinkedHashMap<>();
        sameLetters.stream()
                .filter(model -> model.spelledShape().equals(shape) && model.isOf(spelling.vendor()))
                .forEach(model -> alike.putIfAbsent(model.id(), model));
        return only(List.copyOf(alike.keySet()));
    }

    /** The only model that links to the weights, apart from ids of the latest model, which link to what they mean today. */
    private static Optional<String> linking(List<String> models) {
        return only(models.stream().filter(model -> !Spelling.isLatest(model)).toList())
                .or(() -> only(models));
    }

    private static Optional<String> only(List<String> models) {
        return models.size() == 1 ? Optional.of(models.get(0)) : Optional.empty();
    }
}
