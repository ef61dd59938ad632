package org.modeltree.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.card.CardMarkdown;
import org.modeltree.card.CardService;
import org.modeltree.card.CardView;
import org.modeltree.catalog.Includes;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelListParams;
import org.modeltree.catalog.ModelPage;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.TraitParams;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.identity.ResolutionView;
import org.modeltree.identity.ResolveService;
import org.modeltree.lineage.EdgeView;
import org.modeltree.lineage.LineageService;
import org.modeltree.lineage.LineageView;

/** Tools about single models: find them, show their cards and relatives. */
@ApplicationScoped
class ModelTools {

    private static final String MODELS = "/api/v1/models";
    private static final String SHOWN = "name,vendor,releaseDate,lifecycle,contextWindow,openWeights";
    private static final int MAX_FOUND = 20;
    private static final int DEFAULT_FOUND = 5;
    private static final int MAX_DEPTH = 10;
    private static final int DEFAULT_DEPTH = 2;
    private static final int MAX_RELATIVES = 100;
    private static final Pattern MODEL = Pattern.compile("/api/v1/models/([^/]+/[^/]+)/.*");

    private final ModelService models;
    private final ModelIds ids;
    private final Includes includes;
    private final CardService cards;
    private final LineageService lineage;
    private final ResolveService resolver;
    private final ObjectMapper json;
    private final Addresses addresses;

    ModelTools(
            ModelService models,
            ModelIds ids,
            Includes includes,
            CardService cards,
            LineageService lineage,
            ResolveService resolver,
            ObjectMapper json,
            Addresses addresses) {
        this.models = models;
        this.ids = ids;
        this.includes = includes;
        this.cards = cards;
        this.lineage = lineage;
        this.resolver = resolver;
        this.json = json;
        this.addresses = addresses;
    }

    AgentAnswer search(Arguments arguments) {
        Language language = arguments.language();
        Long limit = Parameters.integer("limit", arguments.text("limit"), 1, MAX_FOUND);
        RequestLink link = new RequestLink(MODELS, arguments.query());
        ModelPage page = models.list(
                listParams(arguments).filter(traits(arguments).traits()),
                Parameters.text("sort", arguments.text("sort"), 1_000),
                new PageRequest(
                        limit == null ? DEFAULT_FOUND : limit.intValue(),
                        PageRequest.of(null, arguments.text("cursor")).cursor()),
                includes.shape(SHOWN, null),
                null,
                language,
                link);
        ObjectNode structured = json.createObjectNode();
        structured.put("total", page.meta().total());
        structured.put("totalRelation", page.meta().totalRelation());
        structured.put("nextCursor", page.meta().nextCursor());
        ArrayNode found = structured.putArray("models");
        StringBuilder text = new StringBuilder(page.meta().total()
                + (page.meta().totalRelation().equals("exact") ? "" : " or more")
                + (page.meta().total() == 1 && page.meta().totalRelation().equals("exact")
                        ? " model matches.\n"
                        : " models match.\n"));
        for (Object one : page.data()) {
            ObjectNode model = json.valueToTree(one);
            model.put("url", addresses.of("/m/" + model.get("id").asText(), language));
            found.add(model);
            text.append("- ").append(line(model)).append("\n");
        }
        text.append(ToolFailures.unknown(page.suggestions()));
        if (page.data().isEmpty() && page.suggestions().isEmpty()) {
            text.append("Use fewer or other words and filters; for the id of a model in any spelling, use resolve.\n");
        }
        structured.set("suggestions", json.valueToTree(page.suggestions()));
        return AgentAnswer.of(
                text,
                "All of them: " + addresses.of(new RequestLink(MODELS, arguments.query("limit", "cursor")).self()),
                structured);
    }

    private static String line(JsonNode model) {
        String context = model.path("contextWindow").isNull()
                ? ""
                : ", context window " + model.path("contextWindow").asText() + " tokens";
        return model.get("id").asText() + ": " + model.path("name").asText() + " by "
                + model.at("/vendor/name").asText()
                + (model.path("releaseDate").isNull()
                        ? ""
                        : ", released " + model.at("/releaseDate/value").asText())
                + context
                + (model.path("lifecycle").isNull()
                        ? ""
                        : ", " + model.path("lifecycle").asText());
    }

    private static ModelListParams listParams(Arguments arguments) {
        return new ModelListParams(
                null,
                arguments.text("contextWindowMin"),
                null,
                arguments.text("supports"),
                null,
                arguments.text("q"),
                arguments.text("capability"),
                arguments.text("scoreMin"),
                null,
                arguments.text("inputPriceMax"),
                null,
                arguments.text("outputPriceMax"),
                null);
    }

    /** The traits that a tool may take; those that it does not take are absent. */
    static TraitParams traits(Arguments arguments) {
        return new TraitParams(
                arguments.text("vendor"),
                arguments.text("family"),
                arguments.text("kind"),
                arguments.text("openWeights"),
                arguments.text("modality"),
                arguments.text("lifecycle"),
                arguments.text("releasedFrom"),
                arguments.text("releasedTo"));
    }

