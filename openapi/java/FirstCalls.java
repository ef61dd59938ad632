import java.net.http.HttpClient;
import java.util.List;
import java.util.stream.Collectors;
import org.modeltree.client.ApiClient;
import org.modeltree.client.ApiException;
import org.modeltree.client.api.ModelsApi;
import org.modeltree.client.api.ModelsApi.APICompareModelsRequest;
import org.modeltree.client.api.ModelsApi.APIGetCardRequest;
import org.modeltree.client.api.ModelsApi.APIListModelsRequest;
import org.modeltree.client.model.Model;
import org.modeltree.client.model.Problem;

/** First calls with the generated client: a list, a card, a comparison, pages, an error and a 304. Argument: the service's URL. */
public final class FirstCalls {

    private final ModelsApi models;

    private FirstCalls(String service) {
        var client = new ApiClient();
        client.updateBaseUri(service);
        // Aliases redirect to the canonical path. Without this, the JDK's client does not follow.
        client.setHttpClientBuilder(HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL));
        // It copies the settings of the client, so it comes after them.
        models = new ModelsApi(client);
    }

    public static void main(String... args) throws Exception {
        var calls = new FirstCalls(args.length > 0 ? args[0] : "http://localhost:8080");
        calls.list();
        calls.card();
        calls.compare();
        calls.pages();
        calls.problem();
        calls.notModified();
    }

    private void list() throws ApiException {
        var request = APIListModelsRequest.newBuilder()
                .vendor(List.of("openai"))
                .openWeights(true)
                .sort(List.of("releaseDate"))
                .limit(3)
                .build();
        var page = models.listModels(request);
        System.out.printf("list: %s%n", ids(page.getData()));
    }

    private void card() throws ApiException {
        var card = models.getCard(request("openai", "instructgpt").build());
        var context = card.getPerformance().get(0);
        var parameters = card.getFacts().stream()
                .filter(fact -> fact.getName().equals("parameters"))
                .findFirst()
                .orElseThrow();
        System.out.printf(
                "card: %s reads %s, scores %.1f for %s and has %.0f parameters%n",
                card.getName(),
                card.getContextWindow().getLabel(),
                context.getScore(),
                context.getLabel(),
                parameters.getValue().getNumber());
    }

    private void compare() throws ApiException {
        var request = APICompareModelsRequest.newBuilder()
                .ids(List.of("openai/gpt-4o", "openai/gpt-5"))
                .build();
        var comparison = models.compareModels(request);
        var row = comparison.getRows().stream()
                .filter(candidate -> candidate.getId().equals("contextWindow"))
                .findFirst()
                .orElseThrow();
        var values = row.getValues().stream()
                .map(value -> "%.0f".formatted(value.getValue().getNumber()))
                .collect(Collectors.joining(" and "));
        var best = String.join(", ", row.getWinners());
        System.out.printf("compare: %s %s %s, best %s%n", row.getLabel(), values, row.getUnit(), best);
    }

    private void pages() throws ApiException {
        String cursor = null;
        for (int number = 1; number <= 3; number++) {
            var request = APIListModelsRequest.newBuilder()
                    .sort(List.of("releaseDate"))
                    .limit(2)
                    .cursor(cursor)
                    .build();
            var page = models.listModels(request);
            System.out.printf("page %d: %s%n", number, ids(page.getData()));
            cursor = page.getMeta().getNextCursor();
        }
    }

    private void problem() throws Exception {
        try {
            models.getCard(request("openai", "instructgtp").build());
        } catch (ApiException e) {
            Problem problem = ApiClient.createDefaultObjectMapper().readValue(e.getResponseBody(), Problem.class);
            System.out.printf(
                    "%d: %s Did you mean %s?%n",
                    e.getCode(), problem.getDetail(), problem.getSuggestions().get(0));
        }
    }

    private void notModified() throws ApiException {
        var first = models.getCardWithHttpInfo(request("openai", "instructgpt").build());
        String etag = first.getHeaders().get("etag").get(0);
        try {
            models.getCard(request("openai", "instructgpt").ifNoneMatch(etag).build());
            System.out.println("200: the card has changed");
        } catch (ApiException e) {
            System.out.printf("%d: the card has not changed%n", e.getCode());
        }
    }

    private static APIGetCardRequest.Builder request(String vendor, String slug) {
        return APIGetCardRequest.newBuilder().vendor(vendor).slug(slug);
    }

    private static String ids(List<Model> models) {
        return models.stream().map(Model::getId).collect(Collectors.joining(", "));
    }
}
