package org.modeltree.pages;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.modeltree.http.ApiDescription;

/** Index of the service. That of the API is read from its description, so it lists every operation. */
@ApplicationScoped
class IndexService {

    static final String API = "/api/v1";

    private static final String NAME = "Modeltree";
    private static final String VERSION = "v1";
    private static final String DESCRIPTION =
            "A family tree of AI models with capability scores from 0 to 10, percentile"
                    + " bands that show how each model compares, and model cards.";
    private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

    private volatile IndexView api;

    /**
     * The addresses to start from.
     *
     * @param firstCard path of a card to look at; empty if the catalog is empty
     */
    IndexView start(Optional<String> firstCard) {
        List<IndexView.Entry> entries = new ArrayList<>();
        entries.add(IndexView.Entry.page("getIndex", API, "Index of the API: every path, with its parameters"));
        firstCard.ifPresent(path ->
                entries.add(IndexView.Entry.page("getCard", path, "A model card, to see what the service is about")));
        entries.add(IndexView.Entry.page("getDocs", "/docs", "Documentation to read and try out in a browser"));
        entries.add(IndexView.Entry.page("getOpenApiJson", "/openapi.json", "OpenAPI description as JSON"));
        entries.add(IndexView.Entry.page("getOpenApiYaml", "/openapi.yaml", "OpenAPI description as YAML"));
        entries.add(IndexView.Entry.page("getLlmsTxt", "/llms.txt", "Short guide for language models and agents"));
        entries.add(IndexView.Entry.page("getHealth", "/q/health", "Whether the service is up and ready"));
        entries.add(IndexView.Entry.page("getMetrics", "/q/metrics", "Metrics for Prometheus"));
        return new IndexView(NAME, DESCRIPTION, VERSION, entries);
    }

    /** Every path of the API. Reads the description of the API on first use, which takes a moment. */
    IndexView api() {
        IndexView known = api;
        if (known == null) {
            known = new IndexView(NAME, DESCRIPTION, VERSION, entries(ApiDescription.tree()));
            api = known;
        }
        return known;
    }

    private static List<IndexView.Entry> entries(JsonNode description) {
        Map<String, IndexView.Entry> entries = new LinkedHashMap<>();
        description.path("paths").properties().forEach(path -> {
            List<String> methods = METHODS.stream().filter(path.getValue()::has).toList();
            if (!methods.isEmpty()) {
                JsonNode main = path.getValue().get(methods.get(0));
                List<String> query = query(description, path.getValue().path("get"));
                String address = path.getKey();
                entries.put(
                        address,
                        new IndexView.Entry(
                                main.path("operationId").asText(),
                                address.contains("{") ? null : address,
                                query.isEmpty() ? address : address + "{?" + String.join(",", query) + "}",
                                methods.stream()
                                        .map(method -> method.toUpperCase(Locale.ROOT))
                                        .toList(),
                                main.path("summary").asText()));
            }
        });
        return List.copyOf(entries.values());
    }

    private static List<String> query(JsonNode description, JsonNode operation) {
        return Stream.of(operation.path("parameters"))
                .flatMap(parameters -> {
                    List<JsonNode> all = new ArrayList<>();
                    parameters.forEach(parameter -> all.add(resolved(description, parameter)));
                    return all.stream();
                })
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> parameter.path("name").asText())
                .toList();
    }

    private static JsonNode resolved(JsonNode description, JsonNode node) {
        return node.has("$ref") ? description.at(node.get("$ref").asText().substring(1)) : node;
    }
}
