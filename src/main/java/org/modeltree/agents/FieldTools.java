package org.modeltree.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.modeltree.bands.BandParams;
import org.modeltree.bands.BandService;
import org.modeltree.bands.BandView;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.card.CompareService;
import org.modeltree.card.CompareView;
import org.modeltree.card.recommend.RecommendParams;
import org.modeltree.card.recommend.RecommendService;
import org.modeltree.card.recommend.RecommendView;
import org.modeltree.catalog.ModelIds;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.offering.CostRequest;
import org.modeltree.offering.CostService;
import org.modeltree.offering.CostView;

/** Tools about several models: bands, comparisons, costs, recommendations. */
@ApplicationScoped
class FieldTools {

    private static final int MAX_COMPARED = 10;
    private static final String DEFAULT_SHOWN = "5";
    private static final List<String> COST_KEYS =
            List.of("model", "provider", "offering", "mode", "at", "contextTokens");

    private final ModelIds ids;
    private final BandService bands;
    private final CompareService comparisons;
    private final CostService costs;
    private final RecommendService recommendations;
    private final ObjectMapper json;
    private final Addresses addresses;
    private final Clock clock;

    FieldTools(
            ModelIds ids,
            BandService bands,
            CompareService comparisons,
            CostService costs,
            RecommendService recommendations,
            ObjectMapper json,
            Addresses addresses,
            Clock clock) {
        this.ids = ids;
        this.bands = bands;
        this.comparisons = comparisons;
        this.costs = costs;
        this.recommendations = recommendations;
        this.json = json;
        this.addresses = addresses;
        this.clock = clock;
    }

    AgentAnswer bands(Arguments arguments) {
        Language language = arguments.language();
        BandParams params = new BandParams(null, null, arguments.text("asOf"), arguments.text("cohort"));
        Cohort cohort = params.cohort(ModelTools.traits(arguments), LocalDate.now(clock));
        String capability = arguments.text("capability");
        List<BandView> views = capability == null
                ? bands.views(params.question(null, null), cohort, language)
                : List.of(bands.view(
                        Parameters.text("capability", capability, 60), params.question(null, null), cohort, language));
        StringBuilder text = new StringBuilder();
        ObjectNode structured = json.createObjectNode();
        ArrayNode shown = structured.putArray("bands");
        for (BandView band : views) {
            ObjectNode one = shown.addObject()
                    .put("capability", band.capability())
                    .put("label", band.label())
                    .put("unit", band.benchmark().unit())
                    .put("status", band.status())
                    .put("count", band.count());
            one.set("lower", json.valueToTree(band.lower()));
            one.set("median", json.valueToTree(band.median()));
            one.set("upper", json.valueToTree(band.upper()));
            text.append("- ")
                    .append(band.label())
                    .append(" (")
                    .append(band.capability())
                    .append("): ");
            text.append(
                    band.lower() == null
                            ? "fewer than 5 models report it"
                            : "the middle 60 % of " + band.count() + " models score "
                                    + band.lower().score() + " to "
                                    + band.upper().score() + ", median "
                                    + band.median().score());
            text.append("\n");
        }
        String query = arguments.query("capability");
        String path = "/api/v1/bands" + (capability == null ? "" : "/" + Parameters.encoded(capability));
        return AgentAnswer.of(text, "JSON: " + addresses.of(query == null ? path : path + "?" + query), structured);
    }

    AgentAnswer compare(Arguments arguments) {
        List<String> given = Parameters.list("ids", arguments.required("ids"), MAX_COMPARED, Parameters.ID_LENGTH);
        if (given.size() < 2) {
            throw new Problem.InvalidParameter("ids", "must name 2 to 10 different models");
        }
        CompareView view = comparisons.compare(given.stream().map(ids::meantBy).toList(), arguments.language());
        ObjectNode structured = json.createObjectNode();
        structured.set("models", json.valueToTree(view.models()));
        ArrayNode rows = structured.putArray("rows");
        StringBuilder text = new StringBuilder(view.models().stream()
                .map(model -> model.name() + " (" + model.id() + ")")
                .collect(Collectors.joining(" | ", "", "\n")));
        for (CompareView.Row row : view.rows()) {
            boolean known = row.values().stream()
                    .anyMatch(value -> value.score() != null || row.kind().equals("fact"));
            if (!known) {
                // Most benchmarks are reported by few models.
                continue;
            }
            ObjectNode shown =
                    rows.addObject().put("id", row.id()).put("kind", row.kind()).put("label", row.label());
            ArrayNode values = shown.putArray("values");
            row.values()
                    .forEach(value ->
                            values.addObject().put("text", value.text()).put("score", value.score()));
            shown.set("winners", json.valueToTree(row.winners()));
            text.append("- ").append(row.label()).append(": ");
            text.append(row.values().stream()
                    .map(value -> value.text()
                            + (value.score() == null
                                    ? ""
                                    : " = " + value.score().toPlainString() + " / 10"))
                    .collect(Collectors.joining(" | ")));
            text.append(row.winners().isEmpty() ? "" : "; best: " + String.join(", ", row.winners()))
                    .append("\n");
        }
        String compared = view.models().stream().map(CompareView.ModelRef::id).collect(Collectors.joining(","));
        String page = addresses.of("/compare?models=" + compared, arguments.language());
        structured.put("url", page);
        return AgentAnswer.of(
                text,
                "Page: " + page + "\nJSON: " + addresses.of("/api/v1/compare?ids=" + compared, arguments.language()),
                structured);
    }

