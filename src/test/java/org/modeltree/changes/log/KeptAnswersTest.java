package org.modeltree.changes.log;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.imports.Importing.get;
import static org.modeltree.imports.Importing.write;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.contract.Contract;
import org.modeltree.http.cache.FactCache;
import org.modeltree.imports.Importing;
import org.modeltree.oracle.Extent;
import org.modeltree.revision.dependency.ChangedParts;
import org.modeltree.revision.dependency.Part;

/**
 * After each kind of write, each kind of cached answer is what the resource would compute, and some answers are still the
 * cached ones. In a build, most writes are followed by a look at some of the paths only, and the next ones by a look at
 * others; see {@link #turn}. In the whole form of {@link Extent}, each is followed by a look at all.
 */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class KeptAnswersTest {

    static final String CATALOG = """
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"benchmark","id":"max-output","label":"Maximum output","unit":"tokens"}
            {"type":"benchmark","id":"input-price","label":"Input price","unit":"usd_per_1m_tokens"}
            {"type":"benchmark","id":"output-price","label":"Output price","unit":"usd_per_1m_tokens"}
            {"type":"benchmark","id":"quiz","label":"Quiz","unit":"percent"}
            {"type":"capability","id":"context","label":{"en":"Context"},"description":{"en":"C."},"benchmark":"context-window","scale":{"kind":"log","floor":2048,"ceiling":2097152}}
            {"type":"capability","id":"price","label":{"en":"Price"},"description":{"en":"P."},"benchmark":"input-price","scale":{"kind":"log","floor":60,"ceiling":0.05}}
            {"type":"capability","id":"quiz","label":{"en":"Quiz"},"description":{"en":"Q."},"benchmark":"quiz","scale":{"kind":"linear","floor":0,"ceiling":100}}
            {"type":"vendor","id":"alder","name":"Alder"}
            {"type":"vendor","id":"birch","name":"Birch"}
            {"type":"provider","id":"quay","name":"Quay"}
            {"type":"provider","id":"pier","name":"Pier"}
            {"type":"model","id":"alder/one","name":"One","family":"ones","kind":"instruct","releaseDate":"2025-01-05","modalities":{"input":["text"],"output":["text"]},"aliases":["first"]}
            {"type":"model","id":"alder/two","name":"Two","family":"ones","kind":"base","releaseDate":"2025-02-05","modalities":{"input":["text"],"output":["text"]}}
            {"type":"model","id":"alder/three","name":"Three","releaseDate":"2024-07","modalities":{"input":["text"],"output":["text"]},"successor":"alder/two"}
            {"type":"model","id":"birch/four","name":"Four","kind":"instruct","openWeights":true,"releaseDate":"2025-03-01","modalities":{"input":["text"],"output":["text"]}}
            {"type":"model","id":"birch/five","name":"Five","releaseDate":"2025-04-01","modalities":{"input":["image"],"output":["image"]}}
            {"type":"model","id":"birch/six","name":"Six"}
            {"type":"measurement","id":"c","model":"alder/one","benchmark":"context-window","raw":8192,"source":"https://alder.example"}
            {"type":"measurement","id":"c","model":"alder/two","benchmark":"context-window","raw":4096,"source":"https://alder.example"}
            {"type":"measurement","id":"c","model":"alder/three","benchmark":"context-window","raw":16384,"source":"https://alder.example"}
            {"type":"measurement","id":"c","model":"birch/four","benchmark":"context-window","raw":131072,"source":"https://birch.example"}
            {"type":"measurement","id":"c","model":"birch/five","benchmark":"context-window","raw":32768,"source":"https://birch.example"}
            {"type":"measurement","id":"c","model":"birch/six","benchmark":"context-window","raw":65536,"source":"https://birch.example"}
            {"type":"measurement","id":"q","model":"alder/one","benchmark":"quiz","raw":50,"source":"https://quiz.example"}
            {"type":"measurement","id":"q","model":"alder/two","benchmark":"quiz","raw":70,"source":"https://quiz.example"}
            {"type":"offering","model":"alder/one","provider":"quay","id":"one","prices":[{"kind":"metered","input":"1.5","output":"12"}]}
            {"type":"offering","model":"birch/four","provider":"pier","id":"four","prices":[{"kind":"metered","input":"0.5","output":"2"}]}
            {"type":"edge","child":"alder/two","parent":"alder/one","relation":"successor"}
            {"type":"edge","child":"alder/three","parent":"alder/two","relation":"fine_tune"}
            {"type":"card","model":"alder/one","texts":{"en":{"whyItMatters":"It is the first."}},"coreCapabilities":[{"id":"long","label":{"en":"Long"},"description":{"en":"L."},"requires":{"capability":"context","raw":16384}}]}
            """;

    /** Requests by the template of their path in the contract. */
    static final Map<String, List<String>> READS = new LinkedHashMap<>();

    private static final String MODEL = "/models/{vendor}/{slug}";

    static {
        read("/models", "/models", "/models?limit=2", "/models?sort=name&limit=2", "/models?sort=-releaseDate&limit=3");
        read(
                "/models",
                "/models?kind=instruct",
                "/models?vendor=birch",
                "/models?openWeights=true",
                "/models?family=ones");
        read("/models", "/models?modality=image", "/models?releasedFrom=2025-02-01", "/models?lifecycle=deprecated");
        read(
                "/models",
                "/models?sort=-contextWindow&limit=2",
                "/models?sort=score.quiz",
                "/models?contextWindowMin=20000");
        read("/models", "/models?capability=quiz&scoreMin=6", "/models?q=one", "/models?parent=alder/one&lang=zh");
        read("/models", "/models?q=four", "/models?q=birch", "/models?q=summary");
        read("/models", "/models?ids=first,birch/six", "/models?facets=vendor,kind", "/models?include=scores,lineage");
        read(
                "/models",
                "/models?sort=inputPrice&limit=2",
                "/models?include=offerings&limit=2",
                "/models?vendor=nobody");
        read("/models", "/models?fields=name", "/models?sort=parameters", "/models?supports=tools");
        for (String id : List.of("alder/one", "alder/two", "alder/three", "birch/four", "birch/six")) {
            read(MODEL, "/models/" + id, "/models/" + id + "?include=scores,lineage,offerings");
            read(MODEL + "/card", "/models/" + id + "/card", "/models/" + id + "/card?lang=zh");
            read(MODEL + "/scores", "/models/" + id + "/scores");
            read(MODEL + "/lineage", "/models/" + id + "/lineage", "/models/" + id + "/lineage?direction=ancestors");
            read(MODEL + "/lineage", "/models/" + id + "/lineage?limit=1", "/models/" + id + "/lineage?limit=2");
            read(MODEL + "/offerings", "/models/" + id + "/offerings");
            read(MODEL + "/measurements", "/models/" + id + "/measurements");
            read(MODEL + "/document", "/models/" + id + "/document");
            read(MODEL + "/card.svg", "/models/" + id + "/card.svg", "/models/" + id + "/card.svg?lang=zh&theme=auto");
            read(MODEL + "/gauge.svg", "/models/" + id + "/gauge.svg");
            String badge = "/badge/" + id;
            read("/badge/{vendor}/{slug}/{capability}.svg", badge + "/context.svg", badge + "/quiz.svg?lang=zh");
        }
        read(MODEL + "/measurements/{id}", "/models/alder/one/measurements/q");
        read(MODEL + "/offerings/{provider}/{id}", "/models/alder/one/offerings/quay/one");
        read("/tree", "/tree", "/tree?vendor=alder", "/tree?root=first", "/tree?vendor=nobody");
        read("/tree/columns", "/tree/columns", "/tree/columns?vendor=alder", "/tree/columns?root=first");
        read("/vendors", "/vendors", "/vendors?limit=1");
        read("/vendors/{id}", "/vendors/alder", "/vendors/birch");
        read("/providers", "/providers", "/providers?limit=1");
        read("/providers/{id}", "/providers/quay", "/providers/pier");
        read("/providers/{id}/offerings", "/providers/quay/offerings", "/providers/pier/offerings?vendor=birch,alder");
        // Ids that are neither ids nor aliases, but those of offerings and other spellings.
        for (String id : List.of("quay/one", "one", "pier/uno")) {
            read("/models", "/models?ids=" + id + ",birch/six&sort=name", "/models?parent=" + id);
            read("/compare", "/compare?ids=" + id + ",birch/six");
            read("/bands/{capability}", "/bands/context?cohort=atRelease:" + id);
        }
        read("/models", "/models?ids=pier/uno", "/models?include=scores&ids=pier/uno");
        read("/tree", "/tree?root=pier/uno");
        read("/tree/columns", "/tree/columns?root=pier/uno");
        read("/cards", "/cards?ids=pier/uno,birch/six");
        read("/bands", "/bands?cohort=atRelease:pier/uno");
        read("/scores", "/scores?capability=context&cohort=atRelease:pier/uno");
        read("/offerings", "/offerings?model=pier/uno");
        read("/recommend", "/recommend?capability=context&ids=pier/uno,birch/four");
        read("/changes", "/changes?model=pier/uno");
        read("/benchmarks", "/benchmarks", "/benchmarks?limit=1");
        read("/benchmarks/{id}", "/benchmarks/quiz", "/benchmarks/input-price");
        read("/capabilities", "/capabilities");
        read("/capabilities/{id}", "/capabilities/quiz", "/capabilities/context");
        read("/capabilities/{id}/score", "/capabilities/quiz/score?raw=60");
        read("/scores", "/scores?capability=context", "/scores?capability=quiz", "/scores?capability=context&limit=2");
        read("/scores", "/scores?capability=context&cohort=current", "/scores?capability=quiz&cohort=atRelease:first");
        read("/scores", "/scores?capability=price");
        read(
                "/bands",
                "/bands",
                "/bands?kind=instruct",
                "/bands?vendor=birch",
                "/bands?asOf=2025-02-10",
                "/bands?modality=text");
        read("/bands", "/bands?cohort=current", "/bands?cohort=atRelease:alder/two", "/bands?family=ones&lang=zh");
        read("/bands/{capability}", "/bands/context", "/bands/quiz", "/bands/context?openWeights=true", "/bands/price");
        read("/bands/{capability}", "/bands/context?cohort=atRelease:first", "/bands/context?vendor=nobody");
        read("/bands/{capability}.svg", "/bands/context.svg", "/bands/quiz.svg?histogram=10&lower=1");
        read("/bands/{capability}.svg", "/bands/context.svg?cohort=current", "/bands/context.svg?kind=instruct");
        read("/bands/{capability}.png", "/bands/context.png");
        read(MODEL + "/card.png", "/models/alder/one/card.png", "/models/alder/three/card.png?width=300");
        read(MODEL + "/gauge.png", "/models/alder/one/gauge.png?theme=dark");
        read("/badge/{vendor}/{slug}/{capability}.png", "/badge/alder/one/quiz.png");
        read("/bands/{capability}/history", "/bands/context/history", "/bands/context/history?cohort=current");
        read("/bands/{capability}/history", "/bands/quiz/history?interval=month&vendor=alder");
        read("/cards", "/cards?ids=alder/one,birch/four", "/cards?ids=first", "/cards?ids=alder/one,nobody/none");
        read("/compare", "/compare?ids=alder/one,alder/two", "/compare?ids=first,birch/six");
        read("/labels", "/labels", "/labels?lang=zh");
        read("/offerings", "/offerings?model=alder/one", "/offerings?model=birch/four&provider=pier");
        read("/offerings", "/offerings?model=first,birch/four", "/offerings?model=alder/one&provider=quay,pier");
        read("/recommend", "/recommend?capability=context", "/recommend?capability=quiz:2,context&mix=1:1");
        read("/recommend", "/recommend?capability=context&vendor=birch&free=true");
        read("/recommend", "/recommend?capability=context&cohort=current&limit=1&kind=instruct&supports=tools");
        read("/recommend", "/recommend?capability=quiz&scoreMin=context:1&priceMax=9&outputTokens=1000&budget=5");
        read("/recommend", "/recommend?capability=context&ids=first,birch/four&lang=zh&provider=quay,pier");
        read("/resolve", "/resolve?id=first", "/resolve?id=alder/one", "/resolve?id=one");
        read("/changes", "/changes", "/changes?model=alder/one", "/changes?capability=quiz");
        read("/quality", "/quality");
        String router = "/compat/openrouter/api/v1/models/";
        read(router + "{author}/{slug}/endpoints", router + "alder/one/endpoints", router + "birch/four/endpoints");
        read("", "");
    }

    /** Paths of the contract that send no cached answers: their answers are streamed or for certain callers. */
    private static final Set<String> UNCACHED = Set.of(
            "/changes.atom",
            "/changes/stream",
            "/compat/litellm/model_prices_and_context_window.json",
            "/compat/models.dev/api.json",
            "/compat/models.dev/models.json",
            "/compat/openrouter/api/v1/models",
            "/export",
            "/imports",
            "/imports/{id}",
            "/imports/unmatched",
            "/imports/unmatched/{provider}/{id}",
            "/tokens",
            "/tokens/{id}",
            "/webhooks",
            "/webhooks/{id}",
            "/webhooks/{id}/deliveries");

    /** Each path is looked at after one write in so many. */
    private static final int TURNS = Extent.isWhole() ? 1 : 20;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What depends on nothing that a write can change. */
    private static final String LABELS = "/labels";

    private static void read(String template, String... paths) {
        READS.computeIfAbsent(template, none -> new ArrayList<>()).addAll(List.of(paths));
    }

    @Inject
    ChangedParts changed;

    @Inject
    FactCache facts;

    @Inject
    MeterRegistry meters;

    @Inject
    DataSource database;

    @Inject
    CatalogRecords records;

    /** Paths whose answers are cached, and whose facts are in memory, unless something has happened since. */
    private final Set<String> warm = new HashSet<>();

    /** How many writes were followed by a look at some of the paths. JUnit makes an object for each test. */
    private static int turns;

    @BeforeEach
    void catalog() {
        Importing.empty();
        Importing.done("format=modeltree", CATALOG);
    }

    private static List<String> all() {
        return READS.values().stream().flatMap(Collection::stream).toList();
    }

    /**
     * The paths to look at after a write. What the write should have removed from memory, and what is not looked at now, is found
     * after the next writes, unless those remove it.
     */
    static List<String> turn(List<String> all, int number, int turns) {
        return IntStream.range(0, all.size())
                .filter(i -> i % turns == number % turns || all.get(i).equals(LABELS))
                .mapToObj(all::get)
                .toList();
    }

    /** Asks for answers, and computes those that are made of facts in memory. */
    private void warmUp(Collection<String> paths) {
        for (String path : paths) {
            Importing.Answer answer = get(path);
            assertNotEquals(400, answer.status(), answer::text);
            if (isMadeOfFacts(path)) {
                computed(path);
            }
        }
        warm.addAll(paths);
    }

    private double hits() {
        return meters.get("modeltree.cache.requests")
                .tag("result", "hit")
                .counter()
                .count();
    }

    /** The newest revision, once its changes are known. */
    private long knownRevision() {
        long revision = Long.parseLong(Importing.ask("select revision from catalog_revision"));
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> changed.completeTo() >= revision);
        return revision;
    }

    /** Looks at certain paths, and at some others: at all in the whole form. */
    private Set<String> keptAfter(Runnable change, Set<String> certain) {
        Set<String> paths = new TreeSet<>(turn(all(), turns++, TURNS));
        paths.addAll(certain);
        return keptAfter(change, List.copyOf(paths));
    }

    /**
     * Makes a write, checks answers, and returns those that were still the cached ones. What is checked: cached answers, and
     * answers that are made of facts in memory, some of them read before the write; an answer that is no longer cached is one of
     * these. All against answers that are made of nothing that was in memory before.
     */
    private Set<String> keptAfter(Runnable change, List<String> paths) {
        // The checks after an earlier write have asked for them, too.
        if (!warm.containsAll(paths)) {
            warmUp(paths);
        }
        change.run();
        long revision = knownRevision();
        Set<String> kept = new TreeSet<>();
        Map<String, Importing.Answer> cached = new HashMap<>();
        Map<String, Importing.Answer> ofFacts = new HashMap<>();
        for (String path : paths) {
            double before = hits();
            cached.put(path, get(path));
            if (hits() > before) {
                if (cached.get(path).status() == 200) {
                    kept.add(path);
                }
                if (isMadeOfFacts(path)) {
                    ofFacts.put(path, computed(path));
                }
            }
        }
        facts.clear();
        for (String path : paths) {
            Importing.Answer fresh = computed(path);
            assertEquals(fresh.status(), cached.get(path).status(), path);
            if (!path.startsWith("/changes")) {
                // An admin sees more of the change log.
                assertSame(fresh, cached.get(path), path);
            }
            // The index of the API is not of the catalog.
            String expected = path.isEmpty() ? null : Long.toString(revision);
            assertEquals(expected, cached.get(path).header("Modeltree-Revision"), path);
            if (ofFacts.containsKey(path)) {
                assertSame(fresh, ofFacts.get(path), path);
                assertEquals(expected, ofFacts.get(path).header("Modeltree-Revision"), path);
            }
        }
        return kept;
    }

    /** Whether any fact that is kept in memory is in the answer. */
    private static boolean isMadeOfFacts(String path) {
        return Stream.of("/models", "/card", "/compare", "/recommend", "/scores", "/offerings", "/bands", "/badge")
                .anyMatch(path::startsWith);
    }

    /** With a token, no cached answer is sent. */
    private static Importing.Answer computed(String path) {
        return get(path, "Authorization", "Bearer " + EmptyCatalogProfile.ADMIN);
    }

    private static String withoutSuggestions(Importing.Answer answer) {
        return answer.text().replaceAll("\"suggestions\":\\[[^\\]]*]", "");
    }

    private static boolean areSame(Importing.Answer expected, Importing.Answer answer) {
        return expected.text().equals(answer.text()) && Objects.equals(expected.header("ETag"), answer.header("ETag"));
    }

    private static void assertSame(Importing.Answer expected, Importing.Answer answer, String path) {
        if (!areSame(expected, answer) && withoutSuggestions(expected).equals(withoutSuggestions(answer))) {
            // On a busy machine suggestions may come too late. Nothing is kept then, so that a later answer has them.
            await().atMost(PATIENCE).until(() -> areSame(computed(path), get(path)));
            return;
        }
        assertEquals(expected.text(), answer.text(), path);
        assertEquals(expected.header("ETag"), answer.header("ETag"), path);
    }

    private static Set<String> with(Set<String> paths, String... more) {
        Set<String> all = new HashSet<>(paths);
        all.addAll(List.of(more));
        return all;
    }

    private static void assertKept(Set<String> kept, Collection<String> expected) {
        Set<String> lost = new TreeSet<>(expected);
        lost.removeAll(kept);
        assertEquals(Set.of(), lost);
    }

    private static Runnable patch(String path, String body) {
        return () -> write("PATCH", path, body, "If-Match", "*").is(200);
    }

    private static Runnable create(String path, String body) {
        return () -> write("PUT", path, body, "If-None-Match", "*").is(201);
    }

    private static Runnable delete(String path) {
        return () -> write("DELETE", path, null, "If-Match", "*").is(204);
    }

    private static Runnable imported(String lines) {
        return () -> Importing.done("format=modeltree", lines);
    }

    @Test
    void every_read_of_the_contract_is_in_the_table() {
        Set<String> missing = new TreeSet<>();
        for (String path : Contract.committed().readPaths()) {
            String template = path.replaceFirst("^/api/v1", "");
            if (!UNCACHED.contains(template) && !READS.containsKey(template)) {
                missing.add(template);
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void answers_are_exact_after_each_kind_of_write() {
        Map<String, Runnable> writes = new LinkedHashMap<>();
        writes.put("a subtitle", patch("/models/alder/one", "{\"texts\":{\"en\":{\"subtitle\":\"S\"}}}"));
        writes.put("a summary", patch("/models/birch/six", "{\"texts\":{\"en\":{\"summary\":\"A summary.\"}}}"));
        writes.put("a name", patch("/models/alder/two", "{\"name\":\"Aardvark\"}"));
        writes.put("a release date", patch("/models/birch/six", "{\"releaseDate\":\"2025-05-05\"}"));
        writes.put("another release date", patch("/models/alder/one", "{\"releaseDate\":\"2023-05-05\"}"));
        writes.put("modalities", patch("/models/birch/six", "{\"modalities\":{\"output\":[\"text\"]}}"));
        writes.put("a kind", patch("/models/birch/five", "{\"kind\":\"instruct\"}"));
        writes.put("a family", patch("/models/birch/five", "{\"family\":\"ones\"}"));
        writes.put("weights", patch("/models/alder/one", "{\"openWeights\":true}"));
        writes.put("a life cycle", patch("/models/alder/one", "{\"lifecycle\":\"deprecated\"}"));
        writes.put("features", patch("/models/alder/one", "{\"supports\":{\"tools\":true}}"));
        writes.put("parameters", patch("/models/alder/one", "{\"parameters\":7000000000}"));
        writes.put("a successor", patch("/models/birch/four", "{\"successor\":\"birch/five\"}"));
        writes.put("a status", patch("/models/birch/five", "{\"maxOutputStatus\":\"not_disclosed\"}"));
        writes.put("an alias", create("/models/birch/four/aliases/fourth", null));
        writes.put("a moved alias", () -> {
            delete("/models/alder/one/aliases/first").run();
            create("/models/birch/five/aliases/first", null).run();
        });
        writes.put("a day", patch("/models/alder/one", "{\"releaseDate\":\"2025-02-05\"}"));
        // Of the same vendor and day, so that only tallies by kind move.
        writes.put("an exchange", imported("""
                {"type":"measurement","id":"c","model":"alder/one","benchmark":"context-window","raw":4096,"source":"https://alder.example"}
                {"type":"measurement","id":"c","model":"alder/two","benchmark":"context-window","raw":8192,"source":"https://alder.example"}
                """));
        writes.put("a raw value", patch("/models/alder/one/measurements/c", "{\"raw\":12000}"));
        writes.put(
                "a measurement",
                create(
                        "/models/birch/four/measurements/q",
                        "{\"benchmark\":\"quiz\",\"raw\":60,\"source\":\"https://quiz.example\"}"));
        writes.put(
                "one that does not count",
                create(
                        "/models/alder/one/measurements/q2",
                        "{\"benchmark\":\"quiz\",\"raw\":10,\"source\":\"https://z.example\"}"));
        writes.put("a measurement less", delete("/models/alder/two/measurements/q"));
        writes.put(
                "a price",
                patch(
                        "/models/alder/one/offerings/quay/one",
                        "{\"prices\":[{\"kind\":\"metered\",\"input\":\"2.5\",\"output\":\"9\"}]}"));
        writes.put(
                "an offering",
                create(
                        "/models/birch/six/offerings/quay/six",
                        "{\"prices\":[{\"kind\":\"metered\",\"input\":\"3\",\"output\":\"5\"}]}"));
        writes.put("an offering less", delete("/models/birch/four/offerings/pier/four"));
        writes.put("an id of an offering that meant nothing", create("/models/alder/one/offerings/pier/uno", "{}"));
        writes.put("an id of an offering that means another model", () -> {
            delete("/models/alder/one/offerings/pier/uno").run();
            create("/models/birch/four/offerings/pier/uno", "{}").run();
        });
        writes.put("an id of an offering moves in an import", imported("""
                {"type":"offering","model":"alder/two","provider":"pier","id":"uno"}
                """));
        writes.put("an id of an offering becomes ambiguous", create("/models/birch/four/offerings/pier/one", "{}"));
        writes.put("an id of an offering becomes an alias", create("/models/birch/five/aliases/pier%2Funo", null));
        writes.put("an id of an offering becomes a model", create("/models/quay/one", "{\"name\":\"Quay one\"}"));
        writes.put("an id of an offering was that of a model", delete("/models/quay/one"));
        writes.put("a parent", create("/models/birch/five/parents/birch/four", "{\"relation\":\"fine_tune\"}"));
        writes.put("a parent less", delete("/models/alder/three/parents/alder/two"));
        writes.put("a card", create("/models/birch/six/card", "{\"pricingKind\":\"free\"}"));
        writes.put("a text", create("/models/alder/one/card/texts/zh", "{\"whyItMatters\":\"一\"}"));
        writes.put("a vendor", patch("/vendors/alder", "{\"name\":\"Elder\"}"));
        writes.put("another vendor", create("/vendors/cedar", "{\"name\":\"Cedar\"}"));
        writes.put("a provider", patch("/providers/quay", "{\"name\":\"Quai\"}"));
        writes.put("a benchmark", patch("/benchmarks/quiz", "{\"label\":\"Quizzes\"}"));
        writes.put("a capability", patch("/capabilities/quiz", "{\"label\":{\"en\":\"Quizzes\"}}"));
        writes.put(
                "a scale",
                patch("/capabilities/quiz", "{\"scale\":{\"kind\":\"linear\",\"floor\":100,\"ceiling\":0}}"));
        writes.put("a model", create("/models/birch/seven", "{\"name\":\"Seven\",\"kind\":\"instruct\"}"));
        writes.put("a model less", delete("/models/birch/seven"));
        writes.put(
                "a node less", () -> write("DELETE", "/models/alder/two?reparentTo=alder/one", null, "If-Match", "*"));
        writes.put(
                "a merge",
                () -> write("POST", "/models/birch/six/merge", "{\"into\":\"birch/five\"}", "If-Match", "*"));
        writes.put("an import of facts", imported("""
                {"type":"model","id":"alder/one","name":"Uno","releaseDate":"2025-01-06"}
                {"type":"measurement","id":"c","model":"birch/four","benchmark":"context-window","raw":1000,"source":"https://birch.example"}
                """));
        writes.put("an import of things", imported("""
                {"type":"vendor","id":"dill","name":"Dill"}
                {"type":"provider","id":"jetty","name":"Jetty"}
                {"type":"model","id":"dill/eight","name":"Eight","kind":"instruct","releaseDate":"2025-03-03"}
                {"type":"measurement","id":"c","model":"dill/eight","benchmark":"context-window","raw":9999,"source":"https://dill.example"}
                {"type":"edge","child":"dill/eight","parent":"birch/four","relation":"distillation"}
                {"type":"offering","model":"dill/eight","provider":"jetty","id":"eight","prices":[{"kind":"metered","input":"1","output":"1"}]}
                {"type":"card","model":"dill/eight","pricingKind":"free"}
                """));
        writes.put(
                "an undo",
                () -> write(
                                "POST",
                                "/imports/" + Importing.ask("select import_id from change order by id desc limit 1")
                                        + "/undo",
                                null)
                        .is(200));
        writes.put("an unknown change", () -> {
            Importing.execute("update model set name = 'Changed' where id = 'alder/one'");
            Importing.execute("update catalog_revision set revision = revision + 1");
        });
        // The last one that leaves answers in memory is followed by a look at all, and so are those that leave none.
        Set<String> last = Set.of("an import of things", "an undo", "an unknown change");
        warmUp(all());
        int number = 0;
        for (Map.Entry<String, Runnable> write : writes.entrySet()) {
            String name = write.getKey();
            Set<String> kept = keptAfter(write.getValue(), last.contains(name) ? all() : turn(all(), number++, TURNS));
            if (name.equals("an unknown change") || name.equals("an undo")) {
                assertEquals(Set.of(), kept, name);
            } else {
                assertTrue(kept.contains(LABELS) || name.equals("a merge"), name);
            }
        }
    }

    @Test
    void a_fact_of_one_model_leaves_the_cards_of_others() {
        Set<String> expected = Set.of(
                "/models/alder/three/card",
                "/models/birch/four/card?lang=zh",
                "/models/birch/four",
                "/models/birch/four/scores",
                "/models/alder/three/scores",
                "/models/birch/four/lineage",
                "/models/birch/four/offerings",
                "/models/birch/four/measurements",
                "/models?vendor=birch",
                "/models?modality=image",
                "/models?q=four",
                "/models?q=birch",
                "/bands",
                "/bands?kind=instruct",
                "/bands/context/history",
                "/vendors",
                "/capabilities",
                "/benchmarks",
                "/providers",
                "/providers/quay",
                "/providers/quay/offerings",
                "/offerings?model=birch/four&provider=pier",
                "/tree",
                "/scores?capability=context&limit=2",
                // It names the other model, whose name did not change.
                "/models/alder/two/card");
        String own = "/models/alder/one/card";
        Set<String> kept = keptAfter(patch("/models/alder/one", "{\"licence\":\"mit\"}"), with(expected, own));
        assertKept(kept, expected);
        assertFalse(kept.contains(own));

        String card = "/models/alder/two/card";
        String lineage = "/models/alder/two/lineage";
        String other = "/models/birch/four/card";
        kept = keptAfter(patch("/models/alder/one", "{\"name\":\"Uno\"}"), Set.of(card, lineage, other));
        assertFalse(kept.contains(card));
        assertFalse(kept.contains(lineage));
        assertTrue(kept.contains(other));
    }

    @Test
    void a_measurement_leaves_what_shows_other_benchmarks() {
        Set<String> expected = Set.of(
                "/bands/context",
                "/models/birch/four/card",
                "/models/birch/six/card",
                "/models/birch/six",
                "/models?vendor=birch",
                "/models?q=four",
                "/offerings?model=birch/four&provider=pier",
                "/vendors");
        Set<String> kept = keptAfter(
                patch("/models/alder/one/measurements/q", "{\"raw\":51}"), with(expected, "/bands/quiz", "/bands"));
        assertKept(kept, expected);
        assertFalse(kept.contains("/bands/quiz"));
        assertFalse(kept.contains("/bands"));
    }

    @Test
    void a_moved_tally_is_in_memory_before_anybody_asks_for_it() {
        for (int raw = 1000; raw < 1003; raw++) {
            get("/models/alder/two/card");
            patch("/models/birch/four/measurements/c", "{\"raw\":" + raw * 100 + "}")
                    .run();
            long revision = knownRevision();
            double before = hits();
            Importing.Answer card = get("/models/alder/two/card");
            assertEquals(before + 1, hits());
            assertEquals(Long.toString(revision), card.header("Modeltree-Revision"));
            assertEquals(
                    get("/models/alder/two/card", "Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                            .text(),
                    card.text());
        }
    }

    @Test
    void a_moved_tally_is_put_into_cards_and_scores_without_computing_them() {
        double before = renewed();
        Set<String> expected = Set.of(
                "/models/alder/two/card",
                "/models/alder/two/card?lang=zh",
                "/models/alder/two/scores",
                "/models/birch/six/card",
                "/models/birch/six/scores");
        assertKept(keptAfter(patch("/models/birch/four/measurements/c", "{\"raw\":1000}"), expected), expected);
        assertTrue(renewed() > before);
    }

    private double renewed() {
        return meters.get("modeltree.cache.revisions")
                .tag("result", "renewed")
                .counter()
                .count();
    }

    @Test
    void a_lost_connection_to_the_log_loses_no_change() {
        for (int i = 0; i < 5; i++) {
            Importing.ask("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                    + " where application_name = 'modeltree catch-up' and datname = current_database()");
            List<String> some = turn(all(), turns++, TURNS);
            warmUp(some);
            keptAfter(patch("/models/alder/one", "{\"name\":\"One " + i + "\"}"), some);
        }
        Set<String> expected = Set.of("/models/birch/four/card", "/bands");
        assertKept(keptAfter(patch("/models/alder/one", "{\"licence\":\"mit\"}"), expected), expected);
    }

    @Test
    void an_import_of_too_many_records_changes_everything() throws SQLException {
        ChangedParts few = new ChangedParts();
        ChangedParts many = new ChangedParts();
        try (Connection connection = database.getConnection();
                PreparedStatement ofFew = new ChangesSince(records, 2).prepare(connection);
                PreparedStatement ofMany = new ChangesSince(records, 3).prepare(connection)) {
            new ChangesSince(records, 2).read(ofFew, few.completeTo()).recordIn(few);
            new ChangesSince(records, 3).read(ofMany, many.completeTo()).recordIn(many);
            long before = few.completeTo();
            imported("""
                    {"type":"model","id":"alder/one","name":"One","licence":"mit"}
                    {"type":"model","id":"alder/two","name":"Two","licence":"mit"}
                    {"type":"model","id":"birch/four","name":"Four","licence":"mit"}
                    """).run();
            new ChangesSince(records, 2).read(ofFew, few.completeTo()).recordIn(few);
            new ChangesSince(records, 3).read(ofMany, many.completeTo()).recordIn(many);
            assertEquals(before + 1, few.completeTo());
            assertEquals(before + 1, many.completeTo());
            assertFalse(few.unchanged(Part.model("birch/six"), before, before + 1));
            assertTrue(many.unchanged(Part.model("birch/six"), before, before + 1));
            assertFalse(many.unchanged(Part.model("birch/four"), before, before + 1));
            assertTrue(many.unchanged(Part.nameOf("birch/four"), before, before + 1));
            assertFalse(many.unchanged(Part.key("licence"), before, before + 1));
            assertTrue(many.unchanged(Part.key("kind"), before, before + 1));
            assertTrue(many.unchanged(Part.tally("context-window"), before, before + 1));
        }
    }

    @Test
    void an_import_leaves_the_models_that_it_does_not_change() {
        Set<String> expected = Set.of("/models/birch/four/card", "/models/birch/six", "/bands");
        String changed = "/models/alder/one/card";
        Set<String> kept = keptAfter(imported("""
                {"type":"model","id":"alder/one","name":"One","licence":"mit"}
                {"type":"model","id":"alder/two","name":"Two","licence":"mit"}
                {"type":"model","id":"birch/four","name":"Four"}
                """), with(expected, changed));
        assertKept(kept, expected);
        assertFalse(kept.contains(changed));
    }
}
