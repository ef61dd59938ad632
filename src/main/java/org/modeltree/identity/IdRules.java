package org.modeltree.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.modeltree.catalog.ModelFinder;
import org.modeltree.offering.OfferingIds;
import org.modeltree.offering.OfferingIds.OfferedModel;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.dependency.Part;
import org.modeltree.revision.sql.ReadConnection;

/**
 * Resolution of ids that are neither ids nor aliases of models: by the offerings with that id, and by the rules with which
 * imports match offerings. A batch takes a fixed number of statements.
 */
@UsesSql("the matcher reads with the connection of the transaction")
@ApplicationScoped
class IdRules implements ModelFinder {

    private static final String ANY_PROVIDER = "";

    /** What the matcher compares ids with: the columns of {@link KnownModelRows}, and offerings. */
    private static final List<Part> PARTS = Stream.concat(
                    Stream.of(Part.members(), Part.every("offering")),
                    Stream.of("name", "aliases", "releaseDate", "openWeights", "kind")
                            .map(Part::key))
            .toList();

    private final ReadConnection reader;
    private final OfferingIds offerings;

    IdRules(ReadConnection reader, OfferingIds offerings) {
        this.reader = reader;
        this.offerings = offerings;
    }

    /**
     * Model that an id may mean.
     *
     * @param matched id of the model, or the provider's own id
     * @param provider provider of the offering if it is the only one with this id; else null
     */
    record Resolution(Match match, String matched, String provider) {

        /** Id of the model to which a rule leads; empty if none does. */
        Optional<String> model() {
            if (match instanceof Match.Found found) {
                return Optional.of(found.modelId());
            }
            return match instanceof Match.Likely likely
                    ? Optional.of(likely.candidates().get(0))
                    : Optional.empty();
        }
    }

    /** Whether a match was found, or not found, by the spelling of an id. */
    static boolean isSimilar(Match match) {
        return !(match instanceof Match.Ambiguous)
                && !(match instanceof Match.Found found
                        && Set.of(Rule.CANONICAL, Rule.ALIAS, Rule.OFFERING).contains(found.rule()));
    }

    @Override
    public Map<String, FoundModel> find(Collection<String> ids) {
        Map<String, FoundModel> found = new LinkedHashMap<>();
        resolve(ids, false).forEach((id, resolution) -> {
            if (resolution.match() instanceof Match.Found model) {
                found.put(id, new FoundModel(model.modelId(), true, model.fixed()));
            } else {
                resolution.model().ifPresent(likely -> found.put(id, new FoundModel(likely, false, false)));
            }
        });
        return found;
    }

    @Override
    public List<Part> parts() {
        return PARTS;
    }

    /**
     * Resolves a batch.
     *
     * @param withCandidates whether to look for models that are similar to ids without one
     * @return resolutions by given id, for all ids
     */
    Map<String, Resolution> resolve(Collection<String> ids, boolean withCandidates) {
        Map<String, Resolution> resolutions = new LinkedHashMap<>();
        if (ids.isEmpty()) {
            return resolutions;
        }
        Map<String, List<OfferedModel>> offered = offerings.find(ids);
        List<String> others = new ArrayList<>();
        for (String id : ids) {
            if (offered.containsKey(id)) {
                resolutions.put(id, offered(offered.get(id)));
            } else {
                others.add(id);
            }
        }
        List<Match> matches = others.isEmpty() ? List.of() : matches(others, withCandidates);
        for (int i = 0; i < others.size(); i++) {
            Match match = matches.get(i);
            Resolution resolution = new Resolution(match, null, null);
            resolutions.put(
                    others.get(i), new Resolution(match, resolution.model().orElse(null), null));
        }
        return resolutions;
    }

    private static Resolution offered(List<OfferedModel> offerings) {
        List<String> models =
                offerings.stream().map(OfferedModel::model).distinct().toList();
        OfferedModel first = offerings.get(0);
        boolean onlyOne =
                offerings.stream().map(OfferedModel::provider).distinct().count() == 1;
        return models.size() == 1
                ? new Resolution(
                        new Match.Found(models.get(0), Rule.OFFERING, false, "is served under this id"),
                        first.providerModelId(),
                        onlyOne ? first.provider() : null)
                : new Resolution(new Match.Ambiguous(models), null, null);
    }

    private List<Match> matches(List<String> ids, boolean withCandidates) {
        List<OfferingDescriptor> batch = ids.stream()
                .map(id -> new OfferingDescriptor(ANY_PROVIDER, id, null, null, null))
                .toList();
        return reader.inTransaction(connection -> {
            OfferingMatcher matcher = new OfferingMatcher(new KnownModelRows(connection));
            return withCandidates ? matcher.match(batch) : matcher.matchByRule(batch);
        });
    }
}
