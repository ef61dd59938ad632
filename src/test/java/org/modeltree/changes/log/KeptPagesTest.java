package org.modeltree.changes.log;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.modeltree.imports.Importing.write;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.http.cache.FactCache;
import org.modeltree.imports.Importing;
import org.modeltree.oracle.Extent;
import org.modeltree.revision.dependency.ChangedParts;

/**
 * After each kind of write, each cached page is what would be computed, at the newest revision. In a build, a third of the pages is
 * looked at after each write, in turns, as in {@link KeptAnswersTest}.
 */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class KeptPagesTest {

    /** Each page is looked at after one write in so many, so that each is looked at twice at least. */
    private static final int TURNS = Extent.isWhole() ? 1 : 9;

    private static final List<String> PAGES = List.of(
            "/",
            "/?lang=zh",
            "/m/alder/one",
            "/m/alder/one?lang=zh",
            "/m/alder/one.md",
            "/m/alder/one.md?lang=zh",
            "/m/alder/two",
            "/m/alder/three",
            "/m/birch/four",
            "/m/birch/six",
            "/search",
            "/search?q=one",
            "/search?vendor=birch",
            "/changes",
            "/bands",
            "/bands/context",
            "/bands/quiz",
            "/bands/context?cohort=current",
            "/compare?models=alder/one,alder/two",
            "/compare",
            "/compare?models=alder/one",
            "/compare?models=alder/one&with=birch",
            "/compare?models=alder/one&with=seven",
            "/compare?with=seven",
            "/offerings?models=alder/one",
            "/offerings?models=first,birch/four",
            "/providers",
            "/providers/quay",
            "/providers/pier?vendor=birch",
            "/bands.md",
            "/bands/context.md",
            "/bands/context.md?cohort=current&lang=zh",
            "/compare.md?models=alder/one,alder/two",
            "/compare.md?with=seven",
            "/offerings.md?models=alder/one",
            "/providers/quay.md",
            "/changes.md");

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    ChangedParts changed;

    @Inject
    FactCache facts;

    @TestHTTPResource
    URI service;

    private HttpResponse<String> page(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(path)).header("Accept", "text/html");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(path, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path, stopped);
        }
    }

    @Test
    void pages_are_exact_after_each_kind_of_write() {
        Importing.empty();
        Importing.done("format=modeltree", KeptAnswersTest.CATALOG);
        Map<String, Runnable> writes = new LinkedHashMap<>();
        patch(writes, "/models/alder/one", "{\"texts\":{\"en\":{\"subtitle\":\"S\"}}}");
        patch(writes, "/models/alder/two", "{\"name\":\"Aardvark\"}");
        patch(writes, "/models/birch/six", "{\"releaseDate\":\"2025-05-05\"}");
        patch(writes, "/models/alder/one/measurements/c", "{\"raw\":12000}");
        patch(writes, "/models/birch/five/measurements/c", "{\"raw\":300000}");
        patch(writes, "/models/birch/six", "{\"modalities\":{\"output\":[\"text\"]}}");
        patch(writes, "/vendors/alder", "{\"name\":\"Elder\"}");
        patch(writes, "/providers/quay", "{\"name\":\"Quai\"}");
        patch(writes, "/benchmarks/quiz", "{\"label\":\"Quizzes\"}");
        patch(writes, "/capabilities/quiz", "{\"label\":{\"en\":\"Quizzes\"}}");
        patch(
                writes,
                "/models/alder/one/offerings/quay/one",
                "{\"prices\":[{\"kind\":\"metered\",\"input\":\"2.5\",\"output\":\"9\"}]}");
        create(writes, "/models/birch/five/parents/alder/one", "{\"relation\":\"fine_tune\"}");
        create(writes, "/models/birch/six/parents/birch/five", "{\"relation\":\"fine_tune\"}");
        patch(writes, "/models/birch/five", "{\"name\":\"Five and a half\"}");
        create(writes, "/models/birch/six/card", "{\"pricingKind\":\"free\"}");
        create(writes, "/models/alder/one/card/texts/zh", "{\"whyItMatters\":\"一\"}");
        create(writes, "/models/birch/seven", "{\"name\":\"Seven\",\"kind\":\"instruct\"}");
        create(writes, "/models/birch/seven/parents/alder/one", "{\"relation\":\"variant\"}");
        writes.put(
                "a model less",
                () -> write("DELETE", "/models/birch/seven", null, "If-Match", "*")
                        .is(204));
        PAGES.forEach(path -> assertEquals(200, page(path).statusCode(), path));
        List<String> names = List.copyOf(writes.keySet());
        writes.forEach((name, change) -> {
            List<String> pages = KeptAnswersTest.turn(PAGES, names.indexOf(name), TURNS);
            change.run();
            long revision = Importing.revision();
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> changed.completeTo() >= revision);
            Map<String, HttpResponse<String>> cached = new HashMap<>();
            pages.forEach(path -> cached.put(path, page(path)));
            facts.clear();
            for (String path : pages) {
                HttpResponse<String> fresh = page(path, "Authorization", "Bearer " + EmptyCatalogProfile.ADMIN);
                assertEquals(200, fresh.statusCode(), name + ": " + path);
                assertEquals(fresh.body(), cached.get(path).body(), name + ": " + path);
                assertEquals(
                        Long.toString(revision),
                        cached.get(path)
                                .headers()
                                .firstValue("Modeltree-Revision")
                                .orElse(""),
                        name + ": " + path);
            }
        });
    }

    private static void patch(Map<String, Runnable> writes, String path, String body) {
        writes.put(
                path + body, () -> write("PATCH", path, body, "If-Match", "*").is(200));
    }

    private static void create(Map<String, Runnable> writes, String path, String body) {
        writes.put(
                path + body,
                () -> write("PUT", path, body, "If-None-Match", "*").is(201));
    }
}
