package org.modeltree.agents;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.mcp.server.ResourceManager;
import io.quarkiverse.mcp.server.ResourceResponse;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkiverse.mcp.server.ToolResponse;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.problem.UnexpectedFaults;

/** Registers the tools and the guide for agents, whose schemas are in {@code agents/tools.json}. */
@ApplicationScoped
class AgentTools {

    private static final String FILE = "/agents/tools.json";
    private static final String GUIDE = "/pages/llms.txt";
    private static final String MARKDOWN = "text/markdown";
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final ToolManager tools;
    private final ResourceManager resources;
    private final ObjectMapper json;
    private final ModelTools models;
    private final FieldTools field;
    private final OfferingTools offerings;
    private final UnexpectedFaults faults;
    private final CurrentRequest request;

    AgentTools(
            ToolManager tools,
            ResourceManager resources,
            ObjectMapper json,
            ModelTools models,
            FieldTools field,
            OfferingTools offerings,
            UnexpectedFaults faults,
            CurrentRequest request) {
        this.tools = tools;
        this.resources = resources;
        this.json = json;
        this.models = models;
        this.field = field;
        this.offerings = offerings;
        this.faults = faults;
        this.request = request;
    }

    /** Registers everything that is not registered yet. */
    void register() {
        Map<String, Function<Arguments, AgentAnswer>> byName = Map.of(
                "search_models", models::search,
                "get_card", models::card,
                "get_bands", field::bands,
                "compare_models", field::compare,
                "lineage", models::lineage,
                "resolve", models::resolve,
                "offerings", offerings::offerings,
                "cost", field::cost,
                "recommend", field::recommend);
        JsonNode all = read();
        for (JsonNode tool : all) {
            String name = tool.get("name").asText();
            if (tools.getTool(name) == null) {
                register(tool, byName.get(name));
            }
        }
        if (resources.getResource("modeltree://guide") == null) {
            registerGuide();
        }
    }

    private JsonNode read() {
        try (InputStream file = AgentTools.class.getResourceAsStream(FILE)) {
            return json.readTree(file);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void register(JsonNode tool, Function<Arguments, AgentAnswer> answer) {
        JsonNode input = tool.get("inputSchema");
        String title = tool.get("title").asText();
        tools.newTool(tool.get("name").asText())
                .setTitle(title)
                .setDescription(tool.get("description").asText())
                .setInputSchema(new JsonObject(json.convertValue(input, MAP)))
                .setOutputSchema(new JsonObject(json.convertValue(tool.get("outputSchema"), MAP)))
                .setAnnotations(new ToolManager.ToolAnnotations(title, true, false, true, false))
                .setHandler(call -> call(() -> answer.apply(Arguments.of(call.args(), input))))
                .register();
    }

    private interface Answering {

        AgentAnswer answer();
    }

    private ToolResponse call(Answering tool) {
        try {
            AgentAnswer answer = tool.answer();
            return new ToolResponse(
                    false,
                    List.of(new TextContent(answer.text())),
                    new JsonObject(json.convertValue(answer.structured(), MAP)),
                    Map.of());
        } catch (Problem problem) {
            return ToolResponse.error(ToolFailures.text(problem));
        } catch (RuntimeException fault) {
            // The detail of an unexpected fault is its number in the log.
            return ToolResponse.error(ToolFailures.text(faults.view(fault, "/mcp", request.id())));
        }
    }

    private void registerGuide() {
        resources
                .newResource("guide")
                .setTitle("What this service is and how to use it")
                .setDescription("The same as /llms.txt: paths of the API, with examples.")
                .setUri("modeltree://guide")
                .setMimeType(MARKDOWN)
                .setHandler(asked -> markdown(asked.requestUri().value(), guide()))
                .register();
    }

    private static String guide() {
        try (InputStream file = AgentTools.class.getResourceAsStream(GUIDE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static ResourceResponse markdown(String uri, String text) {
        return new ResourceResponse(List.of(new TextResourceContents(uri, text, MARKDOWN)));
    }
}
