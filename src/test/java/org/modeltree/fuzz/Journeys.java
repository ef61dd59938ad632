package org.modeltree.fuzz;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.modeltree.fuzz.Known.Kind;

/** Sequences of requests, each of which must have the outcome that the earlier ones determine. */
final class Journeys {

    private static final String JSON = "application/json";
    private static final String MERGE = "application/merge-patch+json";
    private static final int MODELS = 40;
    private static final Duration LONGEST_IMPORT = Duration.ofSeconds(60);

    private final FuzzClient client;
    private final String vendor;
    private final Known known;
    private final Random random;
    private int made;

    Journeys(FuzzClient client, String vendor) {
        this.client = client;
        this.vendor = vendor;
        known = client.known();
        random = client.random();
    }

    /** Reads the ids that the catalog has from the start, and creates a vendor and a provider. */
    void learn() throws IOException {
        for (JsonNode capability : expect(get("/api/v1/capabilities"), 200).path("data")) {
            known.add(Kind.CAPABILITY, capability.get("id").asText());
        }
        for (JsonNode benchmark : expect(get("/api/v1/benchmarks"), 200).path("data")) {
            known.add(Kind.BENCHMARK, benchmark.get("id").asText());
        }
        for (String path : List.of("/api/v1/vendors/", "/api/v1/providers/")) {
            expect(admin("PUT", path + vendor).header("If-None-Match", "*").json(JSON, named("Fuzz")), 201);
            known.acknowledge(path + vendor, Optional.of("Fuzz"));
        }
        known.add(Kind.VENDOR, vendor);
        known.add(Kind.PROVIDER, vendor);
        for (int i = 0; i < 3; i++) {
            create();
        }
    }

    /** One sequence. */
    void next() throws IOException {
        switch (random.nextInt(9)) {
            case 0, 1 -> model();
            case 2 -> parts();
            case 3 -> repeated();
            case 4 -> imported();
            case 5 -> webhook();
            case 6 -> revoked();
            case 7 -> merged();
            default -> rewritten();
        }
    }

    /** The secret of a new token. */
    String token(String role) throws IOException {
        ObjectNode request = object().put("name", vendor + " " + role).put("role", role);
        JsonNode token = expect(admin("POST", "/api/v1/tokens").json(JSON, request), 201);
        String secret = token.path("secret").asText();
        client.fuzzer().plant(secret);
        return secret;
    }

    /** Every document that the service acknowledged is stored as it was acknowledged, and every deleted one is gone. */
    void readBack() throws IOException {
        for (var stored : new TreeMap<>(known.acknowledged()).entrySet()) {
            boolean isModel = stored.getKey().startsWith("/api/v1/models/");
            Draft read = get(stored.getKey() + (isModel ? "/document" : "")).header("Cache-Control", "no-cache");
            if (stored.getValue().isEmpty()) {
                expect(read, 410, 404);
            } else {
                JsonNode document = expect(read, 200);
                if (!document.path("name").asText().equals(stored.getValue().get())) {
                    client.report(
                            read.call(),
                            List.of("an acknowledged write is lost"),
                            "it must be " + stored.getValue().get() + ": " + document);
                }
            }
        }
    }

    /** Leaves open what is stored after a write that no sequence has planned. */
    void noteUnplanned(Call call, Answer answer) {
        if (call.method().equals("GET")
                || call.method().equals("HEAD")
                || (answer.status() >= 300 && answer.status() < 500)) {
            return;
        }
        // Imports change no fact that a curator has written. Others change what their path names; a merge ends its
        // model.
        String changed = plain(call.path()).replaceFirst("/merge$", "");
        List.copyOf(known.acknowledged().keySet()).stream()
                .filter(path -> path.equalsIgnoreCase(changed))
                .forEach(known::forget);
        JsonNode body = answer.json();
        if (call.path().matches("/api/v1/models/[^/]+/[^/]+") && body.hasNonNull("id")) {
            known.add(Kind.MODEL, body.get("id").asText());
        }
    }

