package org.modeltree.identity;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeltree.identity.KnownModels.Known;

/**
 * Models that the keys of a batch of offerings lead to. Each kind is looked up once for the whole batch.
 *
 * @param offerings models by offering
 * @param keys models by id or alias
 * @param links models by linked URL
 * @param compacts models by slug without separators
 * @param names models by name
 * @param newest the newest models by vendor
 */
record LookupResults(
        Map<String, String> offerings,
        Map<String, String> keys,
        Map<String, List<String>> links,
        Map<String, List<Known>> compacts,
        Map<String, List<Known>> names,
        Map<String, List<Known>> newest) {

    private static final String LATEST = "latest";

    /** Looks a batch up. */
    static LookupResults of(KnownModels known, List<LookupKeys> lookups) {
        Set<String> offerings = new HashSet<>();
        Set<String> keys = new HashSet<>();
        Set<String> links = new HashSet<>();
        Set<String> compacts = new HashSet<>();
        Set<String> names = new HashSet<>();
        Set<String> vendors = new HashSet<>();
        for (LookupKeys lookup : lookups) {
            if (!lookup.descriptor().provider().isEmpty()) {
                offerings.add(lookup.offering());
                offerings.add(lookup.everywhere());
            }
            keys.addAll(lookup.aliases());
            lookup.aliases()
                    .forEach(alias -> compacts.add(Spelling.compact(alias.substring(alias.lastIndexOf('/') + 1))));
            links.addAll(lookup.urls());
            names.addAll(lookup.names());
            vendors.addAll(lookup.vendorsOfLatest());
            lookup.names().forEach(name -> compacts.add(Spelling.ofName(name).compact()));
            lookup.linked().forEach(spelling -> {
                keys.add(spelling.key());
                compacts.add(spelling.compact());
            });
            lookup.own().forEach(spelling -> {
                keys.add(spelling.key());
                compacts.add(spelling.compact());
                compacts.add(spelling.compact() + LATEST);
                MatchingRules.TUNED.forEach(tuned -> compacts.add(spelling.compact() + tuned));
                spelling.untuned(MatchingRules.INSTRUCTED).forEach(plain -> compacts.add(plain.compact()));
                spelling.snapshot()
                        .ifPresent(date ->
                                compacts.add(spelling.withSlug(date.slug()).compact()));
                spelling.untiered().ifPresent(plain -> compacts.add(plain.compact()));
                spelling.anyMode().forEach(plain -> compacts.add(plain.compact()));
                compacts.add(spelling.withoutLatest().compact());
                spelling.nearlySame(MatchingRules.INSTRUCTED).forEach(other -> compacts.add(other.compact()));
                if (!lookup.providerVersion().isEmpty()) {
                    LookupKeys.FURTHER_NUMBERS.forEach(number -> compacts.add(spelling.compact() + number));
                }
            });
        }
        compacts.remove("");
        Map<String, List<Known>> alike = new HashMap<>(known.byCompact(compacts));
        alike.replaceAll((compact, models) -> withoutMisplacedAliases(models));
        return new LookupResults(
                offerings.isEmpty() ? Map.of() : known.byOffering(offerings),
                byKey(known, keys, alike),
                links.isEmpty() ? Map.of() : known.byLink(links),
                alike,
                names.isEmpty() ? Map.of() : known.byName(names),
                vendors.isEmpty() ? Map.of() : known.newestOf(vendors));
    }

    /**
     * The models without those whose alias is the own id of another one in another spelling. A catalog may give a model that
     * moves on, such as {@code deepseek-chat}, the address of the weights that it has today as an alias.
     */
    private static List<Known> withoutMisplacedAliases(List<Known> models) {
        return models.stream()
                .filter(alias -> models.stream()
                        .noneMatch(own -> own.spelled().equals(own.id())
                                && !own.id().equals(alias.id())
                                && alias.spelled().indexOf('/') > 0
                                && own.isOf(VendorNames.canonical(alias.spelled()
                                        .substring(0, alias.spelled().indexOf('/'))))
                                && !alias.spelled().equals(alias.id())
                                && own.spelledShape().equals(alias.spelledShape())))
                .toList();
    }

    /** Models by id or alias: those that are alike, and others only if there are too many of these. */
    private static Map<String, String> byKey(KnownModels known, Set<String> keys, Map<String, List<Known>> alike) {
        Map<String, String> byKey = new HashMap<>();
        boolean complete = true;
        for (List<Known> models : alike.values()) {
            complete &= models.size() <= KnownModels.MAX_ALIKE;
            models.forEach(model -> byKey.merge(
                    model.spelled(),
                    model.id(),
                    // An id wins over an alias of the same spelling.
                    (one, other) -> model.spelled().equals(other) ? other : one));
        }
        if (!complete) {
            byKey.putAll(known.byKey(keys));
        }
        return byKey;
    }

    /** Models whose id or alias has the same words and numbers, of the vendor if there is one. */
    List<Known> alike(Spelling spelling, OfferingDescriptor descriptor) {
        List<String> shape = Spelling.shape(spelling.slug());
        Map<String, Known> alike = new LinkedHashMap<>();
        List<Known> sameLetters = compacts.getOrDefault(spelling.compact(), List.of());
        if (sameLetters.size() > KnownModels.MAX_ALIKE) {
            // Too many to know that only one is alike.
            return List.of();
        }
        for (Known model : sameLetters) {
            List<String> own = model.spelledShape();
            // Digits without separators, as in minimax-m25, need the name to confirm them.
            boolean sameShape = own.equals(shape)
                    || (descriptor.name() != null
                            && Spelling.shape(plainName(descriptor)).equals(own));
            if (sameShape && (spelling.vendor().isEmpty() || model.isOf(spelling.vendor()))) {
                alike.putIfAbsent(model.id(), model);
            }
        }
        return List.copyOf(alike.values());
    }

    private static String plainName(OfferingDescriptor descriptor) {
        return descriptor.name().substring(descriptor.name().lastIndexOf('/') + 1);
    }

    /** Models with the name, or else models whose id spells the name. */
    List<Known> named(LookupKeys keys) {
        Map<String, Known> named = new LinkedHashMap<>();
        for (String name : keys.names()) {
            names.getOrDefault(name, List.of()).forEach(model -> named.putIfAbsent(model.id(), model));
        }
        if (named.isEmpty()) {
            for (String name : keys.names()) {
                Spelling spelling = Spelling.ofName(name);
                compacts.getOrDefault(spelling.compact(), List.of()).stream()
                        .filter(model -> Spelling.shape(model.slug()).equals(Spelling.shape(spelling.slug())))
                        .forEach(model -> named.putIfAbsent(model.id(), model));
            }
        }
        return List.copyOf(named.values());
    }
}