    AgentAnswer card(Arguments arguments) {
        CardView card = card(arguments.required("id"), arguments.language());
        String links = links(card.id(), arguments.language());
        ObjectNode structured = json.createObjectNode();
        structured.put("id", card.id());
        structured.put("name", card.name());
        structured.put("vendor", card.vendor().name());
        structured.put("releaseDate", card.releaseDate() == null ? null : card.releaseDateText());
        structured.put("subtitle", card.subtitle());
        structured.put("summary", card.summary());
        structured.put("contextWindow", card.contextWindow().tokens());
        structured.put("pricing", card.pricing().label());
        ArrayNode scores = structured.putArray("scores");
        card.performance()
                .forEach(score -> scores.addObject()
                        .put("capability", score.capability())
                        .put("label", score.label())
                        .put("score", score.score())
                        .put("value", score.text())
                        .put("position", score.position()));
        structured.set("bestFor", json.valueToTree(card.bestFor()));
        structured.set("notFor", json.valueToTree(card.notFor()));
        structured.put("url", addresses.of("/m/" + card.id(), arguments.language()));
        structured.put("card", addresses.of(MODELS + "/" + card.id() + "/card", arguments.language()));
        if (arguments.flag("full")) {
            return new AgentAnswer(CardMarkdown.of(card).text() + "\n" + links, structured);
        }
        return AgentAnswer.of(shortCard(card), links, structured);
    }

    private static String shortCard(CardView card) {
        StringBuilder text = new StringBuilder();
        text.append(card.name())
                .append(" (")
                .append(card.id())
                .append("), ")
                .append(card.vendor().name());
        append(text, ", ", card.releaseDateText());
        append(text, "\n", card.subtitle());
        append(text, "\n", card.summary());
        append(text, "\n", card.contextWindow().caption());
        append(text, "\n", card.pricing().label());
        append(text, "\n", card.whyItMatters());
        text.append("\n");
        for (CardView.PerformanceView score : card.performance()) {
            text.append("- ")
                    .append(score.label())
                    .append(": ")
                    .append(score.score().toPlainString())
                    .append(" / 10 (")
                    .append(score.text())
                    .append(
                            score.position() == null
                                    ? ""
                                    : ", " + card.labels().positions().getOrDefault(score.position(), score.position()))
                    .append(")\n");
        }
        list(text, card.labels().sections().bestFor(), card.bestFor());
        list(text, card.labels().sections().notFor(), card.notFor());
        return text.toString();
    }

    private static void append(StringBuilder text, String separator, String part) {
        if (part != null) {
            text.append(separator).append(part);
        }
    }

    private static void list(StringBuilder text, String title, List<String> points) {
        if (!points.isEmpty()) {
            text.append(title).append(": ").append(String.join("; ", points)).append("\n");
        }
    }

    /** The card of the model that any of its ids means. */
    CardView card(String given, Language language) {
        return ofModel(given, id -> cards.cardOf(id, language).body());
    }

    /** Asks for a model by the id that it has, whatever id is given: what the API redirects, a tool follows. */
    private <T> T ofModel(String given, Function<String, T> question) {
        String id = ids.canonical(given).orElse(given);
        try {
            return question.apply(id);
        } catch (Problem.Moved moved) {
            return question.apply(idIn(moved.path(), moved));
        } catch (Problem.Resolved resolved) {
            return question.apply(resolved.id());
        }
    }

    private static String idIn(String path, Problem problem) {
        Matcher model = MODEL.matcher(path);
        if (!model.matches()) {
            throw problem;
        }
        return model.group(1);
    }

    private String links(String id, Language language) {
        return "Page: " + addresses.of("/m/" + id, language) + "\nJSON: "
                + addresses.of(MODELS + "/" + id + "/card", language);
    }

    AgentAnswer lineage(Arguments arguments) {
        List<String> directions =
                Parameters.listOf("direction", arguments.text("direction"), List.of("ancestors", "descendants"));
        Long depth = Parameters.integer("depth", arguments.text("depth"), 1, MAX_DEPTH);
        LineageView view = ofModel(
                arguments.required("id"),
                id -> lineage.lineageOf(
                        id,
                        directions == null || directions.contains("ancestors"),
                        directions == null || directions.contains("descendants"),
                        depth == null ? DEFAULT_DEPTH : depth.intValue(),
                        MAX_RELATIVES));
        StringBuilder text = new StringBuilder();
        for (LineageView.Node node : view.nodes()) {
            int distance = node.distance();
            text.append("- ")
                    .append(
                            distance == 0
                                    ? "the model itself: "
                                    : Math.abs(distance) + (distance < 0 ? " above: " : " below: "))
                    .append(node.name())
                    .append(" (")
                    .append(node.id())
                    .append(
                            node.releaseDate() == null
                                    ? ")"
                                    : "), released " + node.releaseDate().value())
                    .append("\n");
        }
        for (EdgeView edge : view.edges()) {
            text.append("- ")
                    .append(edge.child())
                    .append(" is a ")
                    .append(edge.relation().replace('_', ' '))
                    .append(" of ")
                    .append(edge.parent())
                    .append(edge.method() == null ? "" : " (" + edge.method() + ")")
                    .append("\n");
        }
        if (view.truncated()) {
            text.append("There are more relatives.\n");
        }
        String address = addresses.of(MODELS + "/" + view.id() + "/lineage");
        ObjectNode structured = json.valueToTree(view);
        structured.put("url", address);
        return AgentAnswer.of(text, "All of them: " + address, structured);
    }

    AgentAnswer resolve(Arguments arguments) {
        ResolutionView view = resolver.resolve(arguments.required("id"));
        String text =
                view.given() + " means " + view.name() + " (" + view.id() + "), by the rule " + view.reason() + "; "
                        + (view.certain() ? "it can mean no other model" : "it may mean another model")
                        + (view.fixed() ? "." : ", and may change its meaning when models appear.")
                        + (view.suggestions().isEmpty()
                                ? ""
                                : "\nIt may also mean " + String.join(", ", view.suggestions()) + ".");
        ObjectNode structured = json.valueToTree(view);
        structured.put("url", addresses.of("/m/" + view.id()));
        return AgentAnswer.of(text, links(view.id(), Language.EN), structured);
    }
}
