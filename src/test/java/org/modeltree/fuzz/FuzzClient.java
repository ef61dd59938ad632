package org.modeltree.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.contract.Contract;
import org.modeltree.fuzz.Known.Kind;

/** One client: sends single requests and sequences in turn, and checks each answer. */
final class FuzzClient implements AutoCloseable {

    private static final List<String> PAGES = List.of(
            "/",
            "/search",
            "/compare",
            "/bands",
            "/offerings",
            "/providers",
            "/providers/",
            "/changes",
            "/changes.atom",
            "/docs",
            "/m/",
            "/robots.txt",
            "/sitemap.xml",
            "/llms.txt",
            "/mcp",
            "/nosuch",
            "/api/v1/nosuch",
            "/api/v2/models",
            "/q/health/ready",
            "/q/openapi",
            "/q/metrics",
            "/q/info",
            "/q/dev-ui",
            "/q/heapdump",
            "/q/arc/beans",
            "/.env",
            "/WEB-INF/web.xml",
            "/..%2f..%2fetc/passwd");
    private static final List<String> PAGE_PARAMETERS =
            List.of("q", "lang", "models", "with", "vendor", "cursor", "cohort", "before", "model");

    /** Of this many requests, one is sent over HTTP/2. */
    private static final int HTTP_2_ONE_IN = 5;

    private static final Pattern NEXT = Pattern.compile("[?&]cursor=([^&>]+)");

    /** Formats of catalogs by file. */
    private static final Map<String, String> CATALOGS = new TreeMap<>(Map.of(
            "litellm.json", "litellm",
            "huggingface.json", "huggingface",
            "models-dev-models.json", "models.dev",
            "models-dev-api.json", "models.dev",
            "openrouter.json", "openrouter",
            "epoch.csv", "epoch",
            "table.csv", "csv"));

    private final Fuzzer fuzzer;
    private final int number;
    private final Random random;
    private final Contract contract = Contract.committed();
    private final Known known = new Known();
    private final Values values;
    private final Wire wire;
    private final Http2Wire http2;
    private final Journeys journeys;
    private Mutations mutations;
    private List<Optional<String>> tokens;
    private int step;

    FuzzClient(Fuzzer fuzzer, int number) {
        this.fuzzer = fuzzer;
        this.number = number;
        random = new Random(fuzzer.seed() * 31 + number);
        values = new Values(contract, known, random);
        wire = new Wire(fuzzer.port());
        // Half of the clients speak HTTP/2 at once, and half ask for it.
        http2 = new Http2Wire(fuzzer.vertx(), fuzzer.port(), number % 2 == 1);
        journeys = new Journeys(this, "fuzz-" + fuzzer.seed() + "-" + number);
        tokens = List.of(Optional.of(fuzzer.admin()));
    }

    Known known() {
        return known;
    }

    Random random() {
        return random;
    }

    Values values() {
        return values;
    }

    Fuzzer fuzzer() {
        return fuzzer;
    }

    /** Sends requests until there were this many, and then reads back what was acknowledged. */
    void run(int requests) throws IOException {
        journeys.learn();
        String curator = journeys.token("curator");
        String reader = journeys.token("reader");
        // Most requests are those of an admin, because others are refused early.
        tokens = List.of(
                Optional.of(fuzzer.admin()),
                Optional.of(fuzzer.admin()),
                Optional.of(fuzzer.admin()),
                Optional.of(curator),
                Optional.of(reader),
                Optional.empty());
        mutations = new Mutations(random, List.of(reader, "mt_" + "x".repeat(43)));
        while (step < requests) {
            if (random.nextInt(12) == 0) {
                journeys.next();
            } else if (random.nextInt(15) == 0) {
                page();
            } else {
                single();
            }
        }
        journeys.readBack();
    }

    /** A request for an operation, as documented or broken. */
    private void single() throws IOException {
        Contract.Operation operation =
                contract.operations().get(random.nextInt(contract.operations().size()));
        if (operation.isEndless() || (isCostly(operation) && random.nextInt(6) > 0)) {
            return;
        }
        Draft draft = draft(operation);
        if (random.nextInt(5) < 3) {
            mutations.apply(draft);
        }
        Call call = draft.call();
        send(call).ifPresent(answer -> journeys.noteUnplanned(call, answer));
    }

