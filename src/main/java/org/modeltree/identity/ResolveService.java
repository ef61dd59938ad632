package org.modeltree.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.offering.OfferingIds;
import org.modeltree.offering.OfferingIds.OfferedModel;
import org.modeltree.revision.InSnapshot;

/** Resolution of ids to models. */
@ApplicationScoped
@InSnapshot
class ResolveService {

    private final ModelIds ids;
    private final ModelService models;
    private final OfferingIds offerings;

    ResolveService(ModelIds ids, ModelService models, OfferingIds offerings) {
        this.ids = ids;
        this.models = models;
        this.offerings = offerings;
    }

    /**
     * Looks an id up as a canonical id, then as an alias, then as a provider's own id.
     *
     * @throws Problem.NotFound if no model has the id, or providers use it for different models
     */
    ResolutionView resolve(String given) {
        Optional<String> canonical = ids.canonical(given);
        if (canonical.isPresent()) {
            String id = canonical.get();
            return id.equals(given)
                    ? view(given, id, "canonical", id, null)
                    : view(given, id, "alias", ids.storedAlias(given).orElse(id), null);
        }
        List<OfferedModel> named = named(given);
        List<String> meant =
                named.stream().map(offering -> offering.model()).distinct().toList();
        if (meant.size() == 1) {
            OfferedModel first = named.get(0);
            boolean onlyOne = named.stream()
                            .map(offering -> offering.provider())
                            .distinct()
                            .count()
                    == 1;
            return view(given, meant.get(0), "offering", first.providerModelId(), onlyOne ? first.provider() : null);
        }
        if (meant.size() > 1) {
            throw new Problem.NotFound(
                    "The id " + Parameters.quoted(given)
                            + " is ambiguous: providers use it for different models. Use one of the suggested ids.",
                    meant);
        }
        throw ids.missing(given);
    }

    /** Offerings with the id at any provider, else with the part after the first slash at the provider before it. */
    private List<OfferedModel> named(String given) {
        String key = SearchText.idKey(given);
        List<OfferedModel> anywhere = offerings.find(key);
        int slash = key.indexOf('/');
        return anywhere.isEmpty() && slash > 0
                ? offerings.find(key.substring(0, slash), key.substring(slash + 1))
                : anywhere;
    }

    private ResolutionView view(String given, String id, String reason, String matched, String provider) {
        String name = models.views(List.of(id), Language.EN).get(0).name();
        return new ResolutionView(given, id, name, reason, matched, provider);
    }
}
