package org.modeltree.agents;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.offering.OfferedPriceService;
import org.modeltree.offering.PriceView;
import org.modeltree.offering.pricelist.PriceListService;
import org.modeltree.offering.provider.ProviderService;
import org.modeltree.offering.provider.ProviderView;

/** Tool about offerings: those of models, those of a provider, and the providers themselves. */
@ApplicationScoped
class OfferingTools {

    private static final String PROVIDERS = "/api/v1/providers";
    private static final int MAX_MODELS = 20;
    private static final int MAX_SHOWN = 50;
    private static final int DEFAULT_SHOWN = 20;
    private static final List<String> OF_LISTS_ONLY = List.of("vendor", "cursor");

    private final OfferedPriceService offered;
    private final PriceListService lists;
    private final ProviderService providers;
    private final ObjectMapper json;
    private final Addresses addresses;

    OfferingTools(
            OfferedPriceService offered,
            PriceListService lists,
            ProviderService providers,
            ObjectMapper json,
            Addresses addresses) {
        this.offered = offered;
        this.lists = lists;
        this.providers = providers;
        this.json = json;
        this.addresses = addresses;
    }

    /** An offering with its standard price, which is null if it is unknown. */
    private record Shown(
            String model, String provider, String id, PriceView price, Long contextWindow, Long maxOutput) {}

    AgentAnswer offerings(Arguments arguments) {
        String given = Parameters.text("provider", arguments.text("provider"), Parameters.ID_LENGTH);
        String provider = given == null ? null : given.toLowerCase(Locale.ROOT);
        List<String> models = Parameters.list("model", arguments.text("model"), MAX_MODELS, Parameters.ID_LENGTH);
        if (models != null) {
            return ofModels(models, provider, arguments);
        }
        if (provider != null) {
            return ofProvider(provider, arguments);
        }
        if (arguments.text("vendor") != null) {
            throw new Problem.InvalidParameter("vendor", "requires provider; without it, use search_models");
        }
        return providers(arguments);
    }

    private AgentAnswer ofModels(List<String> models, String provider, Arguments arguments) {
        for (String name : OF_LISTS_ONLY) {
            if (arguments.text(name) != null) {
                throw new Problem.InvalidParameter(name, "cannot be combined with model");
            }
        }
        String query = arguments.query("limit", "provider")
                + (provider == null ? "" : "&provider=" + Parameters.encoded(provider));
        ListView<Shown> list = shown(
                offered.list(
                        OfferedPriceService.Query.cheapestFirst(models, provider == null ? null : List.of(provider)),
                        new RequestLink("/api/v1/offerings", query)),
                one -> new Shown(
                        one.model(), one.provider().id(), one.id(), one.price(), one.contextWindow(), one.maxOutput()));
        ObjectNode structured = structured(list);
        StringBuilder text = new StringBuilder();
        offerings(list, limit(arguments), text, structured);
        String page = addresses.of("/offerings?models="
                + Parameters.encoded(String.join(",", models))
                        .replace("%2F", "/")
                        .replace("%2C", ","));
        return AgentAnswer.of(text, links(page, "/api/v1/offerings?" + query), structured.put("url", page));
    }

    private AgentAnswer ofProvider(String id, Arguments arguments) {
        List<String> vendors = PriceListService.vendors(arguments.text("vendor"));
        String path = PROVIDERS + "/" + Parameters.encoded(id) + "/offerings";
        String query = arguments.query("provider", "limit", "cursor");
        ListView<Shown> list = shown(
                lists.list(
                        id,
                        vendors,
                        new PageRequest(limit(arguments), cursor(arguments)),
                        new RequestLink(path, query)),
                one -> new Shown(
                        one.model(), id, one.id(), standard(one.prices()), one.contextWindow(), one.maxOutput()));
        ObjectNode structured = structured(list);
        StringBuilder text = new StringBuilder();
        offerings(list, MAX_SHOWN, text, structured);
        String page = addresses.of("/providers/" + Parameters.encoded(id) + (query == null ? "" : "?" + query));
        return AgentAnswer.of(
                text, links(page, query == null ? path : path + "?" + query), structured.put("url", page));
    }

