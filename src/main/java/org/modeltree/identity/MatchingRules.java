package org.modeltree.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.modeltree.catalog.ModelIds;
import org.modeltree.identity.KnownModels.Known;

/** The rules by which an offering leads to a model, the most certain first. */
final class MatchingRules {

    /** Suffixes of instruction-tuned models; many providers serve them under the base model's name. */
    static final List<String> TUNED = List.of("instruct", "it", "chat");

    /** Those that mean nothing else; a chat model may be another model than that of its version. */
    static final List<String> INSTRUCTED = List.of("instruct", "it");

    private static final String LATEST = "latest";

    /** Words of a model's id that a provider's id must have as well, even if the provider's name for the model has them. */
    private static final Set<String> SIGNIFICANT =
            Set.of("latest", "mini", "nano", "turbo", "fast", "thinking", "base");

    private final LookupKeys keys;
    private final OfferingDescriptor descriptor;
    private final LookupResults results;

    MatchingRules(LookupKeys keys, LookupResults results) {
        this.keys = keys;
        this.descriptor = keys.descriptor();
        this.results = results;
    }

    /** The model, or candidates if the evidence is contradictory; empty if there is no evidence. */
    Optional<Match> match() {
        String known = results.offerings().get(keys.offering());
        if (known != null) {
            return Optional.of(new Match.Found(known, Rule.OFFERING, false, "already has this offering"));
        }
        String elsewhere = results.offerings().get(keys.everywhere());
        if (elsewhere != null) {
            return Optional.of(new Match.Found(elsewhere, Rule.REGION, false, "has this offering in another region"));
        }
        String alias = results.keys().get(keys.aliases().get(0));
        if (alias != null) {
            return Optional.of(new Match.Found(alias, Rule.ALIAS, true, "has this alias at this provider"));
        }
        Optional<Match.Found> own = byId();
        if (keys.isFineTune() && !results.keys().containsKey(keys.aliases().get(1))) {
            // A fine-tune has other weights and another price than its base.
            return own.map(base -> (Match) new Match.Likely(Rule.PROVIDER_PATH, List.of(base.modelId())))
                    .or(this::likely);
        }
        Optional<Match> doubtful = own.flatMap(new MatchDoubts(keys, results)::about);
        if (doubtful.isPresent()) {
            return doubtful;
        }
        Optional<Match.Found> linked = byLink();
        if (own.isPresent() && linked.isPresent()) {
            String ownId = own.get().modelId();
            String linkedId = linked.get().modelId();
            // The id and the publisher's link contradict each other, so a person has to decide.
            return Optional.of(ownId.equals(linkedId) ? own.get() : new Match.Ambiguous(List.of(ownId, linkedId)));
        }
        return own.or(() -> linked).or(this::byName).map(Match.class::cast).or(this::likely);
    }

    private Optional<Match.Found> byId() {
        String id = keys.aliases().get(1);
        String exact = results.keys().get(id);
        if (exact != null) {
            Rule rule = exact.equals(id) ? Rule.CANONICAL : Rule.ALIAS;
            boolean lasts = rule == Rule.CANONICAL || !ModelIds.isMoving(id, exact);
            return Optional.of(new Match.Found(exact, rule, lasts, "has this id or alias"));
        }
        String everywhere = results.keys().get(keys.aliases().get(2));
        if (everywhere != null) {
            return Optional.of(new Match.Found(
                    everywhere,
                    Rule.REGION,
                    !ModelIds.isMoving(keys.aliases().get(2), everywhere),
                    "has this id or alias in another region"));
        }
        return first(this::bySpelling)
                .or(() -> first(this::byVersionLatest))
                .or(() -> first(this::byTuning))
                .or(() -> first(this::byTierOrMode))
                .or(() -> first(this::byLatest));
    }

    private Optional<Match.Found> first(Function<Spelling, Optional<Match.Found>> rule) {
        return keys.own().stream().map(rule).flatMap(Optional::stream).findFirst();
    }

