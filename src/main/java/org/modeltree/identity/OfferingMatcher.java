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
 * Finds the model that an offering serves: by an id or alias, by the publisher's own link, by vendor and slug in any of
 * the spellings in use, or by a name that the id does not contradict. What is not certain is not matched, because a
 * wrong match shows somebody the price of another model, while a missing one is a line in a report.
 */
public final class OfferingMatcher {

    private static final int MAX_CANDIDATES = 5;
    private static final int SHORTEST_PREFIX = 4;
    private static final String WEIGHTS = "https://huggingface.co/";
    private static final Pattern IN_BRACKETS = Pattern.compile("^(.*?)\\s*\\(([^()]+)\\)\\s*$");

    /** What may be missing in a provider's id where its name for the model has it. */
    private static final Set<String> NEVER_IMPLIED =
            Set.of("latest", "mini", "nano", "turbo", "fast", "thinking", "base");

    /** What the tuned sibling of a base model is called; many providers serve it under the base model's bare name. */
    private static final List<String> TUNED = List.of("instruct", "it", "chat");

    /** Words that providers put before every id of theirs. */
    private static final Set<String> PROVIDERS_OWN = Set.of("duo", "chat", "agentic");

    private final KnownModels known;

    public OfferingMatcher(KnownModels known) {
        this.known = known;
    }

    /** All that may be looked up for one offering. */
    private record Question(
            OfferingDescriptor hints,
            String offering,
            List<Spelling> own,
            List<Spelling> linked,
            List<String> urls,
            List<String> names) {

        static Question of(OfferingDescriptor hints) {
            String provider = SearchText.idKey(hints.provider());
            List<Spelling> linked = hints.link() == null ? List.of() : Spelling.of("", hints.link(), null);
            return new Question(
                    hints,
                    hints.provider() + " " + hints.offering(),
                    Spelling.of(provider, hints.offering(), hints.vendor()),
                    linked,
                    urls(hints.link()),
                    names(hints));
        }

        private static List<String> urls(String link) {
            if (link == null) {
                return List.of();
            }
            String folded = link.strip().toLowerCase(Locale.ROOT);
            return List.of(folded.contains("://") ? folded : WEIGHTS + folded);
        }

        /** The name, without what stands before a slash in it, and what stands in brackets behind another. */
        private static List<String> names(OfferingDescriptor hints) {
            if (hints.name() == null) {
                return List.of();
            }
            Set<String> names = new LinkedHashSet<>();
            String name = hints.name().substring(hints.name().lastIndexOf('/') + 1);
            names.add(SearchText.nameKey(name.strip()));
            Matcher brackets = IN_BRACKETS.matcher(name);
            if (brackets.matches() && Spelling.shape(brackets.group(1)).stream().allMatch(PROVIDERS_OWN::contains)) {
                names.add(SearchText.nameKey(brackets.group(2)));
            }
            return List.copyOf(names);
        }

        /** What an alias may be: the provider's own id, alone and behind the provider. */
        List<String> aliases() {
            return List.of(
                    SearchText.idKey(hints.provider() + "/" + hints.offering()), SearchText.idKey(hints.offering()));
        }
    }

    /** The answers to all questions of a batch. */
    private record Answers(
            Map<String, String> offerings,
            Map<String, String> keys,
            Map<String, List<String>> links,
            Map<String, List<Known>> compacts,
            Map<String, List<Known>> names) {}

