package org.modeltree.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.modeltree.catalog.query.KnownValues;
import org.modeltree.catalog.query.KnownValues.Domain;
import org.modeltree.catalog.query.Traits;
import org.modeltree.changes.KnownIds;
import org.modeltree.changes.log.ModelSuggestions;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.FilterSuggestion;
import org.modeltree.revision.InSnapshot;

/** Says which values of filters nothing in the catalog has, and what clients may have meant by them. */
@ApplicationScoped
@InSnapshot
public class FilterSuggestions implements ModelSuggestions, KnownIds {

    /** Further unknown values of one request are named, but not looked up. */
    private static final int MAX_LOOKED_UP = 10;

    private final KnownValues known;
    private final ModelIds ids;
    private final CurrentRequest request;

    FilterSuggestions(KnownValues known, ModelIds ids, CurrentRequest request) {
        this.known = known;
        this.ids = ids;
        this.request = request;
    }

    /**
     * Filter of a request.
     *
     * @param parameter name of its query parameter
     * @param domain what its values are
     * @param values null if it is not given
     */
    public record Filter(String parameter, Domain domain, List<String> values) {

        /** The filter by models, named {@code model}; null if it is not given. */
        public static Filter ofModels(List<String> ids) {
            return new Filter("model", Domain.MODEL, ids);
        }

        /** The filters by vendor and family. */
        public static List<Filter> of(Traits traits) {
            return List.of(
                    new Filter("vendor", Domain.VENDOR, traits.vendor()),
                    new Filter("family", Domain.FAMILY, traits.family()));
        }
    }

    /**
     * Values of the filters that nothing has, in the order of the request. If something was found, a filter with one value
     * has a match, so only filters with several values are looked up.
     *
     * @param found whether the answer has any models
     */
    public List<FilterSuggestion> of(boolean found, List<Filter> filters) {
        List<Filter> open = filters.stream()
                .filter(filter -> filter.values() != null && filter.values().size() > (found ? 1 : 0))
                .toList();
        if (open.isEmpty()) {
            return List.of();
        }
        Map<Domain, Set<String>> existing = existing(open);
        List<FilterSuggestion> suggestions = new ArrayList<>();
        for (Filter filter : open) {
            for (String value : filter.values()) {
                if (!existing.get(filter.domain()).contains(value)) {
                    suggestions.add(new FilterSuggestion(
                            filter.parameter(),
                            request.asSent(filter.parameter(), value),
                            suggestions.size() < MAX_LOOKED_UP ? similar(filter.domain(), value) : List.of()));
                }
            }
        }
        return suggestions;
    }

    /** Whether a vendor has this id. */
    boolean isVendor(String id) {
        return !known.existing(Map.of(Domain.VENDOR, List.of(id)))
                .get(Domain.VENDOR)
                .isEmpty();
    }

    private Map<Domain, Set<String>> existing(List<Filter> filters) {
        Map<Domain, Set<String>> values = new EnumMap<>(Domain.class);
        filters.forEach(filter -> values.computeIfAbsent(filter.domain(), domain -> new LinkedHashSet<>())
                .addAll(filter.values()));
        Set<String> models = values.remove(Domain.MODEL);
        Map<Domain, Set<String>> existing = new EnumMap<>(Domain.class);
        existing.putAll(known.existing(values));
        existing.put(
                Domain.MODEL,
                models == null
                        ? Set.of()
                        : new HashSet<>(ids.meantByGiven(models).keySet()));
        return existing;
    }

    private List<String> similar(Domain domain, String value) {
        return domain == Domain.MODEL ? ids.meant(value) : known.similar(domain, value);
    }

    /** By the time that suggestions of a 404 may take. */
    @Override
    public List<String> similar(String type, String id) {
        return switch (type) {
            case "model" -> ids.unknown(id).suggestions();
            case "vendor" -> known.similar(Domain.VENDOR, id);
            case "provider" -> known.similar(Domain.PROVIDER, id);
            case "benchmark" -> known.similar(Domain.BENCHMARK, id);
            case "capability" -> known.similar(Domain.CAPABILITY, id);
            default -> List.of();
        };
    }

    @Override
    public Optional<String> meantBy(String id) {
        return Optional.ofNullable(ids.meantByGiven(List.of(id)).get(id));
    }

    @Override
    public List<String> similarModels(String id) {
        return ids.meant(id);
    }
}
