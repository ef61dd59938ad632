package org.modeltree.exports;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.formats.openrouter.OpenRouterSelection;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/** Query parameters of OpenRouter's list that the catalog can answer, as OpenRouter documents them. */
record OpenRouterParams(
        @RestQuery String offset,
        @RestQuery String limit,
        @RestQuery String sort,
        @RestQuery String q,
        @RestQuery String context,
        @RestQuery String providers,

        @RestQuery("supported_parameters") String supported_parameters,
        @RestQuery("input_modalities") String input_modalities,
        @RestQuery("output_modalities") String output_modalities,
        @RestQuery("model_authors") String model_authors,
        @RestQuery("min_price") String min_price,
        @RestQuery("max_price") String max_price,
        @RestQuery("min_output_price") String min_output_price,
        @RestQuery("max_output_price") String max_output_price,
        @RestQuery("min_age_days") String min_age_days,
        @RestQuery("max_age_days") String max_age_days) {

    private static final int MAX_LIMIT = 1_000;
    private static final int DEFAULT_LIMIT = 500;
    private static final int MAX_TEXT = 200;
    private static final int MAX_VALUES = 50;
    private static final long MAX_NUMBER = 1_000_000_000;
    private static final String ALL = "all";

    /** No parameters, in {@link #canonical()} spelling. */
    private static final String NONE = "offset=";

    private static final List<String> OUTPUTS = List.of(
            "text", "image", "embeddings", "audio", "video", "rerank", "decisions", "speech", "transcription", ALL);

    /**
     * Parameters that OpenRouter documents as well, which ask for what only OpenRouter knows, such as the use of models. An
     * answer that ignored them would be one to another question.
     */
    static final List<String> UNANSWERABLE = List.of(
            "arch",
            "category",
            "distillable",
            "endpoints",
            "max_agentic_index",
            "max_coding_index",
            "max_intelligence_index",
            "max_tool_success_rate",
            "min_agentic_index",
            "min_coding_index",
            "min_intelligence_index",
            "min_tool_success_rate",
            "region",
            "use_rss",
            "use_rss_chat_links",
            "zdr");

    /** Names of the parameters. */
    static List<String> names() {
        return Arrays.stream(OpenRouterParams.class.getRecordComponents())
                .map(component -> component.getName())
                .toList();
    }

    /**
     * The selection that the parameters ask for.
     *
     * @throws Problem.InvalidParameter naming the invalid parameter
     */
    OpenRouterSelection selection() {
        return new OpenRouterSelection(
                page(),
                order(),
                q == null ? "" : Parameters.text("q", q, MAX_TEXT).strip(),
                values("supported_parameters", supported_parameters),
                values("input_modalities", input_modalities),
                outputs(),
                values("model_authors", model_authors),
                values("providers", providers),
                Parameters.integer("context", context, 0, MAX_NUMBER),
                new OpenRouterSelection.Bounds(amount("min_price", min_price), amount("max_price", max_price)),
                new OpenRouterSelection.Bounds(
                        amount("min_output_price", min_output_price), amount("max_output_price", max_output_price)),
                new OpenRouterSelection.Bounds(
                        amount("min_age_days", min_age_days), amount("max_age_days", max_age_days)));
    }

    /** The parameters in one spelling, by which equal selections are recognized. */
    String canonical() {
        return query(offset, limit);
    }

    /** Whether there is a parameter; the list without any is one file for all clients. */
    boolean isAnyGiven() {
        return !canonical().equals(NONE);
    }

    private String query(String offset, String limit) {
        Map<String, String> given = new TreeMap<>();
        put(given, "limit", limit);
        put(given, "sort", sort);
        put(given, "q", q);
        put(given, "context", context);
        put(given, "providers", providers);
        put(given, "supported_parameters", supported_parameters);
        put(given, "input_modalities", input_modalities);
        put(given, "output_modalities", output_modalities);
        put(given, "model_authors", model_authors);
        put(given, "min_price", min_price);
        put(given, "max_price", max_price);
        put(given, "min_output_price", min_output_price);
        put(given, "max_output_price", max_output_price);
        put(given, "min_age_days", min_age_days);
        put(given, "max_age_days", max_age_days);
        StringBuilder query = new StringBuilder();
        given.forEach((name, value) ->
                query.append(name).append('=').append(Parameters.encoded(value)).append('&'));
        // The last one, so that a link to another page only appends its number.
        return query.append("offset=").append(offset == null ? "" : offset).toString();
    }

    private static void put(Map<String, String> given, String name, String value) {
        if (value != null) {
            given.put(name, value);
        }
    }

    private OpenRouterSelection.Page page() {
        Long from = Parameters.integer("offset", offset, 0, MAX_NUMBER);
        Long most = Parameters.integer("limit", limit, 1, MAX_LIMIT);
        if (from == null && most == null) {
            return OpenRouterSelection.Page.ALL;
        }
        long size = most == null ? DEFAULT_LIMIT : most;
        return new OpenRouterSelection.Page(
                from == null ? 0 : from, size, OpenRouterSelection.PATH + "?" + query("", Long.toString(size)));
    }

    private OpenRouterSelection.Sort order() {
        List<OpenRouterSelection.Sort> orders = Stream.of(OpenRouterSelection.Sort.values())
                .filter(one -> one != OpenRouterSelection.Sort.NONE)
                .toList();
        Parameters.oneOf(
                "sort", sort, orders.stream().map(OpenRouterSelection.Sort::key).toList());
        return orders.stream().filter(one -> one.key().equals(sort)).findFirst().orElse(OpenRouterSelection.Sort.NONE);
    }

    private OpenRouterSelection.Outputs outputs() {
        List<String> wanted = Parameters.listOf("output_modalities", output_modalities, OUTPUTS);
        if (wanted == null) {
            return OpenRouterSelection.Outputs.TEXT;
        }
        return wanted.contains(ALL) ? OpenRouterSelection.Outputs.ALL : new OpenRouterSelection.Outputs(wanted, false);
    }

    private static List<String> values(String name, String value) {
        List<String> values = Parameters.list(name, value, MAX_VALUES, MAX_TEXT);
        return values == null
                ? List.of()
                : values.stream().map(one -> one.toLowerCase(Locale.ROOT)).toList();
    }

    private static BigDecimal amount(String name, String value) {
        return Parameters.decimal(name, value, 0, MAX_NUMBER);
    }
}