    /** The path in which the service finds a resource: decoded, without matrix parameters and slashes at its end. */
    private static String plain(String path) {
        String bare = path.replaceAll(";[^/]*", "");
        try {
            bare = URLDecoder.decode(bare.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            // Such a path names nothing.
        }
        return bare.replaceFirst("/+$", "");
    }

    /** Creates a model, changes it with the right and with a wrong validator, and deletes it. */
    private void model() throws IOException {
        Optional<String> created = create();
        if (created.isEmpty()) {
            return;
        }
        String id = created.get();
        String path = "/api/v1/models/" + id;
        String first = tag(expectAnswer(get(path + "/document"), 200));
        expect(admin("PUT", path).header("If-None-Match", "*").json(JSON, named("Again")), 412);
        expect(admin("PUT", path).json(JSON, named("Unconditional")), 428);
        String name = name();
        Optional<Answer> changed =
                expectAnswer(admin("PATCH", path).header("If-Match", first).json(MERGE, named(name)), 200);
        acknowledgeIf(changed, path, name);
        expect(admin("PATCH", path).header("If-Match", first).json(MERGE, named("Stale")), 412);
        checkName(path, name);
        if (random.nextBoolean()) {
            delete(id);
        }
    }

    private void delete(String id) throws IOException {
        String path = "/api/v1/models/" + id;
        if (expectAnswer(admin("DELETE", path).header("If-Match", "*"), 204).isPresent()) {
            known.acknowledge(path, Optional.empty());
        }
        known.remove(Kind.MODEL, id);
        expect(get(path), 410);
        expect(get(path + "/card"), 410);
        expect(admin("PATCH", path).header("If-Match", "*").json(MERGE, named("Late")), 410);
    }

    /** Writes and reads all parts of a model. */
    private void parts() throws IOException {
        Optional<String> created = create();
        if (created.isEmpty()) {
            return;
        }
        String id = created.get();
        String path = "/api/v1/models/" + id;
        String benchmark = "context-window";
        int tokens = 1_024 * (1 + random.nextInt(1_000));
        ObjectNode measurement =
                object().put("benchmark", benchmark).put("raw", tokens).put("source", "https://example.com/" + made);
        // Another client may have given the benchmark another unit meanwhile.
        boolean isMeasured = expectAnswer(
                        admin("PUT", path + "/measurements/fuzz")
                                .header("If-None-Match", "*")
                                .json(JSON, measurement),
                        201,
                        409)
                .filter(answer -> answer.status() == 201)
                .isPresent();
        known.add(Kind.MEASUREMENT, "fuzz");
        String offering = vendor + "-offer-" + made;
        ObjectNode offer = object();
        offer.putArray("prices")
                .addObject()
                .put("kind", "metered")
                .put("input", "0." + (1 + random.nextInt(99)))
                .put("output", "1.5");
        expect(
                admin("PUT", path + "/offerings/" + vendor + "/" + offering)
                        .header("If-None-Match", "*")
                        .json(JSON, offer),
                201);
        known.add(Kind.OFFERING, offering);
        String alias = vendor + "-alias-" + made;
        expect(admin("PUT", path + "/aliases/" + alias).header("If-None-Match", "*"), 201);
        known.add(Kind.ALIAS, alias);
        expect(get("/api/v1/models/" + alias), 307, 308);
        expect(get(path), 200);
        if (isMeasured) {
            JsonNode stored = expect(get(path + "/measurements/fuzz"), 200);
            if (!stored.isMissingNode() && stored.path("raw").asInt() != tokens) {
                client.report(
                        get(path).call(), List.of("an acknowledged measurement is missing"), tokens + " in " + stored);
            }
        }
        for (String part : List.of("/card", "/scores", "/lineage", "/offerings", "/measurements", "/card.svg")) {
            Optional<Answer> read = expectAnswer(get(path + part), 200);
            // Another client may have moved a rank meanwhile.
            expect(get(path + part).header("If-None-Match", tag(read)), 304, 200);
        }
        if (isMeasured) {
            expect(admin("DELETE", path + "/measurements/fuzz").header("If-Match", "*"), 204);
        }
        expect(get(path + "/measurements/fuzz"), 404);
    }

    /** A write with a key is executed once. */
    private void repeated() throws IOException {
        String id = vendor + "/k" + made++;
        String path = "/api/v1/models/" + id;
        String key = "key-" + id + "-" + random.nextInt(1_000_000);
        String name = name();
        Draft write = admin("PUT", path)
                .header("If-None-Match", "*")
                .header("Idempotency-Key", key)
                .json(JSON, named(name));
        Optional<Answer> first = expectAnswer(write, 201);
        Optional<Answer> second = expectAnswer(write, 201);
        if (first.isPresent() && second.isPresent()) {
            acknowledgeIf(first, path, name);
            known.add(Kind.MODEL, id);
            if (!first.get().text().equals(second.get().text())
                    || second.get().header("idempotency-replayed").isEmpty()) {
                client.report(
                        write.call(),
                        List.of("a repeated write was not answered from its key"),
                        second.get().summary());
            }
        }
        expect(
                admin("PUT", path)
                        .header("If-Match", "*")
                        .header("Idempotency-Key", key)
                        .json(JSON, named("Other")),
                422);
        checkName(path, name);
    }

    /** Two writes to one model; the later one stays. */
    private void rewritten() throws IOException {
        Optional<String> some = known.any(Kind.MODEL, random).filter(id -> id.startsWith(vendor + "/"));
        if (some.isEmpty()) {
            create();
            return;
        }
        String path = "/api/v1/models/" + some.get();
        for (int i = 0; i < 2; i++) {
            String name = name();
            // A random request may have deleted or merged it.
            Optional<Answer> written = expectAnswer(
                    admin("PATCH", path).header("If-Match", "*").json(MERGE, named(name)), 200, 410, 404, 308);
            if (written.filter(Answer::isSuccess).isEmpty()) {
                known.remove(Kind.MODEL, some.get());
                known.forget(path);
                return;
            }
            acknowledgeIf(written, path, name);
            checkName(path, name);
        }
    }

    /** Imports a catalog, reads its report and its models, and sometimes takes it back. */
    private void imported() throws IOException {
        StringBuilder catalog = new StringBuilder("{\"type\":\"catalog\",\"version\":1}\n");
        int first = made;
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            catalog.append(named("Import " + made).put("type", "model").put("id", vendor + "/i" + made))
                    .append('\n');
            made++;
        }
        boolean isBroken = random.nextInt(3) == 0;
        if (isBroken) {
            catalog.append("{\"type\":\"model\",\"id\":\"").append(vendor).append("/bad\",\"name\":\"\"}\n");
        }
        Draft draft = admin("POST", "/api/v1/imports")
                .parameter("format", "modeltree")
                .body("application/x-ndjson", catalog.toString().getBytes(StandardCharsets.UTF_8));
        if (random.nextInt(3) == 0) {
            draft.gzip();
        }
        // Where imports of others take long, it waits in the queue.
        Optional<Answer> answer = expectAnswer(draft, isBroken ? 422 : 200, 202);
        if (answer.filter(sent -> sent.status() == 202).isPresent()) {
            awaitImport(answer.get().json().path("id").asText());
        }
        if (answer.isEmpty() || isBroken) {
            expect(get("/api/v1/models/" + vendor + "/bad"), 404);
            return;
        }
        String run = answer.get().json().path("id").asText();
        known.add(Kind.IMPORT, run);
        expect(admin("GET", "/api/v1/imports/" + run), 200);
        for (int i = first; i < made; i++) {
            checkName("/api/v1/models/" + vendor + "/i" + i, "Import " + i);
            known.add(Kind.MODEL, vendor + "/i" + i);
        }
        if (random.nextInt(3) == 0) {
            Optional<Answer> undone = expectAnswer(admin("POST", "/api/v1/imports/" + run + "/undo"), 200, 409);
            if (undone.filter(Answer::isSuccess).isPresent()) {
                for (int i = first; i < made; i++) {
                    expect(get("/api/v1/models/" + vendor + "/i" + i), 404, 410);
                    known.remove(Kind.MODEL, vendor + "/i" + i);
                }
            }
        }
    }