    private AgentAnswer providers(Arguments arguments) {
        ListView<ProviderView> list =
                providers.list(new PageRequest(limit(arguments), cursor(arguments)), new RequestLink(PROVIDERS, null));
        ObjectNode structured = structured(list);
        ArrayNode shown = structured.withArray("providers");
        StringBuilder text = new StringBuilder(list.meta().total() + " providers.\n");
        for (ProviderView one : list.data()) {
            shown.addObject()
                    .put("id", one.id())
                    .put("name", one.name())
                    .put("modelCount", one.modelCount())
                    .put("offeringCount", one.offeringCount())
                    .put("url", addresses.of("/providers/" + one.id()));
            text.append("- ")
                    .append(one.id())
                    .append(": ")
                    .append(one.name())
                    .append(", models: ")
                    .append(one.modelCount())
                    .append("\n");
        }
        String page = addresses.of("/providers");
        return AgentAnswer.of(text, links(page, PROVIDERS), structured.put("url", page));
    }

    private static int limit(Arguments arguments) {
        Long limit = Parameters.integer("limit", arguments.text("limit"), 1, MAX_SHOWN);
        return limit == null ? DEFAULT_SHOWN : limit.intValue();
    }

    private static String cursor(Arguments arguments) {
        return PageRequest.of(null, arguments.text("cursor")).cursor();
    }

    private static PriceView standard(List<PriceView> prices) {
        return prices.stream().filter(PriceView::hasStandardTerms).findFirst().orElse(null);
    }

    private static <T> ListView<Shown> shown(ListView<T> list, Function<T, Shown> entry) {
        return new ListView<>(list.data().stream().map(entry).toList(), list.meta(), list.links(), list.suggestions());
    }

    private ObjectNode structured(ListView<?> list) {
        ObjectNode structured = json.createObjectNode()
                .put("total", list.meta().total())
                .put("totalRelation", list.meta().totalRelation())
                .put("nextCursor", list.meta().nextCursor());
        structured.putArray("providers");
        structured.putArray("offerings");
        structured.set("suggestions", json.valueToTree(list.suggestions()));
        return structured;
    }

    private static void offerings(ListView<Shown> list, int most, StringBuilder text, ObjectNode structured) {
        text.append(list.meta().total())
                .append(list.meta().totalRelation().equals("exact") ? "" : " or more")
                .append(" offered today; prices are for short prompts in the standard mode.\n");
        ArrayNode shown = structured.withArray("offerings");
        for (Shown one : list.data().stream().limit(most).toList()) {
            Optional<PriceView.Amount> input = amount(one.price(), "input");
            Optional<PriceView.Amount> output = amount(one.price(), "output");
            String pricing = one.price() == null ? "unknown" : one.price().kind();
            String unit = input.or(() -> output).map(PriceView.Amount::unit).orElse(null);
            shown.addObject()
                    .put("model", one.model())
                    .put("provider", one.provider())
                    .put("id", one.id())
                    .put("pricing", pricing)
                    .put("input", input.map(PriceView.Amount::amount).orElse(null))
                    .put("output", output.map(PriceView.Amount::amount).orElse(null))
                    .put("unit", unit)
                    .put("contextWindow", one.contextWindow())
                    .put("maxOutput", one.maxOutput());
            text.append("- ")
                    .append(one.model())
                    .append(" at ")
                    .append(one.provider())
                    .append(" (")
                    .append(one.id())
                    .append("): ");
            text.append(
                    unit == null
                            ? "price: " + pricing
                            : words(input) + " in, " + words(output) + " out, " + FieldTools.inWords(unit));
            text.append(one.contextWindow() == null ? "" : "; context window " + one.contextWindow())
                    .append("\n");
        }
        int left = list.data().size() - most;
        if (left > 0) {
            text.append(left + " more are not shown, which are no cheaper or have no known price"
                    + (most < MAX_SHOWN ? "; limit may be up to " + MAX_SHOWN : "") + ".\n");
        }
        text.append(ToolFailures.unknown(list.suggestions()));
    }

    private static Optional<PriceView.Amount> amount(PriceView price, String name) {
        return price == null
                ? Optional.empty()
                : price.amounts().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst();
    }

    private static String words(Optional<PriceView.Amount> amount) {
        return amount.map(PriceView.Amount::amount).orElse("unknown");
    }

    private String links(String page, String path) {
        return "Page: " + page + "\nJSON: " + addresses.of(path);
    }
}