    private Optional<Match.Found> bySpelling(Spelling spelling) {
        Rule rule = keys.path().rule();
        boolean fixed = !spelling.vendor().isEmpty();
        String key = results.keys().get(spelling.key());
        if (key != null && (fixed || isSpecific(spelling, key, ""))) {
            // Without a vendor, only the spelling of the alias itself cannot mean another model later.
            boolean lasts = (fixed || keys.aliases().get(1).endsWith(spelling.key()))
                    && (key.equals(spelling.key()) || !ModelIds.isMoving(spelling.slug(), key));
            return Optional.of(new Match.Found(key, rule, lasts, "has this id or alias in another spelling"));
        }
        List<Known> alike = alike(spelling);
        if (alike.size() == 1
                && isSpecific(spelling, alike.get(0).id(), alike.get(0).name())) {
            return Optional.of(new Match.Found(
                    alike.get(0).id(),
                    rule,
                    fixed && !ModelIds.isMoving(spelling.slug(), alike.get(0).id()),
                    "has the same vendor and name in another spelling"));
        }
        return alike.isEmpty() ? bySnapshot(spelling) : Optional.empty();
    }

    /** The model that was released when the snapshot in the id was made. */
    private Optional<Match.Found> bySnapshot(Spelling spelling) {
        return spelling.snapshot().flatMap(date -> {
            List<Known> released = alike(spelling.withSlug(date.slug())).stream()
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
    private Optional<Match.Found> byVersionLatest(Spelling spelling) {
        if (spelling.slug().chars().noneMatch(Character::isDigit)) {
            return Optional.empty();
        }
        List<Known> latest = alike(spelling.withSlug(spelling.slug() + "-" + LATEST));
        return latest.size() == 1
                ? Optional.of(new Match.Found(
                        latest.get(0).id(), Rule.SNAPSHOT, false, "is the latest model of the version in the id"))
                : Optional.empty();
    }

    /**
     * The model that follows instructions anyway, so that a suffix that says so adds nothing. Models that reason may have
     * a sibling that only follows instructions.
     */
    private Optional<Match.Found> byTuning(Spelling spelling) {
        return spelling.untuned(INSTRUCTED).stream()
                .map(plain -> alike(plain))
                .filter(alike -> alike.size() == 1 && alike.get(0).isTuned())
                .map(alike -> new Match.Found(
                        alike.get(0).id(),
                        keys.path().rule(),
                        !spelling.vendor().isEmpty(),
                        "is tuned to follow instructions, as the id says"))
                .findFirst();
    }

    /** The model whose id differs only by a provider's service tier or a publisher's mode. */
    private Optional<Match.Found> byTierOrMode(Spelling spelling) {
        for (Spelling plain : spelling.anyMode()) {
            List<Known> alike = alike(plain);
            if (alike.size() == 1) {
                return Optional.of(new Match.Found(
                        alike.get(0).id(), Rule.PROVIDER_PATH, false, "is the model that this id is a mode of"));
            }
        }
        return spelling.untiered().flatMap(plain -> {
            List<Known> alike = alike(plain).stream()
                    // At the publisher itself, the faster one may be another model.
                    .filter(model -> model.openWeights()
                            && !VendorNames.canonical(descriptor.provider())
                                    .equals(VendorNames.canonical(model.vendor())))
                    .toList();
            return alike.size() == 1
                            && isSpecific(plain, alike.get(0).id(), alike.get(0).name())
                    ? Optional.of(new Match.Found(
                            alike.get(0).id(), Rule.PROVIDER_PATH, false, "has the weights that this tier serves"))
                    : Optional.empty();
        });
    }

    /**
     * The newest snapshot of a model, if its id without {@code -latest} is the model's. OpenRouter's {@code ~} means the
     * newest version as well: {@code ~anthropic/claude-opus-latest}.
     */
    private Optional<Match.Found> byLatest(Spelling spelling) {
        boolean anyVersion = descriptor.offering().startsWith("~");
        boolean exists = !alike(spelling.withoutLatest()).isEmpty();
        return anyVersion || exists
                ? newest(spelling, anyVersion)
                        .map(model -> new Match.Found(
                                model.id(), Rule.SNAPSHOT, false, "is the latest model of the series in the id"))
                : Optional.empty();
    }

    private Optional<Known> newest(Spelling spelling, boolean anyVersion) {
        if (!spelling.isLatest()) {
            return Optional.empty();
        }
        Series series = Series.of(spelling.withoutLatest().slug());
        return keys.vendorsOfLatest().stream()
                .flatMap(vendor -> results.newest().getOrDefault(vendor, List.of()).stream())
                .filter(model -> anyVersion ? series.hasVersion(model.slug()) : series.hasSnapshot(model.slug()))
                // Of the same day, the id without a date.
                .max(Comparator.comparing(Known::releaseDate)
                        .thenComparingInt(model -> -model.id().length()));
    }

    private Optional<Match.Found> byLink() {
        List<String> linking = keys.urls().stream()
                .flatMap(url -> results.links().getOrDefault(url, List.of()).stream())
                .distinct()
                .toList();
        if (linking.size() == 1) {
            return Optional.of(new Match.Found(linking.get(0), Rule.PROVIDER_PATH, true, "has the publisher's link"));
        }
        for (Spelling spelling : keys.linked()) {
            String key = results.keys().get(spelling.key());
            if (key != null) {
                return Optional.of(
                        new Match.Found(key, Rule.PROVIDER_PATH, true, "has the id in the publisher's link"));
            }
        }
        return Optional.empty();
    }

    /** A model to which a rule leads that is not certain: another snapshot, the tuned sibling, or another version. */
    private Optional<Match> likely() {
        for (Spelling spelling : keys.own()) {
            List<Known> undated = spelling.snapshot()
                    .map(date -> alike(spelling.withSlug(date.slug())))
                    .orElse(List.of());
            if (undated.size() == 1
                    && isSpecific(spelling, undated.get(0).id(), undated.get(0).name())) {
                return Optional.of(
                        new Match.Likely(Rule.SNAPSHOT, List.of(undated.get(0).id())));
            }
            List<String> nearlySame = spelling.nearlySame(INSTRUCTED).stream()
                    .flatMap(other -> alike(other).stream())
                    .map(Known::id)
                    .distinct()
                    .toList();
            if (nearlySame.size() == 1) {
                return Optional.of(new Match.Likely(keys.path().rule(), nearlySame));
            }
            List<String> tuned = TUNED.stream()
                    .flatMap(suffix -> alike(spelling.withSlug(spelling.slug() + "-" + suffix)).stream())
                    .map(Known::id)
                    .distinct()
                    .toList();
            if (tuned.size() == 1) {
                return Optional.of(new Match.Likely(keys.path().rule(), tuned));
            }
            List<String> sameLetters = results.compacts().getOrDefault(spelling.compact(), List.of()).stream()
                    .filter(model -> spelling.vendor().isEmpty() || model.isOf(spelling.vendor()))
                    .map(Known::id)
                    .distinct()
                    .toList();
            // Digits without separators, as in minimax-m25.
            if (sameLetters.size() == 1 && Spelling.shape(spelling.slug()).size() > 1) {
                return Optional.of(new Match.Likely(keys.path().rule(), sameLetters));
            }
            Optional<Known> newest = newest(spelling, true);
            if (newest.isPresent()) {
                return Optional.of(
                        new Match.Likely(Rule.SNAPSHOT, List.of(newest.get().id())));
            }
        }
        return Optional.empty();
    }

    /** Whether a match is specific: a single word such as auto or sonar needs the vendor or the same name. */
    private boolean isSpecific(Spelling spelling, String modelId, String modelName) {
        return !spelling.vendor().isEmpty()
                || Spelling.shape(spelling.slug()).size() > 1
                || (descriptor.provider().isEmpty() && keys.isBare() && modelId.endsWith("/" + spelling.slug()))
                || (descriptor.name() != null
                        && Spelling.shape(descriptor.name()).equals(Spelling.shape(modelName)));
    }

    /** The model with the same name, if the id has only words and numbers of the model and lacks no significant one. */
    private Optional<Match.Found> byName() {
        List<Known> named = results.named(keys);
        if (named.size() != 1) {
            return Optional.empty();
        }
        Known model = named.get(0);
        Set<String> ofModel = new HashSet<>(Spelling.shape(model.slug()));
        ofModel.addAll(Spelling.shape(model.name()));
        for (Spelling spelling : keys.own()) {
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
                        model.id(), keys.path().rule(), false, "has the same name, and the id does not contradict it"));
            }
        }
        return Optional.empty();
    }

    private List<Known> alike(Spelling spelling) {
        return results.alike(spelling, descriptor);
    }
}