    /** What each offering's model is, in the order of the batch. */
    public List<Match> match(List<OfferingDescriptor> batch) {
        List<Question> questions = batch.stream().map(Question::of).toList();
        Answers answers = ask(questions);
        List<Match> matches = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            Optional<Match> match = match(questions.get(i), answers);
            if (match.isEmpty()) {
                open.add(i);
            }
            matches.add(match.orElse(new Match.Unmatched(List.of())));
        }
        Set<String> stems = new LinkedHashSet<>();
        open.forEach(i -> questions.get(i).own().forEach(spelling -> {
            stems.add(spelling.compact());
            stems.add(spelling.stem());
        }));
        Map<String, List<Known>> longer = stems.isEmpty() ? Map.of() : known.startingWith(stems);
        open.forEach(i -> matches.set(i, new Match.Unmatched(candidates(questions.get(i), answers, longer))));
        return matches;
    }

    private Answers ask(List<Question> questions) {
        Set<String> offerings = new HashSet<>();
        Set<String> keys = new HashSet<>();
        Set<String> links = new HashSet<>();
        Set<String> compacts = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Question question : questions) {
            offerings.add(question.offering());
            keys.addAll(question.aliases());
            links.addAll(question.urls());
            names.addAll(question.names());
            question.names().forEach(name -> compacts.add(Spelling.ofName(name).compact()));
            question.linked().forEach(spelling -> {
                keys.add(spelling.key());
                compacts.add(spelling.compact());
            });
            question.own().forEach(spelling -> {
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
        return new Answers(
                known.byOffering(offerings),
                known.byKey(keys),
                links.isEmpty() ? Map.of() : known.byLink(links),
                known.byCompact(compacts),
                names.isEmpty() ? Map.of() : known.byName(names));
    }

    /** The model, or the few it may be where that is a contradiction; empty where nothing speaks for any. */
    private static Optional<Match> match(Question question, Answers answers) {
        String there = answers.offerings().get(question.offering());
        if (there != null) {
            return Optional.of(new Match.Found(there, "is this model's offering already"));
        }
        String alias = answers.keys().get(question.aliases().get(0));
        if (alias != null) {
            return Optional.of(new Match.Found(alias, "is an alias of it at this provider"));
        }
        Optional<Match> own = byId(question, answers);
        if (own.isPresent() && isDoubtful(question, ((Match.Found) own.get()).modelId(), answers)) {
            return Optional.empty();
        }
        Optional<Match> linked = byLink(question, answers);
        if (own.isPresent() && linked.isPresent()) {
            String one = ((Match.Found) own.get()).modelId();
            String other = ((Match.Found) linked.get()).modelId();
            // The id says one thing and the publisher's link another: somebody has to look.
            return Optional.of(one.equals(other) ? own.get() : new Match.Unmatched(List.of(one, other)));
        }
        return own.or(() -> linked).or(() -> byName(question, answers));
    }

    /** Where the name speaks of a version that the model has not, or a bare id may mean the model's tuned sibling. */
    private static boolean isDoubtful(Question question, String model, Answers answers) {
        if (question.hints().name() != null) {
            List<String> named = Spelling.shape(question.hints().name());
            List<String> versions = new ArrayList<>(Spelling.shape(model));
            versions.addAll(Spelling.shape(question.hints().offering()));
            for (int i = 1; i < named.size() - 1; i++) {
                if (named.get(i).equals("v") && !versions.contains("v") && isNumber(named.get(i + 1))) {
                    return true;
                }
            }
        }
        String vendor = model.substring(0, model.indexOf('/') + 1);
        return question.own().stream()
                .filter(spelling -> spelling.vendor().isEmpty()
                        && spelling.compact().equals(Spelling.compact(model.substring(vendor.length()))))
                .anyMatch(spelling -> TUNED.stream()
                        .flatMap(tuned ->
                                answers.compacts().getOrDefault(spelling.compact() + tuned, List.of()).stream())
                        .anyMatch(sibling -> sibling.id().startsWith(vendor)));
    }

    private static boolean isNumber(String token) {
        return Character.isDigit(token.charAt(0));
    }

    private static Optional<Match> byId(Question question, Answers answers) {
        String exact = answers.keys().get(question.aliases().get(1));
        if (exact != null) {
            return Optional.of(new Match.Found(exact, "is an id or alias of it"));
        }
        for (Spelling spelling : question.own()) {
            Optional<Match> match = bySpelling(spelling, question.hints(), answers);
            if (match.isPresent()) {
                return match;
            }
        }
        return question.own().stream()
                .flatMap(spelling -> servedOtherwise(spelling, question.hints(), answers).stream())
                .findFirst();
    }

    /** The model whose id is the same but for a tier of the provider's or a way to ask that the publisher knows. */
    private static Optional<Match> servedOtherwise(Spelling spelling, OfferingDescriptor hints, Answers answers) {
        for (Spelling plain : spelling.anyMode()) {
            List<Known> alike = alike(plain, answers, hints);
            if (alike.size() == 1) {
                return Optional.of(new Match.Found(alike.get(0).id(), "is the model that this is a mode of"));
            }
        }
        return spelling.untiered().flatMap(plain -> {
            List<Known> alike = alike(plain, answers, hints).stream()
                    // A publisher's own name for something faster may be another model's.
                    .filter(model -> model.openWeights()
                            && !VendorNames.canonical(hints.provider()).equals(VendorNames.canonical(model.vendor())))
                    .toList();
            return alike.size() == 1 && isTelling(plain, alike.get(0), hints)
                    ? Optional.of(new Match.Found(alike.get(0).id(), "is the model whose weights this tier serves"))
                    : Optional.empty();
        });
    }

    private static Optional<Match> byLink(Question question, Answers answers) {
        List<String> linking = question.urls().stream()
                .flatMap(url -> answers.links().getOrDefault(url, List.of()).stream())
                .distinct()
                .toList();
        if (linking.size() == 1) {
            return Optional.of(new Match.Found(linking.get(0), "has the publisher's link"));
        }
        for (Spelling spelling : question.linked()) {
            String key = answers.keys().get(spelling.key());
            if (key != null) {
                return Optional.of(new Match.Found(key, "is what the publisher's link is called"));
            }
        }
        return Optional.empty();
    }

    private static Optional<Match> bySpelling(Spelling spelling, OfferingDescriptor hints, Answers answers) {
        String key = answers.keys().get(spelling.key());
        if (key != null) {
            return Optional.of(new Match.Found(key, "is an id or alias of it, spelled otherwise"));
        }
        List<Known> alike = alike(spelling, answers, hints);
        if (alike.size() == 1 && isTelling(spelling, alike.get(0), hints)) {
            return Optional.of(new Match.Found(alike.get(0).id(), "has the same vendor and name in another spelling"));
        }
        if (!alike.isEmpty()) {
            return Optional.empty();
        }
        return spelling.dated().flatMap(dated -> {
            List<Known> undated = alike(dated.undated(), answers, hints).stream()
                    .filter(model -> model.releaseDate().equals(dated.day()))
                    .toList();
            return undated.size() == 1
                    ? Optional.of(new Match.Found(undated.get(0).id(), "is the one released on the day in its id"))
                    : Optional.empty();
        });
    }

    /** The models of that vendor, or of any where none is named, whose id has the same words and numbers. */
    private static List<Known> alike(Spelling spelling, Answers answers, OfferingDescriptor hints) {
        List<String> shape = Spelling.shape(spelling.slug());
        return answers.compacts().getOrDefault(spelling.compact(), List.of()).stream()
                .filter(model -> spelling.vendor().isEmpty()
                        || VendorNames.canonical(model.vendor()).equals(spelling.vendor()))
                // Digits that run together, as in minimax-m25, are only as good as the name beside them.
                .filter(model -> {
                    List<String> own = Spelling.shape(model.slug());
                    return own.equals(shape)
                            || (hints.name() != null
                                    && Spelling.shape(plainName(hints)).equals(own));
                })
                .toList();
    }

    private static String plainName(OfferingDescriptor hints) {
        return hints.name().substring(hints.name().lastIndexOf('/') + 1);
    }

    /** A single word such as auto or sonar may mean anything where no vendor is named and the name is another. */
    private static boolean isTelling(Spelling spelling, Known model, OfferingDescriptor hints) {
        return !spelling.vendor().isEmpty()
                || Spelling.shape(spelling.slug()).size() > 1
                || (hints.name() != null && Spelling.shape(hints.name()).equals(Spelling.shape(model.name())));
    }

    /** By the very name, if all words and numbers of the id are the model's and none of weight is missing. */
    private static Optional<Match> byName(Question question, Answers answers) {
        List<Known> named = named(question, answers);
        if (named.size() != 1) {
            return Optional.empty();
        }
        Known model = named.get(0);
        Set<String> ofModel = new HashSet<>(Spelling.shape(model.slug()));
        ofModel.addAll(Spelling.shape(model.name()));
        for (Spelling spelling : question.own()) {
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
                    && missing.stream().noneMatch(NEVER_IMPLIED::contains)) {
                return Optional.of(
                        new Match.Found(model.id(), "has the same name, and nothing in its id speaks against it"));
            }
        }
        return Optional.empty();
    }

    /** The models of that name, or else whose id is that name. */
    private static List<Known> named(Question question, Answers answers) {
        List<Known> named = question.names().stream()
                .flatMap(name -> answers.names().getOrDefault(name, List.of()).stream())
                .distinct()
                .toList();
        if (!named.isEmpty()) {
            return named;
        }
        return question.names().stream()
                .map(Spelling::ofName)
                .flatMap(name -> answers.compacts().getOrDefault(name.compact(), List.of()).stream()
                        .filter(model -> Spelling.shape(model.slug()).equals(Spelling.shape(name.slug()))))
                .distinct()
                .toList();
    }

    private static List<String> candidates(Question question, Answers answers, Map<String, List<Known>> longer) {
        Set<String> candidates = new LinkedHashSet<>();
        Map<String, Integer> order = new HashMap<>();
        put(candidates, named(question, answers));
        for (Spelling spelling : question.own()) {
            String compact = spelling.compact();
            put(candidates, answers.compacts().get(compact));
            spelling.dated()
                    .ifPresent(dated -> put(
                            candidates, answers.compacts().get(dated.undated().compact())));
            put(candidates, longer.get(compact));
            TUNED.forEach(tuned -> put(candidates, answers.compacts().get(compact + tuned)));
            for (int end = compact.length() - 1; end >= SHORTEST_PREFIX && 2 * end >= compact.length(); end--) {
                put(candidates, answers.compacts().get(compact.substring(0, end)));
            }
        }
        question.own().forEach(spelling -> put(candidates, longer.get(spelling.stem())));
        String vendor = question.own().isEmpty() ? "" : question.own().get(0).vendor();
        int place = 0;
        for (String candidate : candidates) {
            order.put(candidate, place++);
        }
        // Those of the vendor that the id names come first.
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
