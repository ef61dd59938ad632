package org.modeltree.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.identity.KnownModels.Known;

/**
 * Matcher of offerings to models: by id or alias, by the publisher's own link, by vendor and slug in any common spelling,
 * or by a name that the id does not contradict. An uncertain match is no match, because a wrong one shows the price of
 * another model, while a missing one is only a line in a report.
 */
public final class OfferingMatcher {

    private static final int MAX_CANDIDATES = 5;
    private static final int SHORTEST_PREFIX = 4;
    private static final String WEIGHTS = "https://huggingface.co/";
    private static final Pattern IN_BRACKETS = Pattern.compile("^(.*?)\\s*\\(([^()]+)\\)\\s*$");

    /** Words of a model's id that a provider's id must have as well, even if the provider's name for the model has them. */
    private static final Set<String> SIGNIFICANT =
            Set.of("latest", "mini", "nano", "turbo", "fast", "thinking", "base");

    /** Suffixes of instruction-tuned models; many providers serve them under the base model's name. */
    private static final List<String> TUNED = List.of("instruct", "it", "chat");

    /** Words that providers put in front of all their ids. */
    private static final Set<String> PROVIDER_PREFIXES = Set.of("duo", "chat", "agentic");

    private final KnownModels known;

    public OfferingMatcher(KnownModels known) {
        this.known = known;
    }

    /** Lookup keys of one offering. */
    private record Lookup(
            OfferingDescriptor descriptor,
            String offering,
            List<Spelling> own,
            List<Spelling> linked,
            List<String> urls,
            List<String> names) {

        static Lookup of(OfferingDescriptor descriptor) {
            String provider = SearchText.idKey(descriptor.provider());
            List<Spelling> linked = descriptor.link() == null ? List.of() : Spelling.of("", descriptor.link(), null);
            return new Lookup(
                    descriptor,
                    descriptor.provider() + " " + descriptor.offering(),
                    Spelling.of(provider, descriptor.offering(), descriptor.vendor()),
                    linked,
                    urls(descriptor.link()),
                    names(descriptor));
        }

        private static List<String> urls(String link) {
            if (link == null) {
                return List.of();
            }
            String folded = link.strip().toLowerCase(Locale.ROOT);
            return List.of(folded.contains("://") ? folded : WEIGHTS + folded);
        }

        /** The name without any path, and the name in brackets if only provider prefixes precede it. */
        private static List<String> names(OfferingDescriptor descriptor) {
            if (descriptor.name() == null) {
                return List.of();
            }
            Set<String> names = new LinkedHashSet<>();
            String name = descriptor.name().substring(descriptor.name().lastIndexOf('/') + 1);
            names.add(SearchText.nameKey(name.strip()));
            Matcher brackets = IN_BRACKETS.matcher(name);
            if (brackets.matches()
                    && Spelling.shape(brackets.group(1)).stream().allMatch(PROVIDER_PREFIXES::contains)) {
                names.add(SearchText.nameKey(brackets.group(2)));
            }
            return List.copyOf(names);
        }

        /** Possible aliases: the offering's id after its provider, and alone. */
        List<String> aliases() {
            return List.of(
                    SearchText.idKey(descriptor.provider() + "/" + descriptor.offering()),
                    SearchText.idKey(descriptor.offering()));
        }
    }

    /** Lookup results for a batch. */
    private record Results(
            Map<String, String> offerings,
            Map<String, String> keys,
            Map<String, List<String>> links,
            Map<String, List<Known>> compacts,
            Map<String, List<Known>> names) {}

    /** Matches a batch of offerings; the results are in its order. */
    public List<Match> match(List<OfferingDescriptor> batch) {
        List<Lookup> lookups = batch.stream().map(Lookup::of).toList();
        Results results = lookUp(lookups);
        List<Match> matches = new ArrayList<>();
        List<Integer> unmatched = new ArrayList<>();
        for (int i = 0; i < lookups.size(); i++) {
            Optional<Match> match = match(lookups.get(i), results);
            if (match.isEmpty()) {
                unmatched.add(i);
            }
            matches.add(match.orElse(new Match.Unmatched(List.of())));
        }
        Set<String> stems = new LinkedHashSet<>();
        unmatched.forEach(i -> lookups.get(i).own().forEach(spelling -> {
            stems.add(spelling.compact());
            stems.add(spelling.stem());
        }));
        Map<String, List<Known>> longer = stems.isEmpty() ? Map.of() : known.startingWith(stems);
        unmatched.forEach(i -> matches.set(i, new Match.Unmatched(candidates(lookups.get(i), results, longer))));
        return matches;
    }