    /** Whether its answers would take most of the time of a run. */
    private static boolean isCostly(Contract.Operation operation) {
        return operation.path().endsWith(".png")
                || Set.of("/api/v1/export", "/api/v1/quality").contains(operation.path());
    }

    private void page() throws IOException {
        String path = PAGES.get(random.nextInt(PAGES.size()));
        if (path.equals("/m/")) {
            path += known.any(Kind.MODEL, random).orElse("a/b") + (random.nextInt(4) == 0 ? ".md" : "");
        }
        Draft draft =
                Draft.of(random.nextInt(6) == 0 ? "POST" : "GET", path).as(tokens.get(random.nextInt(tokens.size())));
        for (int i = random.nextInt(3); i > 0; i--) {
            draft.parameter(PAGE_PARAMETERS.get(random.nextInt(PAGE_PARAMETERS.size())), Nasty.text(random));
        }
        if (draft.method.equals("POST")) {
            draft.body(
                    "application/json",
                    ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"resolve\",\"arguments\":{\"id\":"
                                    + TextNode.valueOf(Nasty.text(random)) + "}}}")
                            .getBytes(StandardCharsets.UTF_8));
            draft.header("Accept", "application/json, text/event-stream");
        } else if (random.nextBoolean()) {
            draft.header("Accept", "text/html");
        }
        send(draft.call());
    }

    /** A request that the contract allows, as far as schemas say. */
    private Draft draft(Contract.Operation operation) throws IOException {
        String path = operation.path();
        for (JsonNode parameter : contract.parameters(operation, "path")) {
            String name = parameter.get("name").asText();
            path = path.replace("{" + name + "}", segment(operation.path(), name, parameter));
        }
        Draft draft = new Draft(Optional.of(operation), operation.method(), path)
                .as(tokens.get(random.nextInt(tokens.size())));
        List<JsonNode> query = contract.queryParameters(operation);
        for (JsonNode parameter : query) {
            String name = parameter.get("name").asText();
            boolean isCursor = name.equals("cursor") || name.equals("atRevision");
            if (parameter.path("required").asBoolean()
                    || random.nextInt(isCursor ? 12 : Math.max(4, query.size() / 3)) == 0) {
                draft.parameter(name, joined(values.of(parameter.get("schema"), name)));
            } else if (name.equals("limit") && random.nextInt(4) > 0) {
                draft.parameter(name, Integer.toString(1 + random.nextInt(10)));
            }
        }
        for (JsonNode parameter : contract.parameters(operation, "header")) {
            String name = parameter.get("name").asText();
            if (name.equals("Content-Encoding")) {
                continue;
            }
            if (parameter.path("required").asBoolean() || random.nextInt(name.equals("If-Match") ? 2 : 6) == 0) {
                draft.header(
                        name,
                        name.equals("If-Match") && random.nextInt(3) > 0
                                ? "*"
                                : joined(values.of(parameter.get("schema"), name))
                                        .replaceAll("[^ -~]", "x"));
            }
        }
        JsonNode content = operation.node().at("/requestBody/content");
        if (operation.path().equals("/api/v1/imports") && random.nextInt(4) > 0) {
            catalog(draft);
        } else if (!content.isEmpty()) {
            List<String> types = new ArrayList<>();
            content.fieldNames().forEachRemaining(types::add);
            String type = types.get(random.nextInt(types.size()));
            JsonNode media = content.get(type);
            boolean isExample = random.nextInt(3) == 0
                    || !Contract.isJson(type)
                    || !media.get("schema").has("$ref");
            JsonNode body = isExample ? contract.examples(media).get(0) : values.of(media.get("schema"), "body");
            draft.body(type, (body.isTextual() ? body.asText() : body.toString()).getBytes(StandardCharsets.UTF_8));
            if (random.nextInt(10) == 0) {
                draft.gzip();
            }
        }
        return draft;
    }

    /** A small catalog in one of the formats of others. Half of them are only tried. */
    private void catalog(Draft draft) throws IOException {
        List<String> files = List.copyOf(CATALOGS.keySet());
        String file = files.get(random.nextInt(files.size()));
        draft.query.removeIf(parameter ->
                parameter.getKey().equals("format") || parameter.getKey().equals("dryRun"));
        draft.parameter("format", CATALOGS.get(file)).parameter("dryRun", Boolean.toString(random.nextBoolean()));
        draft.body(
                file.endsWith(".csv") ? "text/csv" : "application/json",
                Files.readAllBytes(Path.of("src", "test", "resources", "imports", file)));
    }

    private static String joined(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> parts = new ArrayList<>();
        value.forEach(part -> parts.add(part.asText()));
        return String.join(",", parts);
    }

    private String segment(String path, String name, JsonNode parameter) {
        Optional<String> id = switch (name) {
            case "vendor", "author" -> known.any(Kind.MODEL, random).map(model -> model.replaceFirst("/.*", ""));
            case "slug" -> known.any(Kind.MODEL, random).map(model -> model.replaceFirst(".*/", ""));
            case "parentVendor" -> known.any(Kind.MODEL, random).map(model -> model.replaceFirst("/.*", ""));
            case "parentSlug" -> known.any(Kind.MODEL, random).map(model -> model.replaceFirst(".*/", ""));
            case "capability" -> known.any(Kind.CAPABILITY, random);
            case "provider" -> known.any(Kind.PROVIDER, random);
            case "alias" -> known.any(Kind.ALIAS, random);
            case "delivery" -> known.any(Kind.DELIVERY, random);
            case "id" -> kindOfId(path).flatMap(kind -> known.any(kind, random));
            default -> Optional.empty();
        };
        String value = id.filter(some -> random.nextInt(10) > 0)
                .orElseGet(() -> values.of(parameter.get("schema"), "segment").asText("a"));
        return Draft.encoded(value.isEmpty() ? "a" : value);
    }

    private static Optional<Kind> kindOfId(String path) {
        for (Map.Entry<String, Kind> part : Map.of(
                        "/measurements/",
                        Kind.MEASUREMENT,
                        "/offerings/",
                        Kind.OFFERING,
                        "/vendors/",
                        Kind.VENDOR,
                        "/providers/",
                        Kind.PROVIDER,
                        "/benchmarks/",
                        Kind.BENCHMARK,
                        "/capabilities/",
                        Kind.CAPABILITY,
                        "/imports/",
                        Kind.IMPORT,
                        "/tokens/",
                        Kind.TOKEN,
                        "/webhooks/",
                        Kind.WEBHOOK)
                .entrySet()) {
            if (path.contains(part.getKey() + "{id}")) {
                return Optional.of(part.getValue());
            }
        }
        return path.contains("/unmatched/") ? Optional.of(Kind.OFFERING) : Optional.empty();
    }

    /** Sends a request and checks its answer; empty if there was none, which is a finding. */
    Optional<Answer> send(Call made) {
        step++;
        Call call = made.isMalformed() || random.nextInt(HTTP_2_ONE_IN) > 0 ? made : made.overHttp2();
        Answer answer;
        try {
            answer = call.isOverHttp2() ? http2.exchange(call) : wire.exchange(call);
        } catch (IOException none) {
            report(
                    call,
                    List.of("no complete answer: " + none.getClass().getSimpleName()),
                    String.valueOf(none.getMessage()));
            return Optional.empty();
        }
        fuzzer.count(call, answer);
        List<String> faults = fuzzer.judge().faults(call, answer);
        if (!faults.isEmpty()) {
            report(call, faults, answer.summary());
        }
        answer.header("etag").ifPresent(tag -> known.add(Kind.ETAG, tag));
        answer.header("modeltree-revision").ifPresent(revision -> known.add(Kind.REVISION, revision));
        if (answer.status() == 200 && answer.header("link").isPresent()) {
            Matcher cursor = NEXT.matcher(answer.header("link").get());
            if (cursor.find()) {
                known.add(Kind.CURSOR, cursor.group(1));
            }
        }
        return Optional.of(answer);
    }

    void report(Call call, List<String> faults, String said) {
        fuzzer.report(
                new Finding(fuzzer.seed(), number, step - 1, faults, call.changes(), said, call.curl(fuzzer.port())));
    }

    @Override
    public void close() throws IOException {
        http2.close();
        wire.close();
    }
}
