package org.modeltree.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.modeltree.identity.KnownModels.Known;

/**
 * Matcher of offerings to models: by id or alias, by the publisher's own link, by vendor and slug in any common spelling,
 * or by a name that the id does not contradict. An uncertain match is no match, because a wrong one shows the price of
 * another model, while a missing one is only a line in a report.
 */
public final class OfferingMatcher {

    private static final int MAX_CANDIDATES = 5;
    private static final int SHORTEST_PREFIX = 4;

    private final KnownModels known;

    public OfferingMatcher(KnownModels known) {
        this.known = known;
    }

    /** Models that are certain or likely, without other candidates; the results are in the order of the batch. */
    List<Match> matchByRule(List<OfferingDescriptor> batch) {
        List<LookupKeys> lookups = batch.stream().map(LookupKeys::of).toList();
        LookupResults results = LookupResults.of(known, lookups);
        return lookups.stream()
                .map(lookup -> new MatchingRules(lookup, results).match().orElse(new Match.Unmatched(List.of())))
                .toList();
    }

    /** Matches a batch of offerings; the results are in its order. */
    public List<Match> match(List<OfferingDescriptor> batch) {
        List<LookupKeys> lookups = batch.stream().map(LookupKeys::of).toList();
        LookupResults results = LookupResults.of(known, lookups);
        List<Match> matches = new ArrayList<>();
        List<Integer> unmatched = new ArrayList<>();
        for (int i = 0; i < lookups.size(); i++) {
            Match match = new MatchingRules(lookups.get(i), results).match().orElse(new Match.Unmatched(List.of()));
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

    /**
     * Models that are similar to the ids of a batch.
     *
     * @param shorter models whose slug is the beginning of one of the ids, by slug without separators
     * @param longer models by the beginning of their slug
     */
    private record Candidates(Map<String, List<Known>> shorter, Map<String, List<Known>> longer) {

        List<String> of(LookupKeys lookup, LookupResults results) {
            Set<String> candidates = new LinkedHashSet<>();
            put(candidates, results.named(lookup));
            for (Spelling spelling : lookup.own()) {
                String compact = spelling.compact();
                put(candidates, results.compacts().get(compact));
                spelling.snapshot()
                        .ifPresent(date -> put(
                                candidates,
                                results.compacts()
                                        .get(spelling.withSlug(date.slug()).compact())));
                put(candidates, longer.get(compact));
                MatchingRules.TUNED.forEach(
                        tuned -> put(candidates, results.compacts().get(compact + tuned)));
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

    private Candidates candidates(List<LookupKeys> unmatched) {
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
