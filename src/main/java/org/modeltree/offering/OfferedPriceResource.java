package org.modeltree.offering;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/** {@code /api/v1/offerings}. */
@Path("/api/v1/offerings")
@Produces(MediaType.APPLICATION_JSON)
class OfferedPriceResource {

    private static final int MAX_MODELS = 20;
    private static final int MAX_PROVIDERS = 50;
    private static final Pattern MIX = Pattern.compile("([0-9]{1,6})[:/]([0-9]{1,6})");
    private static final Map<String, OfferedPriceService.Key> KEYS = Map.of(
            "price", OfferedPriceService.Key.PRICE,
            "inputPrice", OfferedPriceService.Key.INPUT_PRICE,
            "outputPrice", OfferedPriceService.Key.OUTPUT_PRICE,
            "provider", OfferedPriceService.Key.PROVIDER);

    private final OfferedPriceService prices;
    private final CurrentRequest request;

    OfferedPriceResource(OfferedPriceService prices, CurrentRequest request) {
        this.prices = prices;
        this.request = request;
    }

    @GET
    public ListView<OfferedPriceView> list(
            @RestQuery String model,
            @RestQuery String provider,
            @RestQuery String currency,
            @RestQuery String mix,
            @RestQuery String sort) {
        if (model == null && provider != null) {
            throw new Problem.InvalidParameter("model", "is required: " + priceLists(provider));
        }
        List<String> models = Parameters.required(
                "model", model, given -> Parameters.list("model", given, MAX_MODELS, Parameters.ID_LENGTH));
        Matcher parts = MIX.matcher(mix == null ? "3:1" : mix);
        if (!parts.matches()
                || new BigDecimal(parts.group(1))
                                .add(new BigDecimal(parts.group(2)))
                                .signum()
                        == 0) {
            throw new Problem.InvalidParameter("mix", "must be parts of input and output such as 3:1, not both 0");
        }
        String order = sort == null ? "price" : sort;
        boolean descending = order.startsWith("-");
        OfferedPriceService.Key key = KEYS.get(descending ? order.substring(1) : order);
        if (key == null) {
            throw new Problem.InvalidParameter(
                    "sort", "must be one of price, inputPrice, outputPrice and provider, with - for descending");
        }
        return prices.list(
                new OfferedPriceService.Query(
                        models,
                        Parameters.list("provider", provider, MAX_PROVIDERS, Parameters.ID_LENGTH),
                        Parameters.currency("currency", currency),
                        new BigDecimal(parts.group(1)),
                        new BigDecimal(parts.group(2)),
                        key,
                        descending),
                request.link());
    }

    /** Where the offerings of providers are listed without naming models. */
    private static String priceLists(String provider) {
        List<String> providers = Parameters.list("provider", provider, MAX_PROVIDERS, Parameters.ID_LENGTH);
        return "this compares the offerings of models that you name; all offerings of a provider are at"
                + " /api/v1/providers/" + Parameters.encoded(Parameters.shown(providers.get(0))) + "/offerings";
    }
}
