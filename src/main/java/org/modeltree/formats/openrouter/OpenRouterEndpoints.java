package org.modeltree.formats.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.catalog.query.Feature;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.RecordsByModel;

/**
 * OpenRouter's answer about the endpoints of one model: here its current offerings, whoever serves them. What OpenRouter
 * measures at its own endpoints, such as latency, is null.
 */
public final class OpenRouterEndpoints {

    private static final char VARIANT = ':';

    private OpenRouterEndpoints() {}

    /**
     * The endpoints of a model, by provider and the provider's id.
     *
     * @param id id that the client asked for: of the model, or of an offering of OpenRouter. A variant, such as {@code :free},
     *     has its own offering only; without one, there are no variants of OpenRouter.
     * @param records records of the vendors and providers, then of the model with its measurements and offerings
     * @param today date that decides the current offerings and prices
     */
    public static ObjectNode of(String id, Iterable<ObjectNode> records, LocalDate today) {
        ObjectNode answer = JsonSource.JSON.createObjectNode();
        RecordsByModel models = new RecordsByModel();
        try {
            models.each(records.iterator(), model -> answer.set("data", data(id, model, models, today)));
        } catch (IOException impossible) {
            // Nothing is written but to memory.
            throw new UncheckedIOException(impossible);
        }
        return answer;
    }

    private static ObjectNode data(String id, RecordsByModel.OneModel model, RecordsByModel models, LocalDate today) {
        ObjectNode record = model.model();
        ObjectNode data = JsonSource.JSON.createObjectNode();
        data.put("id", id);
        data.put("name", OpenRouterModels.name(model, models));
        data.put("created", OpenRouterModels.created(record));
        data.put("description", OpenRouterModels.description(record));
        data.set("architecture", OpenRouterModels.architecture(record));
        ArrayNode endpoints = data.putArray("endpoints");
        for (ObjectNode offering : served(id, model, today)) {
            endpoints.add(endpoint(model, models, offering, today));
        }
        return data;
    }

    /** Name of a provider; its id if no record names it. */
    static String name(String provider, RecordsByModel models) {
        return models.provider(provider)
                .map(record -> record.path("name").asText())
                .filter(name -> !name.isEmpty())
                .orElse(provider);
    }

    private static List<ObjectNode> served(String id, RecordsByModel.OneModel model, LocalDate today) {
        List<ObjectNode> served = new ArrayList<>();
        for (ObjectNode offering : model.offerings()) {
            String own = offering.path("id").asText();
            boolean isOwn = OpenRouterModels.isOwn(offering);
            boolean isAsked = id.indexOf(VARIANT) >= 0 ? isOwn && own.equals(id) : !isOwn || own.indexOf(VARIANT) < 0;
            if (isAsked && OpenRouterModels.isCurrent(offering, today)) {
                served.add(offering);
            }
        }
        return served;
    }

    private static ObjectNode endpoint(
            RecordsByModel.OneModel model, RecordsByModel models, ObjectNode offering, LocalDate today) {
        ObjectNode record = model.model();
        String provider = offering.path("provider").asText();
        String providerName = name(provider, models);
        ObjectNode endpoint = JsonSource.JSON.createObjectNode();
        endpoint.put("name", providerName + " | " + model.id());
        endpoint.put("model_id", model.id());
        endpoint.put("model_name", OpenRouterModels.name(model, models));
        endpoint.put("context_length", context(model, offering));
        OpenRouterPricing.of(offering, today, endpoint.putObject("pricing"));
        endpoint.put("provider_name", providerName);
        endpoint.put("tag", provider);
        endpoint.putNull("quantization");
        endpoint.set("max_completion_tokens", OpenRouterModels.or(offering.path("maxOutput")));
        endpoint.set("max_prompt_tokens", OpenRouterModels.or(offering.path("maxInput")));
        endpoint.set("supported_parameters", OpenRouterModels.parameters(record, offering));
        for (String measured : new String[] {
            "uptime_last_5m", "uptime_last_30m", "uptime_last_1d", "latency_last_30m", "throughput_last_30m"
        }) {
            endpoint.putNull(measured);
        }
        endpoint.put("supports_implicit_caching", false);
        endpoint.put("supports_voice_cloning", false);
        boolean tools = OpenRouterModels.supports(record, offering, Feature.TOOLS);
        ObjectNode choice = endpoint.putObject("supports_tool_choice");
        for (String kind : new String[] {"none", "auto", "required", "function"}) {
            choice.put(kind, tools);
        }
        return endpoint;
    }

    /** Tokens at the provider, else of the model; 0 if neither is known, because clients require a number. */
    private static long context(RecordsByModel.OneModel model, ObjectNode offering) {
        JsonNode own = offering.path("contextWindow");
        return (own.isNumber() ? own : OpenRouterModels.raw(model, "context-window")).asLong(0);
    }
}