    private Results lookUp(List<Lookup> lookups) {
        Set<String> offerings = new HashSet<>();
        Set<String> keys = new HashSet<>();
        Set<String> links = new HashSet<>();
        Set<String> compacts = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Lookup lookup : lookups) {
            offerings.add(lookup.offering());
            keys.addAll(lookup.aliases());
            links.addAll(lookup.urls());
            names.addAll(lookup.names());
            lookup.names().forEach(name -> compacts.add(Spelling.ofName(name).compact()));
            lookup.linked().forEach(spelling -> {
                keys.add(spelling.key());
                compacts.add(spelling.compact());
            });
            lookup.own().forEach(spelling -> {
                keys.add(spelling.key());
                String compact = spelling.compact();
                for (int end = compact.length(); end >= SHORTEST_PREFIX || end == compact.length(); end--) {
                    compacts.add(compact.substring(0, end));
                }
                TUNED.forEach(tuned -> compacts.add(compact + tuned));
                spelling.dated().ifPresent(dated -> {
                    keys.add(dated.undated().key());
                    compacts.add(dated.undated().compact());
                });
                spelling.untiered().ifPresent(plain -> compacts.add(plain.compact()));
                spelling.anyMode().forEach(plain -> compacts.add(plain.compact()));
            });
        }
        return new Results(
                known.byOffering(offerings),
                known.byKey(keys),
                links.isEmpty() ? Map.of() : known.byLink(links),
                known.byCompact(compacts),
                names.isEmpty() ? Map.of() : known.byName(names));
    }

    /** The model, or candidates if the evidence is contradictory; empty if there is no evidence. */
    private static Optional<Match> match(Lookup lookup, Results results) {
        String known = results.offerings().get(lookup.offering());
        if (known != null) {
            return Optional.of(new Match.Found(known, "already has this offering"));
        }
        String alias = results.keys().get(lookup.aliases().get(0));
        if (alias != null) {
            return Optional.of(new Match.Found(alias, "has this alias at this provider"));
        }
        Optional<Match> own = byId(lookup, results);
        if (own.isPresent() && isDoubtful(lookup, ((Match.Found) own.get()).modelId(), results)) {
            return Optional.empty();
        }
        Optional<Match> linked = byLink(lookup, results);
        if (own.isPresent() && linked.isPresent()) {
            String ownId = ((Match.Found) own.get()).modelId();
            String linkedId = ((Match.Found) linked.get()).modelId();
            // The id and the publisher's link contradict each other, so a person has to decide.
            return Optional.of(ownId.equals(linkedId) ? own.get() : new Match.Unmatched(List.of(ownId, linkedId)));
        }
        return own.or(() -> linked).or(() -> byName(lookup, results));
    }

    /** Whether the name has a version that the model lacks, or an id without a vendor may mean the tuned model. */
    private static boolean isDoubtful(Lookup lookup, String model, Results results) {
        if (lookup.descriptor().name() != null) {
            List<String> named = Spelling.shape(lookup.descriptor().name());
            List<String> versions = new ArrayList<>(Spelling.shape(model));
            versions.addAll(Spelling.shape(lookup.descriptor().offering()));
            for (int i = 1; i < named.size() - 1; i++) {
                if (named.get(i).equals("v") && !versions.contains("v") && isNumber(named.get(i + 1))) {
                    return true;
                }
            }
        }
        String vendor = model.substring(0, model.indexOf('/') + 1);
        return lookup.own().stream()
                .filter(spelling -> spelling.vendor().isEmpty()
                        && spelling.compact().equals(Spelling.compact(model.substring(vendor.length()))))
                .anyMatch(spelling -> TUNED.stream()
                        .flatMap(tuned ->
                                results.compacts().getOrDefault(spelling.compact() + tuned, List.of()).stream())
                        .anyMatch(sibling -> sibling.id().startsWith(vendor)));
    }

    private static boolean isNumber(String token) {
        return Character.isDigit(token.charAt(0));
    }

    private static Optional<Match> byId(Lookup lookup, Results results) {
        String exact = results.keys().get(lookup.aliases().get(1));
        if (exact != null) {
            return Optional.of(new Match.Found(exact, "has this id or alias"));
        }
        for (Spelling spelling : lookup.own()) {
            Optional<Match> match = bySpelling(spelling, lookup.descriptor(), results);
            if (match.isPresent()) {
                return match;
            }
        }
        return lookup.own().stream()
                .flatMap(spelling -> byTierOrMode(spelling, lookup.descriptor(), results).stream())
                .findFirst();
    }

    /** The model whose id differs only by a provider's service tier or a publisher's mode. */
    private static Optional<Match> byTierOrMode(Spelling spelling, OfferingDescriptor descriptor, Results results) {
        for (Spelling plain : spelling.anyMode()) {
            List<Known> alike = alike(plain, results, descriptor);
            if (alike.size() == 1) {
                return Optional.of(new Match.Found(alike.get(0).id(), "is the model that this id is a mode of"));
            }
        }
        return spelling.untiered().flatMap(plain -> {
            List<Known> alike = alike(plain, results, descriptor).stream()
                    // At the publisher itself, the faster one may be another model.
                    .filter(model -> model.openWeights()
                            && !VendorNames.canonical(descriptor.provider())
                                    .equals(VendorNames.canonical(model.vendor())))
                    .toList();
            return alike.size() == 1 && isSpecific(plain, alike.get(0), descriptor)
                    ? Optional.of(new Match.Found(alike.get(0).id(), "has the weights that this tier serves"))
                    : Optional.empty();
        });
    }

    private static Optional<Match> byLink(Lookup lookup, Results results) {
        List<String> linking = lookup.urls().stream()
                .flatMap(url -> results.links().getOrDefault(url, List.of()).stream())
                .distinct()
                .toList();
        if (linking.size() == 1) {
            return Optional.of(new Match.Found(linking.get(0), "has the publisher's link"));
        }
        for (Spelling spelling : lookup.linked()) {
            String key = results.keys().get(spelling.key());
            if (key != null) {
                return Optional.of(new Match.Found(key, "has the id in the publisher's link"));
            }
        }
        return Optional.empty();
    }

    private static Optional<Match> bySpelling(Spelling spelling, OfferingDescriptor descriptor, Results results) {
        String key = results.keys().get(spelling.key());
        if (key != null) {
            return Optional.of(new Match.Found(key, "has this id or alias in another spelling"));
        }
        List<Known> alike = alike(spelling, results, descriptor);
        if (alike.size() == 1 && isSpecific(spelling, alike.get(0), descriptor)) {
            return Optional.of(new Match.Found(alike.get(0).id(), "has the same vendor and name in another spelling"));
        }
        if (!alike.isEmpty()) {
            return Optional.empty();
        }
        return spelling.dated().flatMap(dated -> {
            List<Known> undated = alike(dated.undated(), results, descriptor).stream()
                    .filter(model -> model.releaseDate().equals(dated.day()))
                    .toList();
            return undated.size() == 1
                    ? Optional.of(new Match.Found(undated.get(0).id(), "was released on the day in the id"))
                    : Optional.empty();
        });
    }

    /** Models whose id has the same words and numbers, of the vendor if there is one. */
    private static List<Known> alike(Spelling spelling, Results results, OfferingDescriptor descriptor) {
        List<String> shape = Spelling.shape(spelling.slug());
        return results.compacts().getOrDefault(spelling.compact(), List.of()).stream()
                .filter(model -> spelling.vendor().isEmpty()
                        || VendorNames.canonical(model.vendor()).equals(spelling.vendor()))
                // Digits without separators, as in minimax-m25, need the name to confirm them.
                .filter(model -> {
                    List<String> own = Spelling.shape(model.slug());
                    return own.equals(shape)
                            || (descriptor.name() != null
                                    && Spelling.shape(plainName(descriptor)).equals(own));
                })
                .toList();
    }

    private static String plainName(OfferingDescriptor descriptor) {
        return descriptor.name().substring(descriptor.name().lastIndexOf('/') + 1);
    }

    /** Whether a match is specific: a single word such as auto or sonar needs the vendor or the same name. */
    private static boolean isSpecific(Spelling spelling, Known model, OfferingDescriptor descriptor) {
        return !spelling.vendor().isEmpty()
                || Spelling.shape(spelling.slug()).size() > 1
                || (descriptor.name() != null
                        && Spelling.shape(descriptor.name()).equals(Spelling.shape(model.name())));
    }

    /** The model with the same name, if the id has only words and numbers of the model and lacks no significant one. */
    private static Optional<Match> byName(Lookup lookup, Results results) {
        List<Known> named = named(lookup, results);
        if (named.size() != 1) {
            return Optional.empty();
        }
        Known model = named.get(0);
        Set<String> ofModel = new HashSet<>(Spelling.shape(model.slug()));
        ofModel.addAll(Spelling.shape(model.name()));
        for (Spelling spelling : lookup.own()) {
            boolean sameVendor = spelling.vendor().isEmpty()
                    || VendorNames.canonical(model.vendor()).equals(spelling.vendor());
            List<String> words = new ArrayList<>(Spelling.shape(spelling.slug()));
            if (words.size() > 2 && words.get(0).equals("duo") && words.get(1).equals("chat")) {
                words = words.subList(2, words.size());
            }
            List<String> missing = new ArrayList<>(Spelling.shape(model.slug()));
            missing.removeAll(words);
            if (sameVendor
                    && words.size() > 1
                    && ofModel.containsAll(words)
                    && missing.stream().noneMatch(SIGNIFICANT::contains)) {
                return Optional.of(new Match.Found(model.id(), "has the same name, and the id does not contradict it"));
            }
        }
        return Optional.empty();
    }

    /** Models with the name, or else models whose id spells the name. */
    private static List<Known> named(Lookup lookup, Results results) {
        List<Known> named = lookup.names().stream()
                .flatMap(name -> results.names().getOrDefault(name, List.of()).stream())
                .distinct()
                .toList();
        if (!named.isEmpty()) {
            return named;
        }
        return lookup.names().stream()
                .map(Spelling::ofName)
                .flatMap(name -> results.compacts().getOrDefault(name.compact(), List.of()).stream()
                        .filter(model -> Spelling.shape(model.slug()).equals(Spelling.shape(name.slug()))))
                .distinct()
                .toList();
    }

    private static List<String> candidates(Lookup lookup, Results results, Map<String, List<Known>> longer) {
        Set<String> candidates = new LinkedHashSet<>();
        Map<String, Integer> order = new HashMap<>();
        put(candidates, named(lookup, results));
        for (Spelling spelling : lookup.own()) {
            String compact = spelling.compact();
            put(candidates, results.compacts().get(compact));
            spelling.dated()
                    .ifPresent(dated -> put(
                            candidates, results.compacts().get(dated.undated().compact())));
            put(candidates, longer.get(compact));
            TUNED.forEach(tuned -> put(candidates, results.compacts().get(compact + tuned)));
            for (int end = compact.length() - 1; end >= SHORTEST_PREFIX && 2 * end >= compact.length(); end--) {
                put(candidates, results.compacts().get(compact.substring(0, end)));
            }
        }
        lookup.own().forEach(spelling -> put(candidates, longer.get(spelling.stem())));
        String vendor = lookup.own().isEmpty() ? "" : lookup.own().get(0).vendor();
        int place = 0;
        for (String candidate : candidates) {
            order.put(candidate, place++);
        }
        // Models of the vendor in the id come first.
        return candidates.stream()
                .sorted((one, other) -> {
                    int ofVendor = Boolean.compare(other.startsWith(vendor + "/"), one.startsWith(vendor + "/"));
                    return ofVendor != 0 ? ofVendor : Integer.compare(order.get(one), order.get(other));
                })
                .limit(MAX_CANDIDATES)
                .toList();
    }

    private static void put(Set<String> candidates, Collection<Known> models) {
        if (models != null) {
            models.forEach(model -> candidates.add(model.id()));
        }
    }
}