    AgentAnswer cost(Arguments arguments) {
        ObjectNode body = json.createObjectNode();
        ObjectNode usage = json.createObjectNode();
        for (Map.Entry<String, String> argument : arguments.texts().entrySet()) {
            if (argument.getKey().equals("contextTokens")) {
                body.put(argument.getKey(), Parameters.decimal("contextTokens", argument.getValue()));
            } else if (COST_KEYS.contains(argument.getKey())) {
                body.put(argument.getKey(), argument.getValue());
            } else {
                // What is left is the amount of a unit, and the language, which costs do not have.
                usage.put(argument.getKey(), argument.getValue());
            }
        }
        if (usage.isEmpty()) {
            throw new Problem.InvalidParameter(
                    "input", "or another amount is required, such as input: 1000 for that many tokens of the prompt");
        }
        body.set("usage", usage);
        CostView view;
        try {
            view = costs.cost(CostRequest.of(json.writeValueAsBytes(body)));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
        StringBuilder text = new StringBuilder();
        text.append(view.currency())
                .append(" ")
                .append(view.total())
                .append(" in total for ")
                .append(view.model());
        text.append(" at ")
                .append(view.provider())
                .append(" (")
                .append(view.offering())
                .append("):\n");
        view.lines()
                .forEach(line -> text.append("- ")
                        .append(line.quantity())
                        .append(" ")
                        .append(line.name())
                        .append(line.chargedAs() == null ? "" : ", charged as " + line.chargedAs())
                        .append(": ")
                        .append(line.cost())
                        .append(" (")
                        .append(line.amount())
                        .append(" ")
                        .append(inWords(line.unit()))
                        .append(")\n"));
        String offerings = addresses.of("/api/v1/models/" + view.model() + "/offerings");
        ObjectNode structured = json.valueToTree(view);
        structured.remove("price");
        structured.put("url", offerings);
        return AgentAnswer.of(text, "All prices: " + offerings, structured);
    }

    /** Such as {@code USD per 1M tokens} of {@code usd_per_1m_tokens}. */
    static String inWords(String unit) {
        return unit.replace("usd", "USD").replace("_1m_", "_1M_").replace('_', ' ');
    }

    AgentAnswer recommend(Arguments arguments) {
        String limit = arguments.text("limit");
        RecommendParams params = new RecommendParams(
                arguments.text("capability"),
                arguments.text("scoreMin"),
                arguments.text("ids"),
                arguments.text("contextWindowMin"),
                arguments.text("supports"),
                arguments.text("cohort"),
                arguments.text("provider"),
                arguments.text("currency"),
                arguments.text("mix"),
                arguments.text("inputTokens"),
                arguments.text("outputTokens"),
                arguments.text("priceMax"),
                arguments.text("budget"),
                arguments.text("free"),
                limit == null ? DEFAULT_SHOWN : limit);
        RecommendView view = recommendations.recommend(
                params.wish(ModelTools.traits(arguments).traits()), arguments.language());
        StringBuilder text = new StringBuilder();
        text.append(view.considered())
                .append(view.considered() == 1 ? " model fits; " : " models fit; ")
                .append(view.total())
                .append(view.total() == 1 ? " is" : " are");
        text.append(" beaten by no other one in both score and price.\n");
        for (RecommendView.Recommended model : view.front()) {
            text.append("- ")
                    .append(model.name())
                    .append(" (")
                    .append(model.id())
                    .append("): score ");
            text.append(model.score())
                    .append(", ")
                    .append(model.price().amount())
                    .append(" ");
            text.append(inWords(model.price().unit()))
                    .append(" at ")
                    .append(model.price().provider().name());
            if (model.monthly() != null) {
                text.append(", ")
                        .append(model.monthly().amount())
                        .append(" ")
                        .append(inWords(model.monthly().unit()));
            }
            text.append(".");
            model.reasons().stream().limit(2).forEach(reason -> text.append(" ").append(reason.text()));
            text.append("\n");
        }
        text.append(view.excluded().isEmpty() ? "" : "Left out:\n");
        view.excluded()
                .forEach(reason -> text.append("- ")
                        .append(reason.count())
                        .append(": ")
                        .append(reason.text())
                        .append("\n"));
        String address = addresses.of("/api/v1/recommend?" + arguments.query());
        ObjectNode structured = json.valueToTree(view);
        structured.put("url", address);
        return AgentAnswer.of(text, "JSON: " + address, structured);
    }
}
