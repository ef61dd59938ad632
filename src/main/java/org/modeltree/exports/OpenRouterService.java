package org.modeltree.exports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.modeltree.catalog.ModelFinder;
import org.modeltree.catalog.ModelIds;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.StoredDocuments;
import org.modeltree.formats.openrouter.OpenRouterEndpoints;
import org.modeltree.revision.InSnapshot;

/** Endpoints of one model, as OpenRouter answers about them. */
@ApplicationScoped
@InSnapshot
class OpenRouterService {

    private static final String OFFERING = "offering";

    private final StoredDocuments documents;
    private final CatalogRecords records;
    private final ModelIds ids;
    private final List<ModelFinder> finders;
    private final Clock clock;

    OpenRouterService(
            StoredDocuments documents,
            CatalogRecords records,
            ModelIds ids,
            @All List<ModelFinder> finders,
            Clock clock) {
        this.documents = documents;
        this.records = records;
        this.ids = ids;
        this.finders = finders;
        this.clock = clock;
    }

    /**
     * The endpoints of a model. OpenRouter's clients follow no redirects between ids, so an alias is answered at once.
     *
     * @param id id of an offering of OpenRouter, of a model, or another one that certainly means a model
     * @throws org.modeltree.http.problem.Problem.Gone if the model was deleted
     * @throws org.modeltree.http.problem.Problem.NotFound if no model matches
     */
    ObjectNode endpoints(String id) {
        String model =
                offered(id).or(() -> ids.canonical(id)).or(() -> found(id)).orElseThrow(() -> ids.missing(id));
        List<ObjectNode> about = new ArrayList<>();
        read("vendor", model.substring(0, model.indexOf('/'))).ifPresent(about::add);
        List<ObjectNode> offerings = parts(OFFERING, model);
        Set<String> providers = new LinkedHashSet<>();
        offerings.forEach(offering -> providers.add(offering.path("provider").asText()));
        documents.read(records.type("provider"), providers).stream()
                .map(records::published)
                .forEach(about::add);
        read("model", model).ifPresent(about::add);
        about.addAll(parts("measurement", model));
        about.addAll(offerings);
        return OpenRouterEndpoints.of(id, about, LocalDate.now(clock));
    }

    private Optional<String> offered(String id) {
        return read(OFFERING, "openrouter " + id)
                .map(offering -> offering.path("model").asText());
    }

    private Optional<String> found(String id) {
        return finders.stream()
                .flatMap(finder -> finder.find(List.of(id)).values().stream())
                .filter(ModelFinder.FoundModel::certain)
                .map(ModelFinder.FoundModel::modelId)
                .findFirst();
    }

    private Optional<ObjectNode> read(String type, String key) {
        return documents.read(records.type(type), key).map(records::published);
    }

    private List<ObjectNode> parts(String type, String model) {
        RecordType recordType = records.type(type);
        return documents.parts(recordType, model).stream()
                .map(records::published)
                .toList();
    }
}