    /** A webhook from its creation to its deletion. Nothing answers at its address. */
    private void webhook() throws IOException {
        ObjectNode request = object().put("url", "https://hooks.invalid/" + made++);
        Optional<Answer> answer = expectAnswer(admin("POST", "/api/v1/webhooks").json(JSON, request), 201, 409);
        if (answer.filter(Answer::isSuccess).isEmpty()) {
            return;
        }
        String id = answer.get().json().path("id").asText();
        client.fuzzer().plant(answer.get().json().path("secret").asText("none"));
        known.add(Kind.WEBHOOK, id);
        String path = "/api/v1/webhooks/" + id;
        JsonNode read = expect(admin("GET", path), 200);
        if (read.has("secret") && !read.get("secret").isNull()) {
            client.report(admin("GET", path).call(), List.of("a secret is shown again"), read.toString());
        }
        expect(admin("POST", path + "/test"), 202);
        expect(admin("GET", path + "/deliveries"), 200);
        expect(admin("PATCH", path).header("If-Match", "*").json(MERGE, object().put("active", false)), 200);
        if (random.nextInt(4) > 0) {
            expect(admin("DELETE", path).header("If-Match", "*"), 204);
            expect(admin("GET", path), 404);
            known.remove(Kind.WEBHOOK, id);
        }
    }

