package org.modeltree.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    private static final String LATEST = "latest";
    private static final String WEIGHTS = "https://huggingface.co/";
    private static final Pattern HOST = Pattern.compile("^https?://[^/]+/");
    private static final Pattern IN_BRACKETS = Pattern.compile("^(.*?)\\s*\\(([^()]+)\\)\\s*$");

    /** Words of a model's id that a provider's id must have as well, even if the provider's name for the model has them. */
    private static final Set<String> SIGNIFICANT =
            Set.of("latest", "mini", "nano", "turbo", "fast", "thinking", "base");

    /** Suffixes of instruction-tuned models; many providers serve them under the base model's name. */
    private static final List<String> TUNED = List.of("instruct", "it", "chat");

    /** Those that mean nothing else; a chat model may be another model than that of its version. */
    private static final List<String> INSTRUCTED = List.of("instruct", "it");

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
            ProviderPath path,
            List<Spelling> own,
            List<Spelling> linked,
            List<String> urls,
            List<String> names) {

        static Lookup of(OfferingDescriptor descriptor) {
            String provider = SearchText.idKey(descriptor.provider());
            List<Spelling> linked = descriptor.link() == null
                    ? List.of()
                    : Spelling.of(
                            ProviderPath.of("", HOST.matcher(descriptor.link()).replaceFirst("")), null);
            ProviderPath path = ProviderPath.of(provider, descriptor.offering());
            return new Lookup(
                    descriptor,
                    descriptor.provider() + " " + descriptor.offering(),
                    path,
                    Spelling.of(path, descriptor.vendor()),
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

        /** The offering without a region. */
        String everywhere() {
            return descriptor.provider() + " " + ProviderPath.withoutRegion(descriptor.offering());
        }

        /** Vendors whose newest model the id may mean. */
        List<String> vendorsOfLatest() {
            return own.stream()
                    .filter(Spelling::isLatest)
                    .flatMap(spelling -> spelling.vendor().isEmpty()
                            ? VendorNames.ofBrand(spelling.slug()).stream()
                            : Stream.of(spelling.vendor()))
                    .distinct()
                    .toList();
        }

        /** Whether the id has no publisher, and nothing else but the name. */
        boolean isBare() {
            return path.vendors().isEmpty() && !path.routed();
        }
    }

    /** Lookup results for a batch. */
    private record Results(
            Map<String, String> offerings,
            Map<String, String> keys,
            Map<String, List<String>> links,
            Map<String, List<Known>> compacts,
            Map<String, List<Known>> names,
            Map<String, List<Known>> newest) {}

    /** Models that are certain or likely, without other candidates; the results are in the order of the batch. */
    List<Match> matchByRule(List<OfferingDescriptor> batch) {
        List<Lookup> lookups = batch.stream().map(Lookup::of).toList();
        Results results = lookUp(lookups);
        return lookups.stream()
                .map(lookup -> match(lookup, results).orElse(new Match.Unmatched(List.of())))
                .toList();
    }

    /** Matches a batch of offerings; the results are in its order. */
    public List<Match> match(List<OfferingDescriptor> batch) {
        List<Lookup> lookups = batch.stream().map(Lookup::of).toList();
        Results results = lookUp(lookups);
        List<Match> matches = new ArrayList<>();
        List<Integer> unmatched = new ArrayList<>();
        for (int i = 0; i < lookups.size(); i++) {
            Match match = match(lookups.get(i), results).orElse(new Match.Unmatched(List.of()));
            if (match instanceof Match.Likely || match instanceof Match.Unmatched) {
                unmatched.add(i);
            }
            matches.add(match);
        }
        if (!unmatched.isEmpty()) {
            Candidates candidates =
                    candidates(unmatched.stream().map(lookups::get).toList());
            unmatched.forEach(i -> matches.set(i, with(matches.get(i), candidates.of(lookups.get(i), results))));
        }
        return matches;
    }

    /** The match with further candidates. */
    private static Match with(Match match, List<String> further) {
        Set<String> candidates = new LinkedHashSet<>(match.candidates());
        candidates.addAll(further);
        List<String> few = candidates.stream().limit(MAX_CANDIDATES).toList();
        return match instanceof Match.Likely likely ? new Match.Likely(likely.rule(), few) : new Match.Unmatched(few);
    }

    private Results lookUp(List<Lookup> lookups) {
        Set<String> offerings = new HashSet<>();
        Set<String> keys = new HashSet<>();
        Set<String> links = new HashSet<>();
        Set<String> compacts = new HashSet<>();
        Set<String> names = new HashSet<>();
        Set<String> vendors = new HashSet<>();
        for (Lookup lookup : lookups) {
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
                TUNED.forEach(tuned -> compacts.add(spelling.compact() + tuned));
                spelling.untuned(INSTRUCTED).forEach(plain -> compacts.add(plain.compact()));
                spelling.snapshot()
                        .ifPresent(date ->
                                compacts.add(spelling.withSlug(date.slug()).compact()));
                spelling.untiered().ifPresent(plain -> compacts.add(plain.compact()));
                spelling.anyMode().forEach(plain -> compacts.add(plain.compact()));
                compacts.add(spelling.withoutLatest().compact());
            });
        }
        compacts.remove("");
        Map<String, List<Known>> alike = new HashMap<>(known.byCompact(compacts));
        alike.replaceAll((compact, models) -> withoutMisplacedAliases(models));
        return new Results(
                offerings.isEmpty() ? Map.of() : known.byOffering(offerings),
                byKey(keys, alike),
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
    private Map<String, String> byKey(Set<String> keys, Map<String, List<Known>> alike) {
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

    /** The model, or candidates if the evidence is contradictory; empty if there is no evidence. */
    private static Optional<Match> match(Lookup lookup, Results results) {
        String known = results.offerings().get(lookup.offering());
        if (known != null) {
            return Optional.of(new Match.Found(known, Rule.OFFERING, false, "already has this offering"));
        }
        String elsewhere = results.offerings().get(lookup.everywhere());
        if (elsewhere != null) {
            return Optional.of(new Match.Found(elsewhere, Rule.REGION, false, "has this offering in another region"));
        }
        String alias = results.keys().get(lookup.aliases().get(0));
        if (alias != null) {
            return Optional.of(new Match.Found(alias, Rule.ALIAS, true, "has this alias at this provider"));
        }
        Optional<Match.Found> own = byId(lookup, results);
        if (own.isPresent() && isDoubtful(lookup, own.get(), results)) {
            return Optional.of(
                    new Match.Likely(own.get().rule(), List.of(own.get().modelId())));
        }
        Optional<Match.Found> linked = byLink(lookup, results);
        if (own.isPresent() && linked.isPresent()) {
            String ownId = own.get().modelId();
            String linkedId = linked.get().modelId();
            // The id and the publisher's link contradict each other, so a person has to decide.
            return Optional.of(ownId.equals(linkedId) ? own.get() : new Match.Ambiguous(List.of(ownId, linkedId)));
        }
        return own.or(() -> linked)
                .or(() -> byName(lookup, results))
                .map(Match.class::cast)
                .or(() -> likely(lookup, results));
    }

    /** Whether the name has a version that the model lacks, or a short name may mean the tuned model. */
    private static boolean isDoubtful(Lookup lookup, Match.Found found, Results results) {
        String model = found.modelId();
        if (lookup.descriptor().name() != null) {
            List<String> named = Spelling.shape(lookup.descriptor().name());
            List<String> versions = new ArrayList<>(Spelling.shape(model));
            versions.addAll(Spelling.shape(lookup.descriptor().offering()));
            for (int i = 1; i < named.size() - 1; i++) {
                if (named.get(i).equals("v") && !versions.contains("v") && isNumber(named.get(i + 1))) {
                    return true;
                }
            }
            if (hasNewerVersion(
                    lookup.descriptor().name(), model, lookup.descriptor().offering())) {
                return true;
            }
        }
        String vendor = model.substring(0, model.indexOf('/') + 1);
        return lookup.own().stream()
                .filter(spelling ->
                        (spelling.vendor().isEmpty() || (lookup.path().shortened() && spelling.endsWithSize()))
                                && spelling.compact().equals(Spelling.compact(model.substring(vendor.length())))
                                && results.compacts().getOrDefault(spelling.compact(), List.of()).stream()
                                        .noneMatch(known -> known.id().equals(model) && known.isTuned()))
                .anyMatch(spelling -> TUNED.stream()
                        .flatMap(tuned ->
                                results.compacts().getOrDefault(spelling.compact() + tuned, List.of()).stream())
                        .anyMatch(sibling ->
                                sibling.id().startsWith(vendor) && !sibling.id().equals(model)));
    }

    /** Whether a name, such as V3.1, adds a number to the version that the model's id ends with, and the id does not. */
    private static boolean hasNewerVersion(String name, String model, String id) {
        List<String> named = Spelling.shape(IN_BRACKETS.matcher(name).replaceFirst("$1"));
        List<String> own = Spelling.shape(model.substring(model.indexOf('/') + 1));
        int end = own.size();
        int begin = Collections.indexOfSubList(named, own);
        if (begin < 0 || begin + end >= named.size() || !isNumber(own.get(end - 1))) {
            return false;
        }
        String added = named.get(begin + end);
        boolean isSize =
                begin + end + 1 < named.size() && named.get(begin + end + 1).length() == 1;
        return isNumber(added)
                && added.length() < 3
                && !isSize
                && Collections.indexOfSubList(Spelling.shape(id), named.subList(begin, begin + end + 1)) < 0;
    }

    private static boolean isNumber(String token) {
        return Character.isDigit(token.charAt(0));
    }

    private static Optional<Match.Found> byId(Lookup lookup, Results results) {
        String id = lookup.aliases().get(1);
        String exact = results.keys().get(id);
        if (exact != null) {
            Rule rule = exact.equals(id) ? Rule.CANONICAL : Rule.ALIAS;
            return Optional.of(new Match.Found(exact, rule, !Spelling.isLatest(id), "has this id or alias"));
        }
        return first(lookup, spelling -> bySpelling(lookup, spelling, results))
                .or(() -> first(lookup, spelling -> byVersionLatest(lookup, spelling, results)))
                .or(() -> first(lookup, spelling -> byTuning(lookup, spelling, results)))
                .or(() -> first(lookup, spelling -> byTierOrMode(lookup, spelling, results)))
                .or(() -> first(lookup, spelling -> byLatest(lookup, spelling, results)));
    }

    private static Optional<Match.Found> first(Lookup lookup, Function<Spelling, Optional<Match.Found>> rule) {
        return lookup.own().stream().map(rule).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Match.Found> bySpelling(Lookup lookup, Spelling spelling, Results results) {
        OfferingDescriptor descriptor = lookup.descriptor();
        Rule rule = lookup.path().rule();
        boolean fixed = !spelling.vendor().isEmpty();
        String key = results.keys().get(spelling.key());
        if (key != null && (fixed || isSpecific(lookup, spelling, key, ""))) {
            return Optional.of(new Match.Found(key, rule, true, "has this id or alias in another spelling"));
        }
        List<Known> alike = alike(spelling, results, descriptor);
        if (alike.size() == 1
                && isSpecific(lookup, spelling, alike.get(0).id(), alike.get(0).name())) {
            return Optional.of(new Match.Found(
                    alike.get(0).id(), rule, fixed, "has the same vendor and name in another spelling"));
        }
        return alike.isEmpty() ? bySnapshot(spelling, results, descriptor) : Optional.empty();
    }

    /** The model that was released when the snapshot in the id was made. */
    private static Optional<Match.Found> bySnapshot(Spelling spelling, Results results, OfferingDescriptor descriptor) {
        return spelling.snapshot().flatMap(date -> {
            List<Known> released = alike(spelling.withSlug(date.slug()), results, descriptor).stream()
                    .filter(model -> date.isReleaseOf(model.releaseDate()))
                    .toList();
            return released.size() == 1
                    ? Optional.of(new Match.Found(
                            released.get(0).id(),
                            Rule.SNAPSHOT,
                            true,
                            "was released when the snapshot in the id was made"))
                    : Optional.empty();
        });
    }

    /**
     * The model whose id adds {@code -latest} to a name with a version, such as {@code gpt-5.2-chat}. Without a version, the
     * shorter name is that of an older model.
     */
    private static Optional<Match.Found> byVersionLatest(Lookup lookup, Spelling spelling, Results results) {
        if (spelling.slug().chars().noneMatch(Character::isDigit)) {
            return Optional.empty();
        }
        List<Known> latest = alike(spelling.withSlug(spelling.slug() + "-" + LATEST), results, lookup.descriptor());
        return latest.size() == 1
                ? Optional.of(new Match.Found(
                        latest.get(0).id(), Rule.SNAPSHOT, false, "is the latest model of the version in the id"))
                : Optional.empty();
    }

    /**
     * The model that follows instructions anyway, so that a suffix that says so adds nothing. Models that reason may have
     * a sibling that only follows instructions.
     */
    private static Optional<Match.Found> byTuning(Lookup lookup, Spelling spelling, Results results) {
        return spelling.untuned(INSTRUCTED).stream()
                .map(plain -> alike(plain, results, lookup.descriptor()))
                .filter(alike -> alike.size() == 1 && alike.get(0).isTuned())
                .map(alike -> new Match.Found(
                        alike.get(0).id(),
                        lookup.path().rule(),
                        !spelling.vendor().isEmpty(),
                        "is tuned to follow instructions, as the id says"))
                .findFirst();
    }

    /** The model whose id differs only by a provider's service tier or a publisher's mode. */
    private static Optional<Match.Found> byTierOrMode(Lookup lookup, Spelling spelling, Results results) {
        OfferingDescriptor descriptor = lookup.descriptor();
        for (Spelling plain : spelling.anyMode()) {
            List<Known> alike = alike(plain, results, descriptor);
            if (alike.size() == 1) {
                return Optional.of(new Match.Found(
                        alike.get(0).id(), Rule.PROVIDER_PATH, false, "is the model that this id is a mode of"));
            }
        }
        return spelling.untiered().flatMap(plain -> {
            List<Known> alike = alike(plain, results, descriptor).stream()
                    // At the publisher itself, the faster one may be another model.
                    .filter(model -> model.openWeights()
                            && !VendorNames.canonical(descriptor.provider())
                                    .equals(VendorNames.canonical(model.vendor())))
                    .toList();
            return alike.size() == 1
                            && isSpecific(
                                    lookup,
                                    plain,
                                    alike.get(0).id(),
                                    alike.get(0).name())
                    ? Optional.of(new Match.Found(
                            alike.get(0).id(), Rule.PROVIDER_PATH, false, "has the weights that this tier serves"))
                    : Optional.empty();
        });
    }

    /**
     * The newest snapshot of a model, if its id without {@code -latest} is the model's. OpenRouter's {@code ~} means the
     * newest version as well: {@code ~anthropic/claude-opus-latest}.
     */
    private static Optional<Match.Found> byLatest(Lookup lookup, Spelling spelling, Results results) {
        boolean anyVersion = lookup.descriptor().offering().startsWith("~");
        boolean exists =
                !alike(spelling.withoutLatest(), results, lookup.descriptor()).isEmpty();
        return anyVersion || exists
                ? newest(lookup, spelling, results, anyVersion)
                        .map(model -> new Match.Found(
                                model.id(), Rule.SNAPSHOT, false, "is the latest model of the series in the id"))
                : Optional.empty();
    }

    private static Optional<Known> newest(Lookup lookup, Spelling spelling, Results results, boolean anyVersion) {
        if (!spelling.isLatest()) {
            return Optional.empty();
        }
        Series series = Series.of(spelling.withoutLatest().slug());
        return lookup.vendorsOfLatest().stream()
                .flatMap(vendor -> results.newest().getOrDefault(vendor, List.of()).stream())
                .filter(model -> anyVersion ? series.hasVersion(model.slug()) : series.hasSnapshot(model.slug()))
                // Of the same day, the id without a date.
                .max(Comparator.comparing(Known::releaseDate)
                        .thenComparingInt(model -> -model.id().length()));
    }

    private static Optional<Match.Found> byLink(Lookup lookup, Results results) {
        List<String> linking = lookup.urls().stream()
                .flatMap(url -> results.links().getOrDefault(url, List.of()).stream())
                .distinct()
                .toList();
        if (linking.size() == 1) {
            return Optional.of(new Match.Found(linking.get(0), Rule.PROVIDER_PATH, true, "has the publisher's link"));
        }
        for (Spelling spelling : lookup.linked()) {
            String key = results.keys().get(spelling.key());
            if (key != null) {
                return Optional.of(
                        new Match.Found(key, Rule.PROVIDER_PATH, true, "has the id in the publisher's link"));
            }
        }
        return Optional.empty();
    }

    /** Models whose id or alias has the same words and numbers, of the vendor if there is one. */
    private static List<Known> alike(Spelling spelling, Results results, OfferingDescriptor descriptor) {
        List<String> shape = Spelling.shape(spelling.slug());
        Map<String, Known> alike = new LinkedHashMap<>();
        List<Known> sameLetters = results.compacts().getOrDefault(spelling.compact(), List.of());
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

    /** A model to which a rule leads that is not certain: another snapshot, the tuned sibling, or another version. */
    private static Optional<Match> likely(Lookup lookup, Results results) {
        OfferingDescriptor descriptor = lookup.descriptor();
        for (Spelling spelling : lookup.own()) {
            List<Known> undated = spelling.snapshot()
                    .map(date -> alike(spelling.withSlug(date.slug()), results, descriptor))
                    .orElse(List.of());
            if (undated.size() == 1
                    && isSpecific(
                            lookup,
                            spelling,
                            undated.get(0).id(),
                            undated.get(0).name())) {
                return Optional.of(
                        new Match.Likely(Rule.SNAPSHOT, List.of(undated.get(0).id())));
            }
            List<String> tuned = TUNED.stream()
                    .flatMap(suffix ->
                            alike(spelling.withSlug(spelling.slug() + "-" + suffix), results, descriptor).stream())
                    .map(Known::id)
                    .distinct()
                    .toList();
            if (tuned.size() == 1) {
                return Optional.of(new Match.Likely(lookup.path().rule(), tuned));
            }
            List<String> sameLetters = results.compacts().getOrDefault(spelling.compact(), List.of()).stream()
                    .filter(model -> spelling.vendor().isEmpty() || model.isOf(spelling.vendor()))
                    .map(Known::id)
                    .distinct()
                    .toList();
            // Digits without separators, as in minimax-m25.
            if (sameLetters.size() == 1 && Spelling.shape(spelling.slug()).size() > 1) {
                return Optional.of(new Match.Likely(lookup.path().rule(), sameLetters));
            }
            Optional<Known> newest = newest(lookup, spelling, results, true);
            if (newest.isPresent()) {
                return Optional.of(
                        new Match.Likely(Rule.SNAPSHOT, List.of(newest.get().id())));
            }
        }
        return Optional.empty();
    }

    private static String plainName(OfferingDescriptor descriptor) {
        return descriptor.name().substring(descriptor.name().lastIndexOf('/') + 1);
    }

    /** Whether a match is specific: a single word such as auto or sonar needs the vendor or the same name. */
    private static boolean isSpecific(Lookup lookup, Spelling spelling, String modelId, String modelName) {
        return !spelling.vendor().isEmpty()
                || Spelling.shape(spelling.slug()).size() > 1
                || (lookup.descriptor().provider().isEmpty()
                        && lookup.isBare()
                        && modelId.endsWith("/" + spelling.slug()))
                || (lookup.descriptor().name() != null
                        && Spelling.shape(lookup.descriptor().name()).equals(Spelling.shape(modelName)));
    }

    /** The model with the same name, if the id has only words and numbers of the model and lacks no significant one. */
    private static Optional<Match.Found> byName(Lookup lookup, Results results) {
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
                return Optional.of(new Match.Found(
                        model.id(),
                        lookup.path().rule(),
                        false,
                        "has the same name, and the id does not contradict it"));
            }
        }
        return Optional.empty();
    }

    /** Models with the name, or else models whose id spells the name. */
    private static List<Known> named(Lookup lookup, Results results) {
        Map<String, Known> named = new LinkedHashMap<>();
        for (String name : lookup.names()) {
            results.names().getOrDefault(name, List.of()).forEach(model -> named.putIfAbsent(model.id(), model));
        }
        if (named.isEmpty()) {
            for (String name : lookup.names()) {
                Spelling spelling = Spelling.ofName(name);
                results.compacts().getOrDefault(spelling.compact(), List.of()).stream()
                        .filter(model -> Spelling.shape(model.slug()).equals(Spelling.shape(spelling.slug())))
                        .forEach(model -> named.putIfAbsent(model.id(), model));
            }
        }
        return List.copyOf(named.values());
    }

    /**
     * Models that are similar to the ids of a batch.
     *
     * @param shorter models whose slug is the beginning of one of the ids, by slug without separators
     * @param longer models by the beginning of their slug
     */
    private record Candidates(Map<String, List<Known>> shorter, Map<String, List<Known>> longer) {

        List<String> of(Lookup lookup, Results results) {
            Set<String> candidates = new LinkedHashSet<>();
            put(candidates, named(lookup, results));
            for (Spelling spelling : lookup.own()) {
                String compact = spelling.compact();
                put(candidates, results.compacts().get(compact));
                spelling.snapshot()
                        .ifPresent(date -> put(
                                candidates,
                                results.compacts()
                                        .get(spelling.withSlug(date.slug()).compact())));
                put(candidates, longer.get(compact));
                TUNED.forEach(tuned -> put(candidates, results.compacts().get(compact + tuned)));
                beginnings(spelling).forEach(beginning -> put(candidates, shorter.get(beginning)));
            }
            lookup.own().forEach(spelling -> put(candidates, longer.get(spelling.stem())));
            String vendor = lookup.own().isEmpty() ? "" : lookup.own().get(0).vendor() + "/";
            // Models of the vendor in the id come first.
            return Stream.concat(
                            candidates.stream().filter(id -> id.startsWith(vendor)),
                            candidates.stream().filter(id -> !id.startsWith(vendor)))
                    .limit(MAX_CANDIDATES)
                    .toList();
        }

        private static void put(Set<String> candidates, Collection<Known> models) {
            if (models != null) {
                models.forEach(model -> candidates.add(model.id()));
            }
        }
    }

    /** Beginnings of a slug that end with one of its words or numbers and are at least half as long, the longest first. */
    private static List<String> beginnings(Spelling spelling) {
        List<String> beginnings = new ArrayList<>();
        StringBuilder beginning = new StringBuilder();
        int length = spelling.compact().length();
        for (String word : Spelling.shape(spelling.slug())) {
            beginning.append(word);
            if (beginning.length() >= SHORTEST_PREFIX
                    && beginning.length() < length
                    && 2 * beginning.length() >= length) {
                beginnings.add(0, beginning.toString());
            }
        }
        return beginnings;
    }

    private Candidates candidates(List<Lookup> unmatched) {
        Set<String> shorter = new LinkedHashSet<>();
        Set<String> stems = new LinkedHashSet<>();
        unmatched.forEach(lookup -> lookup.own().forEach(spelling -> {
            shorter.addAll(beginnings(spelling));
            stems.add(spelling.compact());
            stems.add(spelling.stem());
        }));
        stems.remove("");
        return new Candidates(
                shorter.isEmpty() ? Map.of() : known.byCompact(shorter),
                stems.isEmpty() ? Map.of() : known.startingWith(stems));
    }
}