    /** A token works until it is deleted. */
    private void revoked() throws IOException {
        ObjectNode request = object().put("name", "short " + made++).put("role", "curator");
        JsonNode token = expect(admin("POST", "/api/v1/tokens").json(JSON, request), 201);
        String secret = token.path("secret").asText("none");
        client.fuzzer().plant(secret);
        String path = "/api/v1/tokens/" + token.path("id").asText();
        expect(get("/api/v1/imports").as(Optional.of(secret)), 200);
        expect(get("/api/v1/tokens").as(Optional.of(secret)), 403);
        expect(admin("DELETE", path), 204);
        expect(get("/api/v1/imports").as(Optional.of(secret)), 401);
        expect(
                admin("PUT", "/api/v1/models/" + vendor + "/late")
                        .as(Optional.of(secret))
                        .header("If-None-Match", "*")
                        .json(JSON, named("Late")),
                401);
        expect(get("/api/v1/models/" + vendor + "/late"), 404);
    }

    /** A model that is merged into another one leads to it. */
    private void merged() throws IOException {
        Optional<String> first = create();
        Optional<String> second = create();
        if (first.isEmpty() || second.isEmpty()) {
            return;
        }
        String from = first.get();
        String into = second.get();
        Optional<Answer> answer = expectAnswer(
                admin("POST", "/api/v1/models/" + from + "/merge")
                        .header("If-Match", "*")
                        .json(JSON, object().put("into", into)),
                200);
        if (answer.isPresent()) {
            known.forget("/api/v1/models/" + from);
            known.remove(Kind.MODEL, from);
            expect(get("/api/v1/models/" + from), 308, 307, 410);
            expect(get("/api/v1/models/" + into), 200);
        }
    }

    /** Id of a new model; empty if the service could not store it now, as it said. */
    private Optional<String> create() throws IOException {
        String id = vendor + "/m" + made++;
        String path = "/api/v1/models/" + id;
        String name = name();
        ObjectNode document = named(name);
        if (random.nextBoolean()) {
            document.put("releaseDate", "2024-0" + (1 + random.nextInt(9))).put("openWeights", random.nextBoolean());
        }
        Optional<Answer> answer =
                expectAnswer(admin("PUT", path).header("If-None-Match", "*").json(JSON, document), 201, 412);
        if (answer.filter(Answer::isSuccess).isPresent()) {
            acknowledgeIf(answer, path, name);
            known.add(Kind.MODEL, id);
            if (made > MODELS) {
                known.remove(Kind.MODEL, vendor + "/m" + (made - MODELS));
            }
        }
        return answer.map(stored -> id);
    }

    private String name() {
        return "Fuzz " + vendor + " " + made++ + " " + random.nextInt(1_000_000);
    }

    private void checkName(String path, String name) throws IOException {
        JsonNode model = expect(get(path), 200);
        if (!model.isMissingNode() && !model.path("name").asText().equals(name)) {
            client.report(
                    get(path).call(),
                    List.of("a read does not see an acknowledged write"),
                    "it must be " + name + ": " + model);
        }
    }

    private void acknowledgeIf(Optional<Answer> answer, String path, String name) {
        if (answer.isPresent()) {
            known.acknowledge(path, Optional.of(name));
        }
    }

    /** Waits for the end of an import that was answered before it. */
    private void awaitImport(String run) {
        await().pollInSameThread().atMost(LONGEST_IMPORT).until(() -> {
            String status = expect(admin("GET", "/api/v1/imports/" + run), 200)
                    .path("status")
                    .asText();
            return !List.of("queued", "running").contains(status);
        });
    }

    private static String tag(Optional<Answer> answer) {
        return answer.flatMap(some -> some.header("etag")).orElse("*");
    }

    private JsonNode expect(Draft draft, Integer... statuses) throws IOException {
        return expectAnswer(draft, statuses).map(Answer::json).orElse(JsonNodeFactory.instance.missingNode());
    }

    /** The answer, if it has one of these statuses; it is empty after a 503, whose outcome is open. */
    private Optional<Answer> expectAnswer(Draft draft, Integer... statuses) throws IOException {
        Call call = draft.call();
        Optional<Answer> answer = client.send(call);
        if (answer.isEmpty() || answer.get().status() == 503) {
            known.forget(call.path());
            return Optional.empty();
        }
        if (!List.of(statuses).contains(answer.get().status())) {
            client.report(
                    call,
                    List.of("expected " + List.of(statuses) + ", got "
                            + answer.get().status()),
                    answer.get().summary());
            return Optional.empty();
        }
        return answer;
    }

    private Draft admin(String method, String path) {
        return Draft.of(method, path).as(Optional.of(client.fuzzer().admin()));
    }

    private static Draft get(String path) {
        return Draft.of("GET", path);
    }

    private static ObjectNode named(String name) {
        return object().put("name", name);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
